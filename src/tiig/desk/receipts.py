"""Receipts are publications too: to the sending organisation only, and in the ledger."""

from __future__ import annotations

from tiig.kit.hashing import canonical_json, digest
from tiig.model.asker import Asker
from tiig.model.receipt import Receipt
from tiig.model.reminder import Reminder
from tiig.model.submission import Release
from tiig.services import Services

OWN_SUBMISSION = "own-submission"


def receipt_release(receipt: Receipt, asker: Asker, services: Services) -> tuple[Release, str]:
    """Return the ledger row of a receipt and the body of its manifest."""
    body = canonical_json(
        {
            "submissions": [receipt.submission],
            "profile": receipt.profile,
            "standard": services.standard.version,
            "preset": OWN_SUBMISSION,
            "agreement": receipt.agreement or None,
            "code": services.code_version,
            "synthetic": receipt.synthetic,
            **({"lookup": receipt.lookup} if receipt.lookup else {}),
            **({"codes": receipt.codes} if receipt.codes else {}),
        }
    )
    release = Release(
        id=services.ids.new(),
        at=services.clock.now(),
        person=asker.person,
        organisation=receipt.sender,
        purpose="receipt for the sender",
        questions="[]",
        manifest=digest(body),
        preset=OWN_SUBMISSION,
        shown=digest(receipt.to_json()),
        agreement=receipt.agreement or None,
    )
    return release, body


def reminder_release(reminder: Reminder, asker: Asker, services: Services) -> tuple[Release, str]:
    """Return the ledger row of a reminder, which repeats reasons of receipts to their sender."""
    body = canonical_json(
        {
            "site_months": [line.name_in_audit for line in reminder.lines],
            "standard": services.standard.version,
            "preset": OWN_SUBMISSION,
            "code": services.code_version,
            "synthetic": reminder.synthetic,
        }
    )
    release = Release(
        id=services.ids.new(),
        at=services.clock.now(),
        person=asker.person,
        organisation=reminder.sender,
        purpose="reminder to the sender",
        questions="[]",
        manifest=digest(body),
        preset=OWN_SUBMISSION,
        shown=digest(reminder.text),
    )
    return release, body

"""How long copies are kept, and the orders that end them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tiig.model.agreement import (
    AnyAgreement,
    SenderAgreement,
    counting_on,
    sender_agreement,
)
from tiig.model.asker import Asker
from tiig.model.destruction import Destruction, Doomed, phrases_of
from tiig.model.errors import TiigError
from tiig.model.retention import Terms
from tiig.model.submission import Submission, SubmissionState
from tiig.services import Services


@dataclass(frozen=True)
class Copy:
    """A sealed file of a submission that is still there."""

    kind: Doomed
    name: str
    submission: Submission

    def due_at(self, terms: Terms) -> datetime:
        """Return when it must be destroyed; what serves nothing any more, at once."""
        if self.submission.state is SubmissionState.WITHDRAWN:
            return self.submission.received_at
        return self.submission.received_at + terms.length_of(self.kind)


def terms_of(
    submission: Submission, agreements: Sequence[AnyAgreement], today: date
) -> Terms | None:
    """Return how long copies of a submission are kept; None where no agreement says so.

    What counts is the agreement in force when it was received, as it reads today; else the
    sender's latest that has begun, though it may have ended: what was promised outlives it.
    """
    received = submission.received_at.date()
    then = sender_agreement(agreements, submission.sender, received)
    now = [
        one
        for one in counting_on(agreements, today)
        if isinstance(one, SenderAgreement)
        and one.sender == submission.sender
        and one.has_begun_on(today)
    ]
    same = [one for one in now if then is not None and one.id == then.id]
    found = max(same or now, key=lambda one: (one.start, one.id), default=None)
    return None if found is None else Terms(found.retention, found.key)


def kept_copies(submission: Submission, there: Collection[str]) -> Iterator[Copy]:
    """Yield the sealed files of a submission among those that are there."""
    refused = submission.state is SubmissionState.REFUSED
    names = {
        Doomed.REFUSED if refused else Doomed.ORIGINAL: submission.original,
        Doomed.PHRASES: phrases_of(submission.id),
    }
    for kind, name in names.items():
        if name is not None and name in there:
            yield Copy(kind, name, submission)


def carry_out(asker: Asker, services: Services) -> tuple[tuple[Destruction, ...], int]:
    """Destroy what was ordered; returns what was done, and how many orders stay open.

    Where the disk fails now, the orders stand and the next command goes on: what they belong
    to is committed, and must not be told as failed.
    """
    try:
        done = services.carry_out(asker)
    except TiigError:
        done = ()
    left = [one for one in services.catalogue.destructions() if one.done_at is None]
    return done, len(left)


def order_for(
    copy: Copy, because: str, services: Services, *, agreement: str | None = None
) -> Destruction:
    """Return the order to destroy a copy."""
    return Destruction(
        id=services.ids.new(),
        kind=copy.kind,
        subject=copy.name,
        submission=copy.submission.id,
        because=because,
        ordered_at=services.clock.now(),
        agreement=agreement,
    )

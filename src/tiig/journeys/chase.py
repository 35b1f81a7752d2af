"""Chase what is missing: a reminder for each sender, to be sent by a person, and kept who did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from tiig import desk, publish
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.due import DueLine
from tiig.model.ports import Progress
from tiig.model.reminder import Reminder
from tiig.services import Services


@dataclass(frozen=True)
class ChaseRequest:
    """Whom to remind of which months; no sender: all. `contact` is whom they may ask."""

    period: str | None = None
    sender: str | None = None
    contact: str = ""


def draft_reminders(
    request: ChaseRequest, *, asker: Asker, services: Services, progress: Progress
) -> tuple[Reminder, ...]:
    """Return a reminder for each sender from whom something is wanted; nothing is sent.

    What no reminder asks for - it is not due yet, or only provisional - is left out.
    """
    del asker, progress
    now = services.clock.now()
    asked = desk.asked_months(request.period, now)
    lines = [line for line in desk.due_of(asked, services, at=now) if line.is_chased]
    if request.sender is not None:
        desk.profile_for(request.sender, services, now.date())  # SENDER_UNKNOWN
        lines = [line for line in lines if line.sender == request.sender]
    profiles = {one.sender: one for one in desk.profiles_in_force(services, now.date())}
    drafts = (
        Reminder(
            sender=sender,
            sender_name=profiles[sender].name,
            number=_number(some, now.date()),
            lines=some,
            synthetic=profiles[sender].synthetic,
        )
        for sender, found in groupby(lines, key=lambda line: line.sender)
        if (some := tuple(found))
    )
    return tuple(publish.worded_reminder(one, request.contact) for one in drafts)


def record_reminders(
    reminders: Sequence[Reminder], *, asker: Asker, services: Services, progress: Progress
) -> None:
    """Keep in the audit trail and the ledger who reminded whom of what; once a day each."""
    del progress
    today = services.clock.now().date().isoformat()
    for one in reminders:
        new = [line.name_in_audit for line in one.lines if line.reminded_on != today]
        if new:
            with services.catalogue.change(
                asker,
                "drafted a reminder to a sender",
                kind=AuditKind.REMINDER,
                subjects=(one.sender, *new),
            ) as change:
                change.add_release(*desk.reminder_release(one, asker, services))


def _number(lines: Sequence[DueLine], today: date) -> int:
    """Count this reminder among those of its site-months; of one day, only one counts."""
    return 1 + max(line.reminders - (line.reminded_on == today.isoformat()) for line in lines)

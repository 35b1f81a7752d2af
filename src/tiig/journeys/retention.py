"""Destroy what has outlived its date: originals, place phrases, copies of refused files.

Orders are committed before anything is destroyed, a submission at a time: a run that is
broken off is finished by the next one, or by whoever opens the workspace next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from tiig import desk
from tiig.desk import Copy
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.errors import TiigError
from tiig.model.incident import Incident
from tiig.model.ports import Progress
from tiig.model.retention import RetentionLine, RetentionReport, Terms
from tiig.model.retention_errors import CLOCK_BEHIND
from tiig.services import Services


@dataclass(frozen=True)
class RetentionRequest:
    """What is asked for: only a look, or a run; `unless_agreed` serves senders without dates."""

    dry_run: bool = False
    unless_agreed: Terms | None = None


def run_retention(
    request: RetentionRequest, *, asker: Asker, services: Services, progress: Progress
) -> RetentionReport:
    """Destroy the copies whose date has come, or say which they are."""
    now = _moment(services)
    finished = 0 if request.dry_run else len(desk.carry_out(asker, services)[0])
    progress.step("looking for copies whose date has come")
    dated, without = _dated(request, services, now.date())
    due = [one for one in dated if one.at <= now]
    undone = 0 if request.dry_run else _destroy(due, asker, services, progress)
    return RetentionReport(
        at=now,
        dry_run=request.dry_run,
        due=tuple(_line(one) for one in due),
        kept=len(dated) - len(due),
        next_due=min((one.at for one in dated if one.at > now), default=None),
        without_dates=without,
        finished=finished,
        undone=undone,
    )


@dataclass(frozen=True)
class _Dated:
    """A copy, the terms that it is kept under if there are any, and when it must go."""

    copy: Copy
    terms: Terms | None
    at: datetime

    @property
    def agreement(self) -> str | None:
        """The agreement that says when; None where nothing but a promise to the sender does."""
        return self.terms.agreement if self.terms else None


def _dated(
    request: RetentionRequest, services: Services, today: date
) -> tuple[list[_Dated], tuple[str, ...]]:
    """Return every copy with its date, and the senders of copies that have none."""
    there, agreements = services.vault.on_disk(), services.catalogue.agreements()
    refused = {
        one.submission: _of_incident(one, services) for one in services.catalogue.incidents()
    }
    dated: list[_Dated] = []
    without: set[str] = set()
    for submission in services.catalogue.submissions():
        terms = desk.terms_of(submission, agreements, today) or request.unless_agreed
        for copy in (*desk.kept_copies(submission, there), *refused.get(submission.id, ())):
            at = copy.due_at(terms)
            if at is None:
                without.add(submission.sender)
            else:
                dated.append(_Dated(copy, terms, at))
    return dated, tuple(sorted(without))


def _of_incident(incident: Incident, services: Services) -> tuple[Copy, ...]:
    copy = desk.refused_copy(incident, services)
    return () if copy is None else (copy,)


def _moment(services: Services) -> datetime:
    """Return the moment; CLOCK_BEHIND where the clock cannot be right."""
    now = services.clock.now()
    last = max((one.received_at for one in services.catalogue.submissions()), default=now)
    if now < last:
        raise TiigError(CLOCK_BEHIND, last=f"{last:%Y-%m-%d %H:%M} UTC")
    return now


def _destroy(due: list[_Dated], asker: Asker, services: Services, progress: Progress) -> int:
    """Order each submission's copies destroyed, carry all of it out; returns what is left."""
    ordered = 0
    for submission, some in groupby(due, key=lambda one: one.copy.submission.id):
        orders = [
            desk.order_for(
                one.copy,
                f"kept until {one.at:%Y-%m-%d}",
                services,
                agreement=one.agreement,
            )
            for one in some
        ]
        kinds = ", ".join(str(one.kind) for one in orders)
        with services.catalogue.change(
            asker,
            f"ordered destroyed: {kinds}",
            kind=AuditKind.RETENTION,
            subjects=(submission, *(one.subject for one in orders)),
        ) as change:
            change.order_destruction(orders)
        services.seams.reach("destruction-ordered")
        ordered += len(orders)
        progress.step("copies ordered to be destroyed", ordered, len(due))
    return desk.carry_out(asker, services)[1]


def _line(one: _Dated) -> RetentionLine:
    return RetentionLine(
        submission=one.copy.submission.id,
        sender=one.copy.submission.sender,
        kind=str(one.copy.kind),
        received_at=one.copy.submission.received_at,
        due_at=one.at,
        agreement=one.agreement,
    )

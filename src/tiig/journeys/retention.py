"""Destroy what has outlived its date: originals, place phrases, copies of refused files.

Orders are committed before anything is destroyed, a submission at a time: a run that is
broken off is finished by the next one, or by whoever opens the workspace next.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from tiig import desk
from tiig.desk import Copy
from tiig.model.asker import Asker
from tiig.model.errors import TiigError
from tiig.model.ports import Progress
from tiig.model.retention import Retention, RetentionLine, RetentionReport
from tiig.model.retention_errors import CLOCK_BEHIND
from tiig.services import Services


@dataclass(frozen=True)
class RetentionRequest:
    """What is asked for: only a look, or a run; `unless_agreed` serves senders without dates."""

    dry_run: bool = False
    unless_agreed: Retention | None = None


def run_retention(
    request: RetentionRequest, *, asker: Asker, services: Services, progress: Progress
) -> RetentionReport:
    """Destroy the copies whose date has come, or say which they are."""
    now = _moment(services)
    finished = 0 if request.dry_run else len(services.carry_out(asker))
    progress.step("looking for copies whose date has come")
    terms = _terms(request, services)
    dated = [
        (copy, retention, copy.due_at(retention))
        for copy in _copies(services)
        if (retention := terms[copy.submission.sender]) is not None
    ]
    due = [one for one in dated if one[2] <= now]
    if not request.dry_run:
        _destroy(due, asker, services, progress)
    return RetentionReport(
        at=now,
        dry_run=request.dry_run,
        due=tuple(_line(*one) for one in due),
        kept=len(dated) - len(due),
        next_due=min((at for _, _, at in dated if at > now), default=None),
        without_dates=tuple(sorted(name for name, told in terms.items() if told is None)),
        finished=finished,
    )


def _moment(services: Services) -> datetime:
    """Return the moment; CLOCK_BEHIND where the clock cannot be right."""
    now = services.clock.now()
    last = max((one.received_at for one in services.catalogue.submissions()), default=now)
    if now < last:
        raise TiigError(CLOCK_BEHIND, last=f"{last:%Y-%m-%d %H:%M} UTC")
    return now


def _terms(request: RetentionRequest, services: Services) -> dict[str, Retention | None]:
    senders = {one.sender for one in services.catalogue.submissions()}
    return {
        sender: desk.retention_of(sender, services) or request.unless_agreed
        for sender in sorted(senders)
    }


def _copies(services: Services) -> Iterable[Copy]:
    there = services.vault.on_disk()
    for submission in services.catalogue.submissions():
        yield from desk.kept_copies(submission, there)


def _destroy(
    due: list[tuple[Copy, Retention, datetime]],
    asker: Asker,
    services: Services,
    progress: Progress,
) -> None:
    """Order the destruction of each submission's copies, then carry all of it out."""
    ordered = 0
    for submission, some in groupby(due, key=lambda one: one[0].submission.id):
        orders = [
            desk.order_for(copy, f"kept until {at:%Y-%m-%d}", services, agreement=told.agreement)
            for copy, told, at in some
        ]
        kinds = ", ".join(str(one.kind) for one in orders)
        with services.catalogue.change(asker, f"retention of {submission}: {kinds}") as change:
            change.order_destruction(orders)
        services.seams.reach("destruction-ordered")
        ordered += len(orders)
        progress.step("copies ordered to be destroyed", ordered, len(due))
    services.carry_out(asker)


def _line(copy: Copy, retention: Retention, at: datetime) -> RetentionLine:
    return RetentionLine(
        submission=copy.submission.id,
        sender=copy.submission.sender,
        kind=str(copy.kind),
        received_at=copy.submission.received_at,
        due_at=at,
        agreement=retention.agreement,
    )

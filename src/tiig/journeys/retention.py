"""Destroy what has outlived its date: originals, place phrases, copies of refused files.

Where a sender's agreement says so, phrases that were seen often enough are sealed on before the
others go; every run judges them anew. Orders are committed before anything is destroyed, a
submission at a time: a run that is broken off is finished by the next one, or by whoever opens
the workspace next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from tiig import desk
from tiig.desk import Copy, Judged
from tiig.intake.announcing import announced, leased_until
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.destruction import Doomed, kept_phrases_of
from tiig.model.errors import TiigError
from tiig.model.incident import Incident
from tiig.model.ports import Intent, Progress
from tiig.model.retention import PhrasesKept, RetentionLine, RetentionReport, Terms
from tiig.model.retention_errors import CLOCK_BEHIND
from tiig.model.submission import SubmissionState
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
    judged = _judged(dated, now, services)
    undone = 0
    if not request.dry_run:
        _thin([judged[one.copy.name] for one in dated if one.thinned(now, judged)], asker, services)
        undone = _destroy(due, judged, asker, services, progress)
    return RetentionReport(
        at=now,
        dry_run=request.dry_run,
        due=tuple(_line(one) for one in due),
        kept=len(dated) - len(due),
        next_due=min((one.at for one in dated if one.at > now), default=None),
        without_dates=without,
        finished=finished,
        undone=undone,
        phrases=_counted(judged),
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

    @property
    def of_phrases(self) -> bool:
        """Whether it holds phrases, and the agreement lets some be kept longer."""
        keeps = self.terms is not None and self.terms.keeps_frequent
        outlived = self.copy.kind is Doomed.KEPT_PHRASES
        return outlived or (keeps and self.copy.kind is Doomed.PHRASES)

    def thinned(self, now: datetime, judged: Mapping[str, Judged]) -> bool:
        """Tell whether it stays without some of its phrases, which are frequent no longer."""
        told = judged.get(self.copy.name)
        return self.at > now and told is not None and told.thins

    def may_outlive(self, now: datetime) -> bool:
        """Tell whether some of these phrases may be kept, though others go."""
        received = self.copy.submission.received_at
        stands = self.copy.submission.state is not SubmissionState.WITHDRAWN
        return stands and self.terms is not None and self.terms.kept_until(received) > now


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


def _judged(dated: Sequence[_Dated], now: datetime, services: Services) -> Mapping[str, Judged]:
    """Judge the phrases whose date has come, and those that outlived it, by their table."""
    asked = [
        (one.copy, one.may_outlive(now))
        for one in dated
        if one.of_phrases and (one.copy.kind is Doomed.KEPT_PHRASES or one.at <= now)
    ]
    return {one.copy.name: one for one in desk.judge_phrases(asked, services)}


def _counted(judged: Mapping[str, Judged]) -> tuple[PhrasesKept, ...]:
    """Return, by sender, how many phrases outlive the others, and how many go."""
    found: dict[str, PhrasesKept] = {}
    for one in judged.values():
        sender = one.copy.submission.sender
        before = found.get(sender, PhrasesKept(sender, 0, 0))
        gone = one.every - len(one.stay)
        found[sender] = PhrasesKept(sender, before.kept + len(one.stay), before.gone + gone)
    return tuple(one for _, one in sorted(found.items()))


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


def _destroy(
    due: list[_Dated],
    judged: Mapping[str, Judged],
    asker: Asker,
    services: Services,
    progress: Progress,
) -> int:
    """Order each submission's copies destroyed, carry all of it out; returns what is left."""
    ordered = 0
    for submission, group in groupby(due, key=lambda one: one.copy.submission.id):
        some = list(group)
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
        outliving = [judged[one.copy.name] for one in some if one.copy.name in judged]
        with (
            _sealed_on(outliving, services) as intents,
            services.catalogue.change(
                asker,
                f"ordered destroyed: {kinds}",
                kind=AuditKind.RETENTION,
                subjects=(submission, *(one.subject for one in orders)),
            ) as change,
        ):
            change.order_destruction(orders)
            for intent in intents:
                change.end_intent(intent)
        services.seams.reach("destruction-ordered")
        ordered += len(orders)
        progress.step("copies ordered to be destroyed", ordered, len(due))
    return desk.carry_out(asker, services)[1]


@contextmanager
def _sealed_on(tables: Sequence[Judged], services: Services) -> Iterator[tuple[str, ...]]:
    """Seal on what outlives its table, as announced work; gives what ends with its commit."""
    intents = []
    with ExitStack() as every:
        for one in tables:
            if one.seals_on:
                submission, lease = one.copy.submission.id, leased_until(services)
                kept = (kept_phrases_of(submission),)
                work = Intent(services.ids.new(), submission, "retention", lease, kept)
                intents.append(every.enter_context(announced(work, services)).id)
                desk.keep_on(one, services)
        yield tuple(intents)


def _thin(tables: Sequence[Judged], asker: Asker, services: Services) -> None:
    """Destroy the phrases that outlived others and were seen too rarely by now."""
    for one in tables:
        order = desk.order_for(one.copy, "some were seen too rarely by now", services)
        order = replace(order, kind=Doomed.SOME_PHRASES)
        subjects, count = (order.submission, order.subject), one.every - len(one.stay)
        with services.catalogue.change(
            asker,
            f"ordered destroyed: {count} kept phrases, seen too rarely by now",
            kind=AuditKind.RETENTION,
            subjects=subjects,
        ) as change:
            change.order_destruction([order])
        services.seams.reach("destruction-ordered")
        with services.catalogue.change(
            asker,
            f"destroyed as ordered: {count} kept phrases",
            kind=AuditKind.RETENTION,
            subjects=subjects,
        ) as change:
            desk.keep_on(one, services)
            change.note_destroyed([order.id], services.clock.now())


def _line(one: _Dated) -> RetentionLine:
    return RetentionLine(
        submission=one.copy.submission.id,
        sender=one.copy.submission.sender,
        kind=str(one.copy.kind),
        received_at=one.copy.submission.received_at,
        due_at=one.at,
        agreement=one.agreement,
    )

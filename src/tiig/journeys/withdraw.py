"""Withdraw a submission: what it had replaced comes back, else its days are absent again.

What comes back is what would stand had it never been sent, for each site-month by the rule for
parts (`model.parts`); the answer shows what was in force before and after.

Its original and place phrases are destroyed, for they serve nothing any more. Its rows and
receipt stay, so that figures can be recomputed as they were known while it was in force.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tiig import desk
from tiig.desk import known_submission
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.days import Days
from tiig.model.destruction import Destruction
from tiig.model.errors import STATE_FORBIDS, TiigError
from tiig.model.parts import Claim, as_periods, by_site_month, following, lacking
from tiig.model.ports import Progress
from tiig.model.receipt import SiteMonthChange, part_lines
from tiig.model.submission import Pair, SiteMonth, Submission, SubmissionState
from tiig.services import Services


@dataclass(frozen=True)
class Withdrawn:
    """The submission as it stands now, and each of its site-months before and after."""

    submission: Submission
    site_months: tuple[SiteMonthChange, ...]


def withdraw_submission(
    submission: str, because: str, *, asker: Asker, services: Services, progress: Progress
) -> Withdrawn:
    """Take a submission out of force, and destroy the copies of what was sent."""
    del progress
    known = known_submission(submission, services)
    if known.state in {SubmissionState.WITHDRAWN, SubmissionState.REFUSED}:
        raise TiigError(STATE_FORBIDS, state=known.state, to=SubmissionState.WITHDRAWN)
    now = services.clock.now()
    desk.check_reason(because, now)
    orders = _orders(known, services)
    with services.catalogue.change(
        asker, because, kind=AuditKind.WITHDRAWAL, subjects=(submission,)
    ) as change:
        plan = _planned(known, services, now)
        change.order_destruction(orders)
        change.close_pairs([pair.id for pair in plan.ended], now)
        change.put_in_force(plan.restored)
        change.move(submission, SubmissionState.WITHDRAWN, (because,))
        for revision in sorted({pair.revision for pair in plan.restored}):
            earlier = services.catalogue.submission(revision)
            if earlier and earlier.state is SubmissionState.SUPERSEDED:
                change.move(revision, SubmissionState.IN_FORCE, (f"{submission} was withdrawn",))
    services.seams.reach("destruction-ordered")
    desk.carry_out(asker, services)
    return Withdrawn(known_submission(submission, services), tuple(plan.changes))


@dataclass
class _Plan:
    """The pairs that end and those that come back, and what that comes to by site-month."""

    ended: list[Pair] = field(default_factory=list)
    restored: list[Pair] = field(default_factory=list)
    changes: list[SiteMonthChange] = field(default_factory=list)


def _planned(known: Submission, services: Services, now: datetime) -> _Plan:
    """Hold what is in force against what would be had the submission never been sent."""
    plan = _Plan()
    told = _told(known, services)
    in_force = by_site_month(services.catalogue.pairs())
    for key in _site_months(known):
        before = in_force.get(key, ())
        after = following(said for one in told if (said := one.of(key)) is not None)
        stand, stay = _revisions(before), _revisions(after)
        plan.ended += [pair for pair in before if pair.revision not in stay]
        plan.restored += [
            _again(pair, services, now=now) for pair in after if pair.revision not in stand
        ]
        plan.changes.append(_change(key, before, after))
    return plan


def _change(key: SiteMonth, before: Sequence[Pair], after: Sequence[Pair]) -> SiteMonthChange:
    lacks = as_periods(lacking(key, after))
    return SiteMonthChange(key.site, str(key.month), part_lines(before), part_lines(after), lacks)


def _orders(submission: Submission, services: Services) -> list[Destruction]:
    copies = desk.kept_copies(submission, services.vault.on_disk())
    return [desk.order_for(copy, "the submission was withdrawn", services) for copy in copies]


@dataclass(frozen=True)
class _Told:
    """What one submission that stands said of its site-months, and since when."""

    sites: tuple[str, ...]
    days: Days
    since: datetime
    pairs: Mapping[SiteMonth, Pair]

    def of(self, key: SiteMonth) -> tuple[Claim, Pair | None] | None:
        """Return what it said of a site-month; None where it did not speak of it."""
        days = self.days.within(key.month)
        if days is None or key.site not in self.sites:
            return None
        pair = self.pairs.get(key)
        nil = pair is not None and pair.nil
        return Claim(days, rows=pair is not None and not nil, nil=nil), pair


def _told(known: Submission, services: Services) -> tuple[_Told, ...]:
    """Return every other submission that stands and meets it, the one that spoke first first."""
    found = []
    for one in services.catalogue.submissions():
        pairs = services.catalogue.pairs_of(one.id) if _meets(one, known) else ()
        if pairs:
            since = min(pair.known_from for pair in pairs)
            last = {pair.site_month: pair for pair in pairs}
            found.append(_Told(one.sites, Days.parse(one.period), since, last))
    return tuple(sorted(found, key=lambda told: told.since))


def _meets(one: Submission, known: Submission) -> bool:
    """Tell whether another submission stands, and speaks of any of the same site-months."""
    stands = one.state in {SubmissionState.IN_FORCE, SubmissionState.SUPERSEDED}
    return (
        stands and one.id != known.id and not set(_site_months(one)).isdisjoint(_site_months(known))
    )


def _site_months(submission: Submission) -> tuple[SiteMonth, ...]:
    if not submission.period:
        return ()
    months = Days.parse(submission.period).months
    return tuple(SiteMonth(site, month) for site in submission.sites for month in months)


def _revisions(pairs: Sequence[Pair]) -> frozenset[str]:
    return frozenset(pair.revision for pair in pairs)


def _again(pair: Pair, services: Services, *, now: datetime) -> Pair:
    return replace(pair, id=services.ids.new(), known_from=now, known_until=None)

"""Withdraw a submission: what it had replaced comes back, else its days are absent again.

What comes back is what would stand had it never been sent, for each site-month by the rule for
parts (`model.parts`); the answer shows what was in force before and after.

Its original and place phrases are destroyed, for they serve nothing any more. Its rows and
receipt stay, so that figures can be recomputed as they were known while it was in force.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tiig import desk
from tiig.desk import known_submission
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.days import Days
from tiig.model.destruction import Destruction
from tiig.model.errors import STATE_FORBIDS, TiigError
from tiig.model.parts import Claim, by_site_month, following
from tiig.model.ports import Progress
from tiig.model.receipt import PartLine, part_lines
from tiig.model.submission import Pair, SiteMonth, Submission, SubmissionState
from tiig.services import Services


@dataclass(frozen=True)
class Change:
    """What a withdrawal changes in a site-month: the parts in force before, and after."""

    site: str
    month: str
    before: tuple[PartLine, ...]
    after: tuple[PartLine, ...]


@dataclass(frozen=True)
class Withdrawn:
    """The submission as it stands now, and each of its site-months before and after."""

    submission: Submission
    site_months: tuple[Change, ...]


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
    told = _told(services)
    in_force = by_site_month(services.catalogue.pairs())
    ended: list[str] = []
    restored: list[Pair] = []
    changes = []
    for key, _ in _declared(known):
        before, after = in_force.get(key, ()), _without(submission, key, told)
        stand, stay = _revisions(before), _revisions(after)
        ended += [pair.id for pair in before if pair.revision not in stay]
        restored += [
            _again(pair, services, now=now) for pair in after if pair.revision not in stand
        ]
        changes.append(Change(key.site, str(key.month), part_lines(before), part_lines(after)))
    orders = _orders(known, services)
    with services.catalogue.change(
        asker, because, kind=AuditKind.WITHDRAWAL, subjects=(submission,)
    ) as change:
        change.order_destruction(orders)
        change.close_pairs(ended, now)
        change.put_in_force(restored)
        change.move(submission, SubmissionState.WITHDRAWN, (because,))
        for revision in sorted({pair.revision for pair in restored}):
            earlier = services.catalogue.submission(revision)
            if earlier and earlier.state is SubmissionState.SUPERSEDED:
                change.move(revision, SubmissionState.IN_FORCE, (f"{submission} was withdrawn",))
    services.seams.reach("destruction-ordered")
    desk.carry_out(asker, services)
    return Withdrawn(known_submission(submission, services), tuple(changes))


def _orders(submission: Submission, services: Services) -> list[Destruction]:
    copies = desk.kept_copies(submission, services.vault.on_disk())
    return [desk.order_for(copy, "the submission was withdrawn", services) for copy in copies]


@dataclass(frozen=True)
class _Told:
    """What one submission that stands said of its site-months, and since when."""

    submission: Submission
    since: datetime
    pairs: Mapping[SiteMonth, Pair]


def _told(services: Services) -> tuple[_Told, ...]:
    """Return every submission that stands, the one that spoke first first."""
    found = []
    for submission in services.catalogue.submissions():
        if submission.state in {SubmissionState.IN_FORCE, SubmissionState.SUPERSEDED}:
            pairs = services.catalogue.pairs_of(submission.id)
            if pairs:
                since = min(pair.known_from for pair in pairs)
                found.append(_Told(submission, since, {pair.site_month: pair for pair in pairs}))
    return tuple(sorted(found, key=lambda one: one.since))


def _declared(submission: Submission) -> tuple[tuple[SiteMonth, Days], ...]:
    """Return the site-months that a submission declared, and which of their days."""
    if not submission.period:
        return ()
    period = Days.parse(submission.period)
    return tuple(
        (SiteMonth(site, month), days)
        for site in submission.sites
        for month in period.months
        if (days := period.within(month)) is not None
    )


def _without(submission: str, key: SiteMonth, told: tuple[_Told, ...]) -> tuple[Pair, ...]:
    """Return what would stand in a site-month had a submission never been sent."""
    claims = []
    for one in told:
        days = dict(_declared(one.submission)).get(key)
        if one.submission.id != submission and days is not None:
            pair = one.pairs.get(key)
            nil = pair is not None and pair.nil
            claims.append((Claim(days, rows=pair is not None and not nil, nil=nil), pair))
    return following(claims)


def _revisions(pairs: Sequence[Pair]) -> frozenset[str]:
    return frozenset(pair.revision for pair in pairs)


def _again(pair: Pair, services: Services, *, now: datetime) -> Pair:
    return replace(pair, id=services.ids.new(), known_from=now, known_until=None)

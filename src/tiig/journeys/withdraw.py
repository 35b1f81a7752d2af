"""Withdraw a submission: what it had replaced comes back, else its months are absent again.

Its original and place phrases are destroyed, for they serve nothing any more. Its rows and
receipt stay, so that figures can be recomputed as they were known while it was in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from tiig import desk
from tiig.desk import known_submission
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.destruction import Destruction
from tiig.model.errors import STATE_FORBIDS, TiigError
from tiig.model.months import Period
from tiig.model.ports import Progress
from tiig.model.submission import Pair, SiteMonth, Submission, SubmissionState
from tiig.services import Services


def withdraw_submission(
    submission: str, because: str, *, asker: Asker, services: Services, progress: Progress
) -> Submission:
    """Take a submission out of force, and destroy the copies of what was sent."""
    del progress
    known = known_submission(submission, services)
    if known.state in {SubmissionState.WITHDRAWN, SubmissionState.REFUSED}:
        raise TiigError(STATE_FORBIDS, state=known.state, to=SubmissionState.WITHDRAWN)
    now = services.clock.now()
    desk.check_reason(because, now)
    told = _told(services)
    in_force = {pair.site_month: pair for pair in services.catalogue.pairs()}
    ended, restored = [], []
    for key in _declared(known):
        stands, before = in_force.get(key), _pair_without(submission, key, told)
        if _revision(stands) != _revision(before):
            ended += [stands.id] if stands else []
            restored += [_again(before, services, now=now)] if before else []
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
    return known_submission(submission, services)


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
    """Return every submission that stands, the one that spoke last first."""
    found = []
    for submission in services.catalogue.submissions():
        if submission.state in {SubmissionState.IN_FORCE, SubmissionState.SUPERSEDED}:
            pairs = services.catalogue.pairs_of(submission.id)
            if pairs:
                since = min(pair.known_from for pair in pairs)
                found.append(_Told(submission, since, {pair.site_month: pair for pair in pairs}))
    return tuple(sorted(found, key=lambda one: one.since, reverse=True))


def _declared(submission: Submission) -> tuple[SiteMonth, ...]:
    if not submission.period:
        return ()
    months = Period.parse(submission.period)
    return tuple(SiteMonth(site, month) for site in submission.sites for month in months)


def _pair_without(submission: str, key: SiteMonth, told: tuple[_Told, ...]) -> Pair | None:
    """Return what would stand in a site-month had a submission never been sent.

    A file that declared the site-month without rows made it absent, but leaves a nil return.
    """
    emptied = False
    for one in told:
        if one.submission.id == submission or key not in _declared(one.submission):
            continue
        pair = one.pairs.get(key)
        if pair is not None:
            return None if emptied and not pair.nil else pair
        emptied = True
    return None


def _revision(pair: Pair | None) -> str | None:
    return pair.revision if pair else None


def _again(pair: Pair, services: Services, *, now: datetime) -> Pair:
    return replace(pair, id=services.ids.new(), known_from=now, known_until=None)

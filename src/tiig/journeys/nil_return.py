"""Nil returns: a sender's word that a site had nothing to report in a month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tiig import desk
from tiig.kit.hashing import digest
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.days import Days, days_of
from tiig.model.errors import BAD_ARGUMENT, NIL_REFUSED, TiigError
from tiig.model.parts import Claim, as_periods, by_site_month, cuts, lacking
from tiig.model.period_errors import NIL_CUTS
from tiig.model.ports import Progress
from tiig.model.profile import SenderProfile
from tiig.model.receipt import LineCount, Receipt, SiteMonthLine, part_lines
from tiig.model.submission import (
    Derivation,
    Pair,
    SiteMonth,
    Submission,
    SubmissionState,
    Tally,
)
from tiig.services import Services


@dataclass(frozen=True)
class NilRequest:
    """A sender's word that a site had nothing to report in a month, or on some of its days."""

    sender: str
    site: str
    month: str


def declare_nil(
    request: NilRequest, *, asker: Asker, services: Services, progress: Progress
) -> Submission:
    """Enter that a site had nothing on these days: from now on a true zero instead of absent."""
    del progress
    period = days_of(request.month)
    profile = desk.profile_for(request.sender, services, period.last)
    codes = [site.code for site in profile.sites]
    if request.site not in codes:
        what = f"{request.sender} has no such site; it has {', '.join(codes)}"
        raise TiigError(BAD_ARGUMENT, what=what)
    keys = [SiteMonth(request.site, month) for month in period.months]
    submission = _nil_submission(request, profile, services, period=period)
    derivation = Derivation.of(
        profile=profile.key,
        standard=services.standard.version,
        rules="nil",
        code=services.code_version,
    )
    pairs = [_nil_pair(key, submission, profile, services, derivation.id) for key in keys]
    with services.catalogue.change(
        asker,
        "entered a nil return",
        kind=AuditKind.NIL_RETURN,
        subjects=(submission.id, request.site, str(period)),
    ) as change:
        _check_free(request.site, period, services)
        before = by_site_month(services.catalogue.pairs())
        change.add_submission(submission)
        change.add_derivation(derivation)
        change.put_in_force(pairs)
        after = by_site_month(services.catalogue.pairs())
        lines = [_line(pair, profile, before, after) for pair in pairs]
        receipt = _nil_receipt(submission, profile, lines).anchored(change.head())
        change.add_receipt(submission.id, receipt.to_json())
    return submission


def _check_free(site: str, period: Days, services: Services) -> None:
    """Refuse a nil return where there are rows, or that would cut another in two."""
    for pair in services.catalogue.pairs():
        days = period.within(pair.month)
        if pair.site != site or days is None or not days.overlaps(pair.days):
            continue
        if not pair.nil:
            raise TiigError(NIL_REFUSED)
        if cuts(pair, Claim(days, rows=False, nil=True)):
            raise TiigError(
                NIL_CUTS,
                site=site,
                days=days,
                others=pair.days,
                submission=pair.revision,
                together=days.joined(pair.days),
            )


Parts = Mapping[SiteMonth, Sequence[Pair]]


def _line(pair: Pair, profile: SenderProfile, before: Parts, after: Parts) -> SiteMonthLine:
    names = {site.code: site.name for site in profile.sites}
    key = pair.site_month
    return SiteMonthLine(
        site=pair.site,
        name=names[pair.site],
        month=str(pair.month),
        rows=0,
        previous=None,
        recorded_assaults=None,
        standing="nil",
        before=part_lines(before.get(key, ())),
        after=part_lines(after[key]),
        days="" if pair.days.whole else str(pair.days),
        lacks=as_periods(lacking(key, after[key])),
    )


def _nil_submission(
    request: NilRequest, profile: SenderProfile, services: Services, *, period: Days
) -> Submission:
    now = services.clock.now()
    fingerprint = digest(["nil", request.sender, request.site, str(period)])
    return Submission(
        id=services.ids.new(),
        sender=request.sender,
        profile=profile.key,
        state=SubmissionState.IN_FORCE,
        received_at=now,
        fingerprint=fingerprint,
        key=digest([fingerprint, now.isoformat()]),
        period=str(period),
        sites=(request.site,),
        tally=Tally(0, 0, 0, 0),
        nil=True,
        synthetic=profile.synthetic,
    )


def _nil_pair(
    key: SiteMonth,
    submission: Submission,
    profile: SenderProfile,
    services: Services,
    derivation: str,
) -> Pair:
    days = Days.parse(submission.period).within(key.month)
    first, last = (None, None) if days is None else days.bounds(key.month)
    return Pair(
        id=services.ids.new(),
        site=key.site,
        month=key.month,
        revision=submission.id,
        derivation=derivation,
        sender=profile.sender,
        scope=profile.scope,
        tells_assaults=profile.tells_assaults,
        rows=0,
        packs=(),
        settled_at=key.month.settled_at(profile.settling_days),
        known_from=submission.received_at,
        nil=True,
        synthetic=profile.synthetic,
        first_day=first,
        last_day=last,
    )


def _nil_receipt(
    submission: Submission, profile: SenderProfile, lines: Sequence[SiteMonthLine]
) -> Receipt:
    return Receipt(
        submission=submission.id,
        sender=profile.sender,
        sender_name=profile.name,
        profile=profile.key,
        state=str(submission.state),
        received_at=submission.received_at.isoformat(),
        file="nil return",
        sheet=None,
        fingerprint=submission.fingerprint,
        period=submission.period,
        tally=submission.tally,
        lines=LineCount(0, 0, 0, 0),
        site_months=tuple(lines),
        synthetic=profile.synthetic,
        nil=True,
    )

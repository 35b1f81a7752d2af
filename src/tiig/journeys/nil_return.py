"""Nil returns: a sender's word that a site had nothing to report in a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tiig import desk
from tiig.kit.hashing import digest
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.errors import BAD_ARGUMENT, NIL_REFUSED, TiigError
from tiig.model.months import Period, period_of
from tiig.model.ports import Progress
from tiig.model.profile import SenderProfile
from tiig.model.receipt import LineCount, Receipt, SiteMonthLine
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
    """A sender's word that a site had nothing to report in a month."""

    sender: str
    site: str
    month: str


def declare_nil(
    request: NilRequest, *, asker: Asker, services: Services, progress: Progress
) -> Submission:
    """Enter that a site-month is empty: from now on a true zero instead of absent."""
    del progress
    period = period_of(request.month)
    profile = desk.profile_for(request.sender, services, period.last.last_day)
    codes = [site.code for site in profile.sites]
    if request.site not in codes:
        what = f"{request.sender} has no such site; it has {', '.join(codes)}"
        raise TiigError(BAD_ARGUMENT, what=what)
    in_force = {pair.site_month: pair for pair in services.catalogue.pairs()}
    keys = [SiteMonth(request.site, month) for month in period]
    if any(key in in_force and not in_force[key].nil for key in keys):
        raise TiigError(NIL_REFUSED)
    submission = _nil_submission(request, profile, services, period=period)
    derivation = Derivation(
        digest([profile.key, "nil"])[:32],
        profile.key,
        services.standard.version,
        "nil",
        services.code_version,
    )
    pairs = [_nil_pair(key, submission, profile, services, derivation.id) for key in keys]
    with services.catalogue.change(
        asker,
        "entered a nil return",
        kind=AuditKind.NIL_RETURN,
        subjects=(submission.id, request.site, str(period)),
    ) as change:
        change.add_submission(submission)
        change.add_derivation(derivation)
        change.put_in_force(pairs)
        receipt = _nil_receipt(submission, profile, keys).anchored(change.head())
        change.add_receipt(submission.id, receipt.to_json())
    return submission


def _nil_submission(
    request: NilRequest, profile: SenderProfile, services: Services, *, period: Period
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
    )


def _nil_receipt(
    submission: Submission, profile: SenderProfile, keys: Sequence[SiteMonth]
) -> Receipt:
    names = {site.code: site.name for site in profile.sites}
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
        site_months=tuple(
            SiteMonthLine(k.site, names[k.site], str(k.month), 0, None, None, "nil") for k in keys
        ),
        synthetic=profile.synthetic,
        nil=True,
    )

"""A fair comparison for others: a department sees itself named, nobody who the others are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from tiig import disclose
from tiig.desk.declining import declining
from tiig.desk.fair import compared_of, facts_asked
from tiig.desk.manifest import Manifest, manifest_of
from tiig.desk.permission import PUBLIC, PresetChoice, acting, check_item, check_preset
from tiig.desk.programme import check_ours, site_names
from tiig.desk.quality_words import months_between, named_months
from tiig.desk.strata import DEFAULT
from tiig.kit.hashing import canonical_json
from tiig.model.agreement import as_known_at, sender_agreement
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind, Ours
from tiig.model.cleared_comparison import ClearedComparison
from tiig.model.compare_errors import COMPARISON_MONTHS, COMPARISON_OWN
from tiig.model.errors import BAD_ARGUMENT, NOTHING_IN_FORCE, TiigError
from tiig.model.given import GivenTo
from tiig.model.months import Month, Period
from tiig.model.submission import Release
from tiig.services import Services

SHOWN_COMPARISON = "comparison"
"""The key by which the ledger tells such an answer from a question of counts."""
PURPOSE = "fair comparison for the department"


def year_shown(
    month: str | None, first: str | None, last: str | None, services: Services
) -> Period:
    """Return the calendar year that others are shown; without months the newest that has ended.

    COMPARISON_MONTHS for any other months: two runs that overlap could be told apart by less than
    a step. A year may begin before the first month received, since its months stay the same.
    """
    held = sorted({pair.month for pair in services.catalogue.pairs()})
    if not held:
        raise TiigError(NOTHING_IN_FORCE)
    newest = _year(held[-1].plus(1).year - 1)
    start, end = named_months(month, first, last)
    if start is None and end is None:
        asked = newest
    else:
        asked = months_between(start or held[0], end or held[-1])
    if asked != _year(asked.last.year):
        raise TiigError(COMPARISON_MONTHS, what=f"{asked} is none")
    if not held[0] <= asked.last <= newest.last:
        raise TiigError(COMPARISON_MONTHS, what=f"{asked} is not in force to its end")
    return asked


def _year(year: int) -> Period:
    return Period(Month(year, 1), Month(year, 12))


def comparison_for(
    asked: Mapping[str, Any], asker: Asker, services: Services, *, preset: str | None
) -> ClearedComparison:
    """Return a comparison with the department of `site` named, or none; it is in the ledger.

    With a `site` it is given to its sender, without one to the public or under the asker's
    agreement. COMPARISON_FEW where too few departments are compared, COMPARISON_OWN where its own
    is not among them, BAD_ARGUMENT for a measure that others are not shown.
    """
    choice = _choice(asked, asker, services, preset)
    now = services.clock.now()
    cleared, manifest = _cleared(asked, choice, services, at=now)
    release = Release(
        id=services.ids.new(),
        at=now,
        person=asker.person,
        organisation=choice.given.recipient,
        purpose=choice.given.purpose,
        questions=canonical_json([{SHOWN_COMPARISON: dict(asked)}]),
        manifest=manifest.id,
        preset=cleared.preset,
        shown=cleared.shown_digest,
        agreement=choice.given.agreement,
    )
    because = Ours(f"compared departments fairly under {cleared.preset}")
    with services.catalogue.change(
        acting(asker, choice.given), because, kind=AuditKind.ANSWER, subjects=(release.id,)
    ) as change:
        change.add_release(release, manifest.body)
    return cleared.under(release.id, choice.given)


def comparison_again(release: Release, threshold: int | None, services: Services) -> str:
    """Work a comparison out again from what was known then; returns the digest of what it shows."""
    asked = json.loads(release.questions)[0][SHOWN_COMPARISON]
    choice = PresetChoice(services.standard.presets[release.preset], threshold)
    return _cleared(asked, choice, services, at=release.at)[0].shown_digest


def _choice(
    asked: Mapping[str, Any], asker: Asker, services: Services, preset: str | None
) -> PresetChoice:
    if asked["measure"] == DEFAULT:
        # Its rows are those with an answer: beside all rows they would tell how few have none.
        what = "others are compared by completeness or known; default is the team's alone"
        raise TiigError(BAD_ARGUMENT, what=what)
    site = asked["site"]
    if site is None:
        with declining(asker, services):
            choice = check_preset(preset, asker, services)
            check_item(choice, "site", services)
        if not choice.preset.for_release:
            what = "the team is told exactly, with names, where no --preset is given"
            raise TiigError(BAD_ARGUMENT, what=what)
        return choice
    check_ours(asker, services)
    if preset not in {None, PUBLIC}:
        what = "a department is shown the others as the public is: leave --preset out"
        raise TiigError(BAD_ARGUMENT, what=what)
    now = services.clock.now()
    senders = [one.sender for one in services.catalogue.pairs() if one.site == site]
    if not senders:
        raise TiigError(NOTHING_IN_FORCE)
    known = as_known_at(services.catalogue.agreements(), now)
    terms = sender_agreement(known, senders[-1], now.date())
    given = GivenTo(senders[-1], PURPOSE, None if terms is None else terms.key)
    return replace(check_preset(PUBLIC, asker, services), given=given)


def _cleared(
    asked: Mapping[str, Any], choice: PresetChoice, services: Services, *, at: datetime | None
) -> tuple[ClearedComparison, Manifest]:
    period = Period.parse(asked["period"])
    pairs = [one for one in services.catalogue.pairs(as_known_at=at) if one.month in period]
    if not pairs:
        raise TiigError(NOTHING_IN_FORCE)
    alike = partial(disclose.small_alike, preset=choice.preset, threshold=choice.threshold)
    compared, found = compared_of(asked, pairs, services, first=alike)
    own, every = asked["site"], set(found.counted["site"])
    names = site_names(services)
    facts = facts_asked(asked, services)
    if own is not None and own not in every:
        name = names.get(own, own)
        raise TiigError(COMPARISON_OWN, site=name, item=facts.item_label, period=str(period))
    manifest = manifest_of(pairs, choice, None, services)
    called = {own: names.get(own, own)}
    exact = {one.site: one for one in (compared.sites if compared else ())}
    sites = [
        disclose.ExactSite(
            called.get(one.site, ""), one.rows, one.adjusted, one.inner, one.count_of
        )
        for one in exact.values()
    ]
    cleared = disclose.clear_comparison(
        sites,
        choice.preset,
        few=[called.get(site, "") for site in every - set(exact)],
        threshold=choice.threshold,
        asked=facts,
        preset_mark=choice.preset.mark,
        manifest=manifest.id,
        synthetic=any(one.synthetic for one in pairs),
    )
    return cleared, manifest

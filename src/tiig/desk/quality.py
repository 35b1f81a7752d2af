"""Answer how good the data are: permission, counts in force, judgement, disclosure, ledger."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from tiig import disclose, quality
from tiig.desk.answer import SYNTHETIC_NOTE
from tiig.desk.coverage import coverage_of
from tiig.desk.declining import declining
from tiig.desk.manifest import Manifest, manifest_of, with_targets
from tiig.desk.measured import stored_counts
from tiig.desk.permission import PresetChoice, acting, check_item, check_preset
from tiig.desk.targets import agreed_targets, aims_of, name_of_targets
from tiig.kit.hashing import canonical_json, digest
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind, Ours
from tiig.model.cleared_quality import ClearedQuality, Watched
from tiig.model.coverage import Coverage
from tiig.model.errors import NOTHING_IN_FORCE, TiigError
from tiig.model.months import Month, Period
from tiig.model.parts import by_site_month, lacking
from tiig.model.quality import Dimension, MonthCount, QualityCounts
from tiig.model.submission import Pair, Release
from tiig.services import Services
from tiig.standard.quality import Applies, QualityItem

QUALITY = "quality"
"""The key by which the ledger tells such an answer from a question of counts."""

OF_ROWS = {
    Applies.ALL: "all rows",
    Applies.INJURIES: "injuries",
    Applies.ASSAULTS: "recorded assaults",
}
NOTES = (
    "Counted are rows as received and in force; a repeated row is counted where it stands.",
    "Not known is an answer that cannot be used: it is complete, and not usable.",
    "Shares are rounded down, so that no target is met by rounding.",
)
LIMITS_NOTE = (
    "Where the rest (or the part) is a small number, a limit stands in place of the share; "
    "targets are judged from what is shown."
)


@dataclass(frozen=True)
class QualityAsked:
    """Months, and the sites and items asked about (none: all)."""

    period: Period
    sites: tuple[str, ...] = ()
    items: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the form in which the ledger keeps it."""
        return {
            "period": str(self.period),
            "sites": list(self.sites),
            "items": list(self.items),
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Read the ledger's form back."""
        return cls(Period.parse(told["period"]), tuple(told["sites"]), tuple(told["items"]))


def quality_of(
    asked: QualityAsked, asker: Asker, services: Services, *, preset: str | None
) -> ClearedQuality:
    """Return quality by site, item and month, protected and entered in the ledger."""
    with declining(asker, services):
        choice = check_preset(preset, asker, services)
        check_item(choice, "site", services)
    now = services.clock.now()
    cleared, manifest = cleared_quality(asked, choice, services, at=None)
    release = Release(
        id=services.ids.new(),
        at=now,
        person=asker.person,
        organisation=choice.given.recipient,
        purpose=choice.given.purpose,
        questions=canonical_json([{QUALITY: asked.as_json()}]),
        manifest=manifest.id,
        preset=cleared.preset,
        shown=cleared.shown_digest,
        agreement=choice.given.agreement,
    )
    told = f"answered how good the data are under {cleared.preset}"
    because = Ours(f"{told} for {choice.given.recipient}")
    with services.catalogue.change(
        acting(asker, choice.given), because, kind=AuditKind.ANSWER, subjects=(release.id,)
    ) as change:
        change.add_release(release, manifest.body)
    return cleared.under(release.id, choice.given)


def quality_again(release: Release, threshold: int | None, services: Services) -> str:
    """Answer a release again from the counts as known then; returns the digest of what is shown."""
    choice = PresetChoice(services.standard.presets[release.preset], threshold)
    asked = QualityAsked.from_json(json.loads(release.questions)[0][QUALITY])
    return cleared_quality(asked, choice, services, at=release.at)[0].shown_digest


def cleared_quality(
    asked: QualityAsked, choice: PresetChoice, services: Services, *, at: datetime | None
) -> tuple[ClearedQuality, Manifest]:
    """Return quality as known at a moment (None: now), protected, with its lineage; no release."""
    pairs = services.catalogue.pairs(as_known_at=at)
    if not pairs:
        raise TiigError(NOTHING_IN_FORCE)
    moment = at or services.clock.now()
    coverage = coverage_of(asked.period, services, pairs=pairs, at=moment)
    here = [one for one in pairs if not asked.sites or one.site in asked.sites]
    shown = [one for one in here if one.month in asked.period]
    agreed = agreed_targets(services, at=at)
    manifest = manifest_of(shown, choice, None, services)
    if agreed:
        manifest = with_targets(manifest, name_of_targets(agreed))
    key = digest([asked.as_json(), manifest.id, [one.id for one in here], str(coverage)])
    known = services.qualities.get(key)
    if known is not None:
        return known, manifest
    watched = [
        one
        for one in services.standard.quality_items.values()
        if not asked.items or one.item in asked.items
    ]
    rows = {key: sum(one.rows for one in parts) for key, parts in by_site_month(shown).items()}
    synthetic = any(one.synthetic for one in shown)
    of_sites = _of_sites(coverage, asked.sites)
    targets = quality.Targets(services.standard.quality_targets.values(), agreed)
    counts = QualityCounts(
        quality.item_counts(stored_counts(shown, services), rows, watched),
        _month_counts(of_sites, here, targets, services),
    )
    cleared = disclose.clear_quality(
        counts,
        choice.preset,
        _judges(targets),
        threshold=choice.threshold,
        period=asked.period,
        items=tuple(_watched(one) for one in watched),
        aims=aims_of(agreed, services, period=asked.period, names=dict(of_sites.sites)),
        coverage=of_sites,
        preset_mark=choice.preset.mark,
        manifest=manifest.id,
        notes=_notes(choice, synthetic=synthetic),
        synthetic=synthetic,
    )
    services.qualities.keep(key, cleared)
    return cleared, manifest


def _month_counts(
    coverage: Coverage, pairs: Sequence[Pair], targets: quality.Targets, services: Services
) -> tuple[MonthCount, ...]:
    submissions = services.catalogue.submissions()
    received = {one.id: one.received_at for one in submissions}
    began: dict[str, datetime] = {}
    for one in submissions:
        began[one.sender] = min(one.received_at, began.get(one.sender, one.received_at))
    return quality.month_counts(
        coverage.standings,
        {
            key: quality.Received(
                rows=sum(pair.rows for pair in parts),
                at=max(received[pair.revision] for pair in parts),
                began_at=min(began[pair.sender] for pair in parts),
                whole=not lacking(key, parts),
            )
            for key, parts in by_site_month(pairs).items()
        },
        in_time_days=lambda site, month: _in_time(targets, site, month),
    )


def _in_time(targets: quality.Targets, site: str, month: Month) -> int:
    target = targets.of(Dimension.TIMELINESS, site, month)
    return 0 if target is None or target.at_most is None else target.at_most


def _judges(targets: quality.Targets) -> disclose.Judges:
    return disclose.Judges(
        target=targets.of,
        share=quality.judge_share,
        days=quality.judge_days,
        reported=lambda month: quality.judge_standing(month.standing),
    )


def _of_sites(coverage: Coverage, sites: tuple[str, ...]) -> Coverage:
    if not sites:
        return coverage
    return Coverage(
        sites=tuple(one for one in coverage.sites if one[0] in sites),
        standings=tuple(one for one in coverage.standings if one[0] in sites),
        lacks=tuple(one for one in coverage.lacks if one[0] in sites),
    )


def _watched(item: QualityItem) -> Watched:
    return Watched(item.item, item.label, OF_ROWS[item.applies], item.mandation)


def _notes(choice: PresetChoice, *, synthetic: bool) -> tuple[str, ...]:
    limits = (LIMITS_NOTE,) if choice.preset.smallest_shown > 1 else ()
    return (*((SYNTHETIC_NOTE,) if synthetic else ()), *NOTES, *limits)

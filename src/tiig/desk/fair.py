"""Fair comparison for the programme: departments by case mix, patients within departments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl

from tiig.desk.facts import default_geography
from tiig.desk.programme import item_named, site_names
from tiig.desk.quality import OF_ROWS
from tiig.desk.strata import DEPRIVATION, LACKS, UNTOLD, Lacking, Strata, strata_of
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.fair import (
    Asked,
    FairComparison,
    FairSite,
    GroupComparison,
    GroupLine,
    Limits,
    beside,
)
from tiig.model.months import Period
from tiig.model.submission import Pair
from tiig.quality import fair
from tiig.quality.discoveries import false_discoveries, is_told
from tiig.services import Services
from tiig.standard import dimensions

COMPARISON, GROUPS = "fair comparison", "patient groups"
CASE_MIX = ("age_group", "sex", "arrival_hour", "arrival_mode")
"""What departments' patients are made alike in: known before anybody asks about the item."""
PATIENTS = ("age_group", "sex", "ethnic_category", DEPRIVATION, "injury_group")
_ITSELF: Mapping[str, tuple[str, ...]] = {
    "age": ("age_group",),
    "sex": ("sex",),
    "residence_lsoa": (DEPRIVATION,),
    "arrival_at": ("arrival_hour",),
    "injury_intent": ("injury_group",),
}
"""Kinds of patients that are told by the very item: who lacks it would lack them too."""
_DIGITS = 4


def compare_of(
    asked: Mapping[str, Any], pairs: Sequence[Pair], services: Services
) -> FairComparison:
    """Compare departments: `item`, `measure`, `period`, `geography`, `at`."""
    compared, found = compared_of(asked, pairs, services)
    names = site_names(services)
    told = facts_asked(asked, services)
    not_sent = tuple(names.get(site, site) for site in found.not_sent)
    if compared is None:
        return FairComparison(told, 0.0, 0.0, (), not_sent)
    return FairComparison(
        told,
        _short(compared.share),
        _short(compared.apart),
        tuple(_site(one, names.get(one.site, one.site)) for one in compared.sites),
        not_sent,
    )


def compared_of(
    asked: Mapping[str, Any],
    pairs: Sequence[Pair],
    services: Services,
    *,
    first: Callable[[pl.DataFrame], pl.DataFrame] = pl.DataFrame.clone,
) -> tuple[fair.Compared | None, Strata]:
    """Return departments compared by case mix (None without a row), and what was counted.

    `first` is done to the counts before they are compared: for others they are made alike in part,
    and departments with few rows are left out.
    """
    factors = factors_for(asked["item"], CASE_MIX)
    found = _strata(asked, factors, pairs, services)
    counted = first(found.counted)
    if counted.is_empty():
        return None, found
    return fair.compare_sites(fair.cells_of(counted, factors, untold=UNTOLD)), found


def facts_asked(asked: Mapping[str, Any], services: Services) -> Asked:
    """Say in words what departments are compared in."""
    return _asked(asked, factors_for(asked["item"], CASE_MIX), services)


def groups_of(
    asked: Mapping[str, Any], pairs: Sequence[Pair], services: Services
) -> GroupComparison:
    """Compare patients within departments: as `compare_of`, and `site` (or null)."""
    watched = services.standard.quality_items[asked["item"]]
    factors = factors_for(asked["item"], PATIENTS)
    if watched.applies == "assaults":
        factors = tuple(one for one in factors if one != "injury_group")
    found = _strata(asked, factors, pairs, services)
    names = site_names(services)
    lines = [
        (factor, one)
        for factor in factors
        for one in fair.compare_groups(found.counted, factor, found.levels[factor])
    ]
    discoveries = false_discoveries([one.chance for _, one in lines])
    known = dimensions(services.standard)
    site = asked["site"]
    return GroupComparison(
        asked=_asked(asked, factors, services),
        site_name=names.get(site, site) if site else "",
        rows=int(found.counted["rows"].sum()),
        missing=int(found.counted["missing"].sum()),
        groups=tuple(
            _group(known[factor].label, one, discovery)
            for (factor, one), discovery in zip(lines, discoveries, strict=True)
        ),
        not_sent=tuple(names.get(site, site) for site in found.not_sent),
    )


def lack_asked(word: str, measure: str, services: Services) -> dict[str, Any]:
    """Return what is asked about an item by a measure.

    ITEM_UNWATCHED, or BAD_ARGUMENT where the item is not measured so.
    """
    item = item_named(word, services)
    if measure not in LACKS:
        raise TiigError(BAD_ARGUMENT, what=f"measures to compare by are {', '.join(LACKS)}")
    known = services.standard.quality_measures[measure].items
    if known and item not in known:
        what = f"the measure {measure} is taken of {', '.join(known)}"
        raise TiigError(BAD_ARGUMENT, what=what)
    return {
        "item": item,
        "measure": measure,
        "geography": default_geography(services),
        "at": services.clock.now().isoformat(),
    }


def factors_for(item: str, factors: Sequence[str]) -> tuple[str, ...]:
    """Return the kinds of patients that an item may be compared by."""
    return tuple(one for one in factors if one not in _ITSELF.get(item, ()))


def _strata(
    asked: Mapping[str, Any], factors: tuple[str, ...], pairs: Sequence[Pair], services: Services
) -> Strata:
    lacking = Lacking(asked["item"], asked["measure"], factors)
    at = datetime.fromisoformat(asked["at"])
    return strata_of(pairs, lacking, services, geography=asked["geography"], at=at)


def _asked(asked: Mapping[str, Any], factors: Sequence[str], services: Services) -> Asked:
    watched = services.standard.quality_items[asked["item"]]
    known = dimensions(services.standard)
    return Asked(
        watched.item,
        watched.label,
        asked["measure"],
        OF_ROWS[watched.applies],
        Period.parse(asked["period"]),
        tuple(known[one].label for one in factors),
    )


def _site(one: fair.SiteCompared, name: str) -> FairSite:
    inner, outer = _both(one.inner), _both(one.outer)
    return FairSite(
        site=one.site,
        site_name=name,
        rows=one.rows,
        missing=one.missing,
        worth=_short(one.worth),
        expected=_short(one.expected),
        ratio=None if one.ratio is None else _short(one.ratio),
        adjusted=_short(one.adjusted),
        interval=_both(one.interval),
        inner=inner,
        outer=outer,
        beside=beside(one.adjusted, one.inner, one.outer),
    )


def _group(factor: str, one: fair.GroupCompared, discovery: float | None) -> GroupLine:
    return GroupLine(
        factor=factor,
        group=one.group,
        rows=one.rows,
        missing=one.missing,
        difference=None if one.difference is None else _short(one.difference),
        interval=None if one.interval is None else _both(one.interval),
        chance=None if one.chance is None else _short(one.chance),
        discovery=None if discovery is None else _short(discovery),
        differs=is_told(discovery),
    )


def _both(limits: Limits) -> Limits:
    return _short(limits[0]), _short(limits[1])


def _short(number: float) -> float:
    return round(number, _DIGITS)

"""What came after actions of the quality programme, and which kind of visit works."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl

from tiig.desk.actions import action_named, action_standings
from tiig.desk.effect_series import LABELS, effect_series
from tiig.desk.programme import site_names
from tiig.model.effects import IN_TIME, ActionEffect
from tiig.model.errors import TiigError
from tiig.model.months import Month
from tiig.model.programme_errors import ACTION_UNMEASURED
from tiig.model.quality import Share
from tiig.model.quality_actions import ActionStanding
from tiig.model.rebases import Series
from tiig.model.submission import Pair
from tiig.quality.effects import direction, effect_of
from tiig.services import Services
from tiig.standard.quality import Better, QualityMeasure

EFFECTS = "effects"
_DIRECTIONS = {Better.HIGHER: 1, Better.LOWER: -1, Better.STEADY: 0}


def effects_asked(action: str | None, services: Services) -> dict[str, Any]:
    """Return what is asked: one action, or every one of which something was done; as known now.

    ACTION_UNMEASURED where nothing was done yet.
    """
    named = action_standings(services) if action is None else (action_named(action, services),)
    measured = [one for one in named if measurable(one, services)]
    if action is not None and not measured:
        raise TiigError(ACTION_UNMEASURED)
    at = services.clock.now().isoformat()
    return {**effects_of_these(measured, action_standings(services)), "at": at}


def effects_of_these(
    actions: Iterable[ActionStanding], every: Iterable[ActionStanding]
) -> dict[str, Any]:
    """Return what is asked of measurable actions, beside all departments without one of these."""
    return {
        "actions": [_told(one) for one in actions],
        "visited": [_told(one) for one in every if one.done],
    }


def action_effects(
    asked: Mapping[str, Any], pairs: Sequence[Pair], services: Services
) -> tuple[ActionEffect, ...]:
    """Return the effect of each action that is asked about."""
    return effects_in(asked, series_of_effects(asked, pairs, services), services)


def series_of_effects(
    asked: Mapping[str, Any], pairs: Sequence[Pair], services: Services
) -> pl.DataFrame:
    """Return the series of what is asked; what was asked before whole months could be has none."""
    measures = {one["measure"] for one in asked["actions"]}
    at = datetime.fromisoformat(asked["at"]) if "at" in asked else services.clock.now()
    return effect_series(measures, at, pairs, services)


def effects_in(
    asked: Mapping[str, Any], series: pl.DataFrame, services: Services
) -> tuple[ActionEffect, ...]:
    """Return the effects that a measured series shows, of the actions that are asked about."""
    told = series.filter(pl.col("out_of") > 0)
    names = site_names(services)
    visited = asked["visited"]
    return tuple(_effect(one, visited, told, names, services) for one in asked["actions"])


def measurable(one: ActionStanding, services: Services) -> bool:
    """Tell whether something was done, of what can be measured month by month."""
    known = one.action.measure in {*services.standard.quality_measures, *LABELS}
    return bool(one.done) and known


def _told(one: ActionStanding) -> dict[str, str]:
    (first, *_) = one.done
    return {
        "action": one.action.id,
        "kind": str(first.kind or one.action.kind),
        "site": one.action.site,
        "item": one.action.item,
        "measure": one.action.measure,
        "found": str(one.action.first_month),
        "done": str(Month.of(first.on_day)) if first.on_day else str(Month.of(first.at)),
    }


def _effect(
    told: Mapping[str, str],
    visited: Sequence[Mapping[str, str]],
    series: pl.DataFrame,
    names: Mapping[str, str],
    services: Services,
) -> ActionEffect:
    declared = services.standard.declared_measures[told["measure"]]
    of = Series(told["site"], told["item"], told["measure"])
    about = (of.item, of.measure)
    busy = {one["site"] for one in visited if (one["item"], one["measure"]) == about}
    by_site = shares_by_site(series, of)
    label = services.standard.quality_items[of.item].label if of.item else ""
    own = by_site.get(of.site, {})
    return ActionEffect(
        told["action"],
        told["kind"],
        of.site,
        names.get(of.site, of.site),
        of.item,
        label,
        of.measure,
        LABELS.get(of.measure, declared.label),
        effect_of(
            own,
            _unvisited(by_site, busy | {of.site}),
            Month.parse(told["done"]),
            better=_better(told, declared, own),
            yes_or_no=of.measure == IN_TIME,
        ),
    )


def _better(told: Mapping[str, str], declared: QualityMeasure, own: Mapping[Month, Share]) -> int:
    """Return where it is better: up, down, or back to what was usual before the finding."""
    if declared.id == IN_TIME:
        return 1
    if declared.better is Better.STEADY and "found" in told:
        return direction(own, Month.parse(told["found"]), Month.parse(told["done"]))
    return _DIRECTIONS[declared.better]


def _unvisited(
    by_site: Mapping[str, Mapping[Month, Share]], busy: Collection[str]
) -> dict[str, Mapping[Month, Share]]:
    return {site: months for site, months in by_site.items() if site not in busy}


def shares_by_site(series: pl.DataFrame, of: Series) -> dict[str, dict[Month, Share]]:
    """Return the months of a measured series by department: of the same item and measure."""
    found: dict[str, dict[Month, Share]] = {}
    same = series.filter(pl.col("item") == of.item, pl.col("measure") == of.measure)
    for site, month, count, out_of in same.select("site", "month", "count", "out_of").iter_rows():
        found.setdefault(site, {})[Month.parse(month)] = Share(count, out_of)
    return found

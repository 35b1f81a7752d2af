"""One measure of all departments, items and months, judged by the targets of each month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from tiig import quality
from tiig.desk.coverage import coverage_of
from tiig.desk.levels import Levels
from tiig.desk.measured import measured_series
from tiig.desk.programme import site_names
from tiig.model.coverage import Standing
from tiig.model.heat import HeatCell, HeatMap, HeatRow
from tiig.model.months import Month, Period
from tiig.model.quality import Share
from tiig.model.submission import Pair, SiteMonth
from tiig.services import Services

HEAT = "heat map"
"""The kind of these answers in the ledger."""
_NOT_YET = "not yet joined"

_Found = Mapping[tuple[str, str], Mapping[Month, Share]]
"""The measure by site and item, month after month."""


@dataclass(frozen=True)
class _Facts:
    """What the cells of a map are made of: the measure, its targets, and how months stand."""

    found: _Found
    levels: Levels
    standings: Mapping[SiteMonth, Standing]

    def cell(self, site: str, item: str, month: Month) -> HeatCell:
        """Return one cell."""
        share, key = self.found.get((site, item), {}).get(month), SiteMonth(site, month)
        if share is None or self.standings.get(key) is Standing.NIL:
            return HeatCell(month, 0, 0, standing=self._standing(key))
        level = self.levels.of(site, item, month)
        if level is None:
            return HeatCell(month, share.part, share.whole)
        outcome = quality.judge_share(share, level)
        return HeatCell(month, share.part, share.whole, level.at_least, outcome)

    def _standing(self, key: SiteMonth) -> str:
        """Say why a month has no share; empty where it is in force and nothing was measured."""
        how = self.standings.get(key)
        if how is None:
            return _NOT_YET
        return "" if how.complete and how is not Standing.NIL else str(how)


def heat_of(asked: Mapping[str, Any], pairs: Sequence[Pair], services: Services) -> HeatMap:
    """Return a heat map: `measure`, `period`, `at`, `department` and `item` or null, `with_past`.

    Departments that were expected stand in it even where nothing of them is in force.
    """
    period, at = Period.parse(asked["period"]), datetime.fromisoformat(asked["at"])
    declared = services.standard.declared_measures[asked["measure"]]
    coverage = coverage_of(period, services, pairs=pairs, at=at)
    facts = _Facts(
        found=_found(asked["measure"], pairs, services),
        levels=Levels(declared.id, services, at=at),
        standings={SiteMonth(site, month): how for site, month, how in coverage.standings},
    )
    names, labels = site_names(services), {"": ""} | _labels(services)
    measured = {item for _, item in facts.found}
    sites = {key.site for key in facts.standings} | {site for site, _ in facts.found}
    rows = (
        HeatRow(
            site,
            names.get(site, site),
            item,
            labels[item],
            tuple(facts.cell(site, item, month) for month in period),
        )
        for site in sorted(sites)
        if asked["department"] in {None, site}
        for item in labels
        if item in measured and asked["item"] in {None, item}
    )
    return HeatMap(declared.id, declared.label, str(declared.better), period, tuple(rows))


def _found(measure: str, pairs: Sequence[Pair], services: Services) -> _Found:
    found: dict[tuple[str, str], dict[Month, Share]] = {}
    series = measured_series(pairs, services).filter(pl.col("measure") == measure)
    for site, month, item, _, count, out_of in series.iter_rows():
        found.setdefault((site, item), {})[Month.parse(month)] = Share(count, out_of)
    return found


def _labels(services: Services) -> dict[str, str]:
    return {one.item: one.label for one in services.standard.quality_items.values()}

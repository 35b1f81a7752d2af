"""Problems of the data and charts of measures, worked out for the quality programme.

Both are found from everything that is in force, so that nothing has to be remembered; they are
told through `programme_answer` alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl

from tiig.desk.coverage import coverage_of
from tiig.desk.measured import count_table, measured_series, series_asked, whole_months
from tiig.desk.programme import site_names
from tiig.model.charts import ChartMonth, MeasureChart
from tiig.model.days import Days
from tiig.model.measured import BY, MEASURED
from tiig.model.months import Month, Period
from tiig.model.parts import by_site_month
from tiig.model.problems import Problem, ProblemLine, Problems, ProblemState
from tiig.model.rebases import Series, rebase_months, standing_rebases
from tiig.model.submission import Pair
from tiig.quality.charts import xmr
from tiig.quality.problems import CATEGORY, Around, problems, volumes
from tiig.services import Services
from tiig.standard.quality import SCOPE_ITEMS, Better

PROBLEMS, CHART = "problems", "chart"
"""The kinds of these answers in the ledger."""
LOOKED_BACK = 36
"""Months that problems are looked for in, and charts are drawn of, at most."""
_DIRECTIONS = {Better.HIGHER: 1, Better.LOWER: -1, Better.STEADY: 0}


def problems_in(
    pairs: Sequence[Pair],
    period: Period,
    services: Services,
    *,
    at: datetime,
    counts: pl.DataFrame | None = None,
) -> list[Problem]:
    """Return the problems of every department, from the pairs of a period, as known at a moment.

    `counts` is the table of these pairs, where it was asked for already.
    """
    counts = count_table(pairs, services) if counts is None else counts
    around = Around(
        standings=coverage_of(period, services, pairs=pairs, at=at).standings,
        began=_began(services, at),
        forms=_forms(pairs, services),
        rebased=_rebased(services, at),
        volume=volumes(counts, whole_months(pairs), services.standard.holidays),
    )
    measured = measured_series(pairs, services, counts=counts)
    return problems(pl.concat([measured, _categories(counts, pairs)]), around)


def problems_of(asked: Mapping[str, Any], pairs: Sequence[Pair], services: Services) -> Problems:
    """Return problems: `period`, `at`, `department` and `item` or null, and whether `resolved` too.

    A department is held against all others, so that all are looked at whoever is asked for.
    """
    period = Period.parse(asked["period"])
    found = problems_in(pairs, period, services, at=datetime.fromisoformat(asked["at"]))
    names = site_names(services)
    lines = (
        ProblemLine(one, names.get(one.site, one.site), item_label(one.item, services))
        for one in found
        if asked["department"] in {None, one.site}
        and asked["item"] in {None, one.item}
        and (asked["resolved"] or one.state is not ProblemState.RESOLVED)
    )
    return Problems(tuple(lines), period)


def chart_of(asked: Mapping[str, Any], pairs: Sequence[Pair], services: Services) -> MeasureChart:
    """Return the chart of one declared measure: `site`, `item` (or empty), `measure`, `at`.

    Months without a row to measure are no points.
    """
    series = Series(asked["site"], asked["item"], asked["measure"])
    declared = services.standard.declared_measures[series.measure]
    table = series_asked(asked, pairs, services).filter(
        pl.col("item") == series.item,
        pl.col("measure") == series.measure,
        pl.col("out_of") > 0,
    )
    counts = {
        Month.parse(month): (count, out_of)
        for month, count, out_of in table.select("month", "count", "out_of").iter_rows()
    }
    drawn = xmr(
        [(month, 100 * count / out_of) for month, (count, out_of) in counts.items()],
        better=_DIRECTIONS[declared.better],
        rebased=_rebased(services, datetime.fromisoformat(asked["at"])).get(series, ()),
    )
    return MeasureChart(
        site=series.site,
        site_name=site_names(services).get(series.site, series.site),
        item=series.item,
        item_label=item_label(series.item, services),
        measure=series.measure,
        label=declared.label,
        months=tuple(ChartMonth(point, *counts[point.month]) for point in drawn.points),
        rebased=drawn.rebased,
    )


def item_label(item: str, services: Services) -> str:
    """Return how an item is called, watched or not; empty for months as a whole."""
    watched = services.standard.quality_items
    if item in watched:
        return watched[item].label
    return services.standard.items[item].label if item else ""


def _rebased(services: Services, at: datetime) -> Mapping[Series, tuple[Month, ...]]:
    return rebase_months(standing_rebases(services.catalogue.rebases(), at))


def _began(services: Services, at: datetime) -> dict[str, Month]:
    """Return the first month that each site had sent a file of, whatever became of it."""
    found: dict[str, Month] = {}
    for one in services.catalogue.submissions():
        for site in one.sites if one.period and one.received_at <= at else ():
            month = Month.of(Days.parse(one.period).first)
            found[site] = min(month, found.get(site, month))
    return found


def _forms(pairs: Sequence[Pair], services: Services) -> dict[tuple[str, Month], str]:
    """Return, by site and month, the version of the profile that the files were read by."""
    profiles: dict[str, str] = {}
    found = {}
    for key, parts in by_site_month(pairs).items():
        for pair in parts:
            if pair.derivation not in profiles:
                known = services.catalogue.derivation(pair.derivation)
                profiles[pair.derivation] = known.profile.partition(" ")[0] if known else ""
        told = sorted({profiles[pair.derivation] for pair in parts if not pair.nil} - {""})
        if told:
            found[key.site, key.month] = told[-1]
    return found


def _categories(counts: pl.DataFrame, pairs: Sequence[Pair]) -> pl.DataFrame:
    """Return shares of the categories in which a filter shows, of months wholly in force.

    A category that is not there in a month counts 0 where others of the item are; months of an
    older intake have none.
    """
    told = counts.filter(
        pl.col("item").is_in(SCOPE_ITEMS), pl.col("measure").str.starts_with(CATEGORY)
    ).join(whole_months(pairs), on=("site", "month"), how="semi")
    wholes = told.group_by("site", "month", "item").agg(out_of=pl.col("count").sum())
    seen = told.select("site", "item", "measure").unique()
    return (
        wholes.join(seen, on=("site", "item"))
        .join(told, on=BY, how="left")
        .with_columns(pl.col("count").fill_null(0))
        .select(MEASURED.names())
        .sort(BY)
    )

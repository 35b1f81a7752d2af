"""What effects are measured by: measures of rows, the rows themselves, and months in time.

Rows are held beside those of a usual month, at one level before and after an action: what
`tiig quality volume` expects would follow a department down and call it usual.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

import polars as pl

from tiig import quality
from tiig.desk.coverage import coverage_of
from tiig.desk.measured import count_table, measured_series, whole_months
from tiig.desk.targets import agreed_targets
from tiig.desk.timeliness import received_on
from tiig.model.effects import IN_TIME, VOLUME
from tiig.model.measured import BY, MEASURED
from tiig.model.months import Month, Period
from tiig.model.quality import Dimension
from tiig.model.submission import Pair, SiteMonth
from tiig.quality.problems import usual_rows
from tiig.services import Services

LABELS = {VOLUME: "Rows beside those of a usual month", IN_TIME: "Months received in time"}
"""How what is measured of whole months is called where an effect is told."""


def effect_series(
    measures: Collection[str], at: datetime, pairs: Sequence[Pair], services: Services
) -> pl.DataFrame:
    """Return the series of measures, as `MEASURED` says, as known at a moment."""
    counts = count_table(pairs, services)
    declared = measured_series(pairs, services, counts=counts)
    parts = [declared.filter(pl.col("measure").is_in(sorted(set(measures) - set(LABELS))))]
    if VOLUME in measures:
        parts.append(_rows(counts, pairs, services))
    if IN_TIME in measures:
        parts.append(_in_time(at, pairs, services))
    return pl.concat(parts).sort(BY)


def _rows(counts: pl.DataFrame, pairs: Sequence[Pair], services: Services) -> pl.DataFrame:
    told = usual_rows(counts, whole_months(pairs), services.standard.holidays)
    return told.select(
        "site",
        "month",
        item=pl.lit(""),
        measure=pl.lit(VOLUME),
        count="rows",
        out_of=pl.col("usual").round().cast(pl.Int64),
    ).cast(MEASURED)


def _in_time(at: datetime, pairs: Sequence[Pair], services: Services) -> pl.DataFrame:
    """Return one of one, or none of one, for each month that was due: whole and in time.

    A month that was over before its sender's first file could not be in time, and is not told.
    """
    period = Period(min(one.month for one in pairs), Month.of(at))
    came, began = received_on(pairs, services), _began(pairs, services)
    targets = quality.Targets(
        services.standard.quality_targets.values(), agreed_targets(services, at=at)
    )
    rows = []
    for site, month, standing in coverage_of(period, services, pairs=pairs, at=at).standings:
        level = targets.of(Dimension.TIMELINESS, site, month)
        last = month.last_day + timedelta(days=(level and level.at_most) or 0)
        if began.get(site, last) <= last < at.date():
            day = came.get(SiteMonth(site, month))
            whole = standing.complete and day is not None and day <= last
            rows.append((site, str(month), "", IN_TIME, int(whole), 1))
    return pl.DataFrame(rows, schema=MEASURED, orient="row")


def _began(pairs: Sequence[Pair], services: Services) -> dict[str, date]:
    """Return the day of the first file of each site's sender."""
    first: dict[str, date] = {}
    for one in services.catalogue.submissions():
        day = one.received_at.date()
        first[one.sender] = min(day, first.get(one.sender, day))
    return {one.site: first[one.sender] for one in pairs}

"""Rows of months beside a department's own expectation, as a series that can be watched.

Weekdays, public holidays and season are learnt from all months there are; what is usual is then
only what came before. Rows are told as so many of `TIMES` as many as usual, because a small share
of many possible rows varies as a count does.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np
import polars as pl

from tiig.model.measured import MEASURED
from tiig.model.months import Month
from tiig.quality.problems.grid import VOLUME, WHOLE
from tiig.quality.profile import past_of, profile_of, recent_median

TIMES = 20
"""A month's possible rows, in usual ones."""
_USUAL_OF = ("site", "month", "rows")
_USUAL = {"site": pl.String, "month": pl.String, "rows": pl.Int64, "usual": pl.Float64}


def volumes(
    counts: pl.DataFrame, whole: pl.DataFrame, holidays: Collection[date] = ()
) -> pl.DataFrame:
    """Return rows of site-months, out of `TIMES` usual ones of the month, as `MEASURED` says."""
    told = usual_rows(counts, whole, holidays).with_columns(
        out_of=(TIMES * pl.col("usual")).round().cast(pl.Int64)
    )
    return told.select(
        "site",
        "month",
        item=pl.lit(WHOLE),
        measure=pl.lit(VOLUME),
        count=pl.min_horizontal("rows", "out_of"),
        out_of="out_of",
    ).cast(MEASURED)


def usual_rows(
    counts: pl.DataFrame, whole: pl.DataFrame, holidays: Collection[date] = ()
) -> pl.DataFrame:
    """Return `rows` of site-months, and the `usual` ones of a month with such days and season.

    `counts` are stored counts, of which those by weekday are used; `whole` the site-months wholly
    in force with their `rows`: a nil return has none. Months counted before weekdays were are left
    out. The level is that of the department's last twelve months, for all months the same.
    """
    if whole.is_empty():
        return pl.DataFrame(schema=_USUAL)
    sites = whole["site"].unique().sort().to_list()
    first, last = (Month.parse(str(one)) for one in (whole["month"].min(), whole["month"].max()))
    months = [first.plus(step) for step in range(last.index - first.index + 1)]
    here = counts.join(whole, on=("site", "month"), how="semi")
    past = past_of(here, sites, months, holidays)
    profile = profile_of(past)
    level = recent_median(profile.daily / profile.seasons[past.season_of])
    days = profile.days(past.days, past.holidays) * profile.seasons[past.season_of]
    usual = np.nan_to_num(level[:, None] * days)
    rows = past.rows.sum(axis=2)
    at_month = {str(month): place for place, month in enumerate(months)}
    told = [
        (site, month, int(rows[place]), float(usual[place]))
        for site, month, stored in whole.select(*_USUAL_OF).sort("site", "month").iter_rows()
        for place in [(sites.index(site), at_month[month])]
        if stored == 0 or past.told[place]
    ]
    return pl.DataFrame(told, schema=_USUAL, orient="row")

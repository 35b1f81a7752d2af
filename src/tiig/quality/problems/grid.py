"""Series of counts side by side: one row a series, one column a month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tiig.kit.intervals import Floats
from tiig.model.months import Month
from tiig.model.rebases import Series

Flags = NDArray[np.bool_]

VOLUME = "volume"
"""The measure that this room makes itself: a site's rows among those of all steady sites.

The declared measure of this name holds them against the site's own past; it is not watched.
"""
WHOLE = ""
_ROWS_OUT_OF = "uniqueness"
"""The measure of whole site-months whose denominator is every stored row."""
_KEYS = ("site", "item", "measure")


@dataclass(frozen=True)
class Grid:
    """Counts and wholes by series and month; `told` where there are rows."""

    keys: tuple[Series, ...]
    months: tuple[Month, ...]
    count: Floats
    out_of: Floats
    told: Flags

    @property
    def share(self) -> Floats:
        """The share of each month; 0 where nothing is told."""
        return np.where(self.told, self.count / np.where(self.told, self.out_of, 1.0), 0.0)


def grid_of(measured: pl.DataFrame, measures: Iterable[str]) -> Grid:
    """Return the chosen series, in order of site, item and measure, over unbroken months."""
    frame = measured.filter(pl.col("measure").is_in(sorted(measures)))
    months = _months(measured)
    keys = frame.select(_KEYS).unique().sort(_KEYS).with_row_index("row")
    numbers = {str(month): place for place, month in enumerate(months)}
    placed = frame.join(keys, on=_KEYS, how="left").with_columns(
        column=pl.col("month").replace_strict(numbers, return_dtype=pl.Int64)
    )
    rows, columns = (placed[name].cast(pl.Int64).to_numpy() for name in ("row", "column"))
    shape = (keys.height, len(months))
    count, out_of = np.zeros(shape), np.zeros(shape)
    count[rows, columns] = placed["count"].to_numpy()
    out_of[rows, columns] = placed["out_of"].to_numpy()
    return Grid(
        tuple(Series(*key) for key in keys.select(_KEYS).iter_rows()),
        months,
        count,
        out_of,
        out_of > 0,
    )


def volumes(measured: pl.DataFrame) -> pl.DataFrame:
    """Return a site's rows among its own and those of all sites that have every month.

    Beside others, a season, a hot week or a short month is no change: all of them have it. A
    region without two steady sites has no such measure.
    """
    counted = (pl.col("measure") == _ROWS_OUT_OF) & (pl.col("item") == WHOLE)
    rows = measured.filter(counted, pl.col("out_of") > 0).select("site", "month", rows="out_of")
    steady = rows.group_by("site").agg(pl.len().alias("months"))
    every = steady.filter(pl.col("months") == len(_months(measured)))["site"]
    reference = rows.filter(pl.col("site").is_in(every.implode()))
    if every.len() < _FEWEST_STEADY:
        return measured.clear()
    beside = reference.group_by("month").agg(pl.col("rows").sum().alias("beside"))
    own = pl.when(pl.col("site").is_in(every.implode())).then(0).otherwise(pl.col("rows"))
    return (
        rows.join(beside, on="month")
        .select(
            "site",
            "month",
            item=pl.lit(WHOLE),
            measure=pl.lit(VOLUME),
            count="rows",
            out_of=pl.col("beside") + own,
        )
        .cast(measured.schema)
    )


_FEWEST_STEADY = 3


def _months(measured: pl.DataFrame) -> tuple[Month, ...]:
    if measured.is_empty():
        return ()
    first, last = (
        Month.parse(str(one)) for one in (measured["month"].min(), measured["month"].max())
    )
    return tuple(first.plus(step) for step in range(last.index - first.index + 1))

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
"""A site's rows beside its own expectation.

The declared measure of this name expects of a month what the months before it tell, whatever they
were like; what is watched here (`volumes`) leaves months of a problem out of what is usual.
"""
WHOLE = ""
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


def _months(measured: pl.DataFrame) -> tuple[Month, ...]:
    if measured.is_empty():
        return ()
    first, last = (
        Month.parse(str(one)) for one in (measured["month"].min(), measured["month"].max())
    )
    return tuple(first.plus(step) for step in range(last.index - first.index + 1))

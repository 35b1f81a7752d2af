"""Before a comparison for others: what depends on a small number is made not to depend on it.

A comparison fits one model to all departments, so that a small number of one moves the figures of
every other a little, now and then over the edge of a step. Whoever knows all else would see it.
"""

from __future__ import annotations

import polars as pl

from tiig.disclose.show import rule_of, with_threshold
from tiig.standard.measures import Preset


def small_alike(
    counted: pl.DataFrame, preset: Preset, *, threshold: int | None = None
) -> pl.DataFrame:
    """Return counts by `site` and stratum, the same whichever small number a department has.

    Where fewer rows of a department are `missing`, or are not, than the preset shows, half of the
    most that is hidden stands for them, spread over its strata as its rows are; of a department
    where both could be so, half of its rows.
    """
    few = rule_of(with_threshold(preset, threshold)).smallest_shown
    rows, missing = (pl.col(one).sum().over("site") for one in ("rows", "missing"))
    middle = (few - 1) / 2
    alike = (
        pl.when(rows < 2 * few)
        .then(rows / 2)
        .when(missing < few)
        .then(middle)
        .when(rows - missing < few)
        .then(rows - middle)
    )
    spread = (
        pl.when(alike.is_null()).then(pl.col("missing")).otherwise(pl.col("rows") * alike / rows)
    )
    return counted.with_columns(missing=spread.cast(pl.Float64))

"""Before a comparison for others: what depends on a small number is made not to depend on it.

A comparison fits one model to all departments, so that a number of one moves the figures of every
other a little, now and then over the edge of a step. Whoever knows all else would see it. Here
every number of missing rows enters as the middle of a range: no line can tell it more closely.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from tiig.disclose.show import rule_of, with_threshold
from tiig.standard.measures import Preset

_PART = 160
"""Rows whose missing ones are counted together: of so many the public's eight are a finest step."""
_COUNTS = ("site", "rows", "missing")


def small_alike(
    counted: pl.DataFrame, preset: Preset, *, threshold: int | None = None
) -> pl.DataFrame:
    """Return counts by `site`, stratum and `part` of a site, alike for as many as a preset hides.

    Each part stands with the middle of the range that its missing rows are in, spread as its rows
    are; the last range takes the rest. Departments with fewer rows than a range are left out.
    """
    few = rule_of(with_threshold(preset, threshold)).smallest_shown
    # Ranges of one audience lie within those of another, since both may come into one hand.
    wide = 1 << (few - 1).bit_length()
    parted = _parted(counted.filter(pl.col("rows").sum().over("site") >= wide))
    rows, missing = (pl.col(one).sum().over("site", "part") for one in ("rows", "missing"))
    last = rows // wide - 1
    place = pl.min_horizontal(missing // wide, last)
    middle = place * wide + pl.when(place < last).then(wide - 1).otherwise(rows - last * wide) / 2
    return parted.with_columns(missing=(pl.col("rows") * middle / rows).cast(pl.Float64))


def _parted(counted: pl.DataFrame) -> pl.DataFrame:
    """Return counts with the part of each stratum, which follows from rows alone.

    Large ones are cut along one factor and then the next; each begins with another factor, so that
    all of them tell what every factor does.
    """
    factors = [one for one in counted.columns if one not in _COUNTS]
    parted, cut = [counted.clear().with_columns(part=pl.lit(0, pl.Int64))], 0
    for here in counted.sort("site").partition_by("site"):
        first = cut % max(len(factors), 1)
        ordered = here.sort(*factors[first:], *factors[:first])
        parts = pl.Series("part", list(_parts(ordered["rows"].to_list())), pl.Int64)
        parted.append(ordered.with_columns(parts))
        cut += int(parts.max() != 0)
    return pl.concat(parted)


def _parts(rows: Sequence[int]) -> Iterable[int]:
    """Give each stratum the number of its part: one ends where it and what is left are enough."""
    part, here, left = 0, 0, sum(rows)
    for one in rows:
        if here >= _PART and left >= _PART:
            part, here = part + 1, 0
        yield part
        here, left = here + one, left - one

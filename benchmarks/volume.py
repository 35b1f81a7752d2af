"""How often months of sound regions lie within the limits of what is expected of them.

python benchmarks/volume.py [--seeds 201 204] [--scale 0.05] [--months 36]

Nothing is planted in these regions (see `planting.py`), so that every month outside is false.
"""

from __future__ import annotations

import argparse

import polars as pl
from planting import LAST, Plan, planted, written

from tiig.quality.expectation import LIKELY, expectations
from tiig.standard.quality import ON, WHOLE_ROWS
from tiig.synthesis.world import make_world

_KEYS = ("site", "month")


def main() -> None:
    """Count, expect, print and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs=2, default=[201, 204])
    parser.add_argument("--scale", type=float, default=0.05)
    parser.add_argument("--months", type=int, default=36)
    asked = parser.parse_args()
    found = pl.concat(
        expected_of(seed, asked.months, asked.scale)
        for seed in range(asked.seeds[0], asked.seeds[1] + 1)
    ).drop_nulls("expected")
    above = found.filter(pl.col("rows") > pl.col("high")).height
    below = found.filter(pl.col("rows") < pl.col("low")).height
    off = found.select((pl.col("rows") / pl.col("expected") - 1).abs().median()).item()
    within = 1 - (above + below) / found.height
    print(f"{found.height:,} months; half of them within {off:.1%} of what was expected")
    print(f"above the limits {above}, below {below}: {within:.1%} within")
    print(f"said to hold {LIKELY:.0%}: {'met' if within >= LIKELY - 0.005 else 'NOT MET'}")


def expected_of(seed: int, months: int, scale: float) -> pl.DataFrame:
    """Return what is expected of the months of a sound region."""
    first = LAST.plus(1 - months)
    senders = planted(seed, first, months, Plan.NOTHING).senders
    world = make_world(seed=seed, first=first, months=months, scale=scale)
    rows = pl.concat(
        one.select(*_KEYS, "arrival_at")
        for step in range(months)
        for one in written(world, first.plus(step), senders, seed)
    )
    day = pl.lit(ON) + pl.col("arrival_at").dt.weekday().cast(pl.String)
    counts = rows.group_by(*_KEYS, measure=day).agg(count=pl.len().cast(pl.Int64))
    whole = rows.group_by(_KEYS).agg(rows=pl.len().cast(pl.Int64))
    return expectations(counts.with_columns(item=pl.lit(WHOLE_ROWS)), whole)


if __name__ == "__main__":
    main()

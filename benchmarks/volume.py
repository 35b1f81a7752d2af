"""How often months of sound regions lie within the limits of what is expected of them.

python benchmarks/volume.py [--seeds 201 204] [--scale 0.05] [--months 36] [--lost]

Nothing is planted in these regions (see `planting.py`), so that every month outside is false. With
`--lost`, three departments lose rows at random from two thirds of the months on, and problems of
volume are looked for: right is the department, and the first month to one.
"""

from __future__ import annotations

import argparse
from collections import Counter

import numpy as np
import polars as pl
from planting import LAST, Plan, by_weekday, planted, written

from tiig.model.measured import MEASURED
from tiig.model.months import Month
from tiig.model.problems import Problem
from tiig.quality.expectation import LIKELY, expectations
from tiig.quality.problems import Around, problems, volumes
from tiig.standard import load_standard
from tiig.synthesis.world import make_world

LOST = (0.2, 0.3, 0.5)
"""Parts of their rows that three departments lose."""


def main() -> None:
    """Count, expect, print and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs=2, default=[201, 204])
    parser.add_argument("--scale", type=float, default=0.05)
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--lost", action="store_true")
    asked = parser.parse_args()
    seeds = range(asked.seeds[0], asked.seeds[1] + 1)
    if asked.lost:
        _print_lost(seeds, asked.months, asked.scale)
        return
    found = pl.concat(expected_of(seed, asked.months, asked.scale) for seed in seeds).drop_nulls(
        "expected"
    )
    above = found.filter(pl.col("rows") > pl.col("high")).height
    below = found.filter(pl.col("rows") < pl.col("low")).height
    off = found.select((pl.col("rows") / pl.col("expected") - 1).abs().median()).item()
    within = 1 - (above + below) / found.height
    print(f"{found.height:,} months; half of them within {off:.1%} of what was expected")
    print(f"above the limits {above}, below {below}: {within:.1%} within")
    print(f"said to hold {LIKELY:.0%}: {'met' if within >= LIKELY - 0.005 else 'NOT MET'}")


def _print_lost(seeds: range, months: int, scale: float) -> None:
    """Print how many departments that lost rows are found, and how many that lost none."""
    since, found, false = LAST.plus(1 - months // 3), Counter[float](), 0
    for seed in seeds:
        rows = rows_of(seed, months, scale)
        lost = _losing(rows, seed)
        for told in (rows, _without(rows, lost, since, seed)):
            planted = {} if told is rows else lost
            for one in _problems(told):
                right = one.site in planted and abs(one.first.index - since.index) <= 1
                if right and one.during.part < one.during.whole:
                    found[planted[one.site]] += 1
                else:
                    false += 1
    for share in LOST:
        print(f"{share:.0%} of the rows lost: {found[share]} of {len(seeds)} found")
    print(f"false, with and without rows lost: {false}")


def _losing(rows: pl.DataFrame, seed: int) -> dict[str, float]:
    """Return three departments of a region, and what part of its rows each loses."""
    sites = rows["site"].unique().sort().to_list()
    return dict(zip(np.random.default_rng(seed).permutation(sites), LOST, strict=False))


def _without(rows: pl.DataFrame, lost: dict[str, float], since: Month, seed: int) -> pl.DataFrame:
    chance = pl.Series(np.random.default_rng([seed, 1]).random(rows.height))
    gone = pl.col("site").replace_strict(lost, default=0.0) > chance
    return rows.filter(~(gone & (pl.col("month") >= str(since))))


def _problems(rows: pl.DataFrame) -> list[Problem]:
    volume = volumes(*by_weekday(rows), load_standard().holidays)
    return problems(MEASURED.to_frame(), Around(volume=volume))


def rows_of(seed: int, months: int, scale: float) -> pl.DataFrame:
    """Return the rows of a sound region: site, month and when."""
    first = LAST.plus(1 - months)
    senders = planted(seed, first, months, Plan.NOTHING).senders
    world = make_world(seed=seed, first=first, months=months, scale=scale)
    return pl.concat(
        one.select("site", "month", "arrival_at")
        for step in range(months)
        for one in written(world, first.plus(step), senders, seed)
    )


def expected_of(seed: int, months: int, scale: float) -> pl.DataFrame:
    """Return what is expected of the months of a sound region."""
    rows = rows_of(seed, months, scale)
    return expectations(*by_weekday(rows), holidays=load_standard().holidays)


if __name__ == "__main__":
    main()

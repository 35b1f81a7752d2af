"""Keyed ids of a column against Python's own loops: ratio in one run, every value equal.

python benchmarks/pseudonyms.py [--rows 1000000] [--runs 5]

Column in, column out, in turn. `loop` is the one that a person writes (`hmac.new` for each
value) and the one that is judged; `begun once` copies a keyed hash, the quickest that Python
has without threads, and is shown beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import os
import statistics
import time
from collections.abc import Callable

import polars as pl

from tiig.kit.keyed import ID_LENGTH, keyed

LEAST_TIMES_LOOP = 10.0
KEYS = (os.urandom(32),)


def main() -> None:
    """Time all in turn, compare every value, print and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    values = pl.Series([f"{number:010d}" for number in range(asked.rows)])
    ways = {"tiig": engine, "loop": loop, "begun once": begun_once}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(asked.runs):
        expected = None
        for name, way in ways.items():
            took, found = timed(way, values)
            seconds[name].append(took)
            assert expected is None or found.equals(expected), f"{name} gives other ids"
            expected = found
    medians = {name: statistics.median(took) for name, took in seconds.items()}
    for name, median in medians.items():
        print(
            f"{name:<11}{median:>8.2f} s{asked.rows / median / 1e6:>8.2f} million values a second"
        )
    print(f"every value equal: {asked.rows:,} values, {asked.runs} runs")
    ratio = medians["loop"] / medians["tiig"]
    met = "met" if ratio >= LEAST_TIMES_LOOP else "NOT MET"
    print(f"loop / tiig: {ratio:.1f} (at least {LEAST_TIMES_LOOP}: {met})")


def timed(way: Callable[[pl.Series], pl.Series], values: pl.Series) -> tuple[float, pl.Series]:
    """Return how long a way took, with what it gave."""
    began = time.perf_counter()
    found = way(values)
    return time.perf_counter() - began, found


def engine(values: pl.Series) -> pl.Series:
    """Return the ids as `submit` makes them."""
    return keyed(values, KEYS)


def loop(values: pl.Series) -> pl.Series:
    """Return the ids by a loop with a new hash for each value."""
    key = KEYS[0].hex().encode()
    return pl.Series(
        [hmac.new(key, one.encode(), hashlib.sha256).hexdigest()[:ID_LENGTH] for one in values]
    )


def begun_once(values: pl.Series) -> pl.Series:
    """Return the ids by a loop that copies one keyed hash."""
    begun = hmac.new(KEYS[0].hex().encode(), digestmod=hashlib.sha256)
    found = []
    for value in values:
        one = begun.copy()
        one.update(value.encode())
        found.append(one.hexdigest()[:ID_LENGTH])
    return pl.Series(found)


if __name__ == "__main__":
    main()

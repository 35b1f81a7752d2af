"""Time the synthetic world and print rows a second: the median of three runs, each anew.

python benchmarks/generator.py [--months 24] [--scale 1] [--seed 1] [--runs 3] [--files]
    [--marginals]

A run is everything from nothing to frames: tables, people, events, care and words, month by
month, in this one process. With `--files` it goes on to the files that hospitals would send, and
the rows are those of the files. With `--marginals` the comparison with published figures follows.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from tiig.model.months import Month
from tiig.synthesis.recording import Recording
from tiig.synthesis.world import World, make_world
from tiig.synthesis.world.marginals import as_text, compare
from tiig.synthesis.world.people import residents

LAST = Month(2026, 6)
LEAST_ROWS_A_SECOND = 100_000


def main() -> None:
    """Make the months some times over, print and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--files", action="store_true")
    parser.add_argument("--marginals", action="store_true")
    asked = parser.parse_args()
    rows_of = _written if asked.files else _made
    runs = [_run(rows_of, asked) for _ in range(asked.runs)]
    rows, wall, cpu = (statistics.median(run[part] for run in runs) for part in range(3))
    print(f"{rows:,.0f} rows in {wall:.2f} s ({cpu:.2f} s of processor)")
    print(f"{rows / wall:,.0f} rows a second ({rows / cpu:,.0f} a second of processor)")
    _truth(_world(asked))
    verdict = "met" if rows / wall >= LEAST_ROWS_A_SECOND else "MISSED"
    print(f"at least {LEAST_ROWS_A_SECOND:,} rows a second: {verdict}")
    if asked.marginals:
        world = _world(asked)
        frame = pl.concat([world.month(month) for month in world.window])
        print("\n".join(as_text(compare(frame))))


def _world(asked: argparse.Namespace) -> World:
    first = LAST.plus(1 - asked.months)
    return make_world(seed=asked.seed, first=first, months=asked.months, scale=asked.scale)


def _run(
    rows_of: Callable[[argparse.Namespace], int], asked: argparse.Namespace
) -> tuple[int, float, float]:
    """Return rows, seconds on the wall and seconds of processor."""
    residents.cache_clear()
    wall, cpu = time.perf_counter(), time.process_time()
    rows = rows_of(asked)
    return rows, time.perf_counter() - wall, time.process_time() - cpu


def _made(asked: argparse.Namespace) -> int:
    world = _world(asked)
    return sum(world.month(month).height for month in world.window)


def _written(asked: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory() as folder:
        recording = Recording(_world(asked), Path(folder), seed=asked.seed)
        batches = recording.batches(LAST.plus(1 - asked.months), asked.months)
        return sum(file.rows for batch in batches for file in batch.files)


def _truth(world: World) -> None:
    wall = time.perf_counter()
    world.truth()
    print(f"truth in {time.perf_counter() - wall:.2f} s")


if __name__ == "__main__":
    main()

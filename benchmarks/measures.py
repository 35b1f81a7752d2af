"""How long all measures take from scratch: every row in force read, decrypted, counted, measured.

python benchmarks/measures.py WORKSPACE [--runs 3]

The workspace (of `tiig demo --scale 1 --months 24`, say) is opened as every command opens it, its
passphrase in TIIG_PASSPHRASE. No stored count is used for a measure; afterwards every count is
held against what intake stored, and any that differs is a fault. The wall time is brought to a
million rows.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from tiig import derive, desk
from tiig.model.submission import Pair
from tiig.services import Services
from tiig.wiring.building import open_services
from tiig.wiring.settings import read_settings

MOST_SECONDS, ROWS = 5.0, 1_000_000
ENOUGH = 500_000
"""Rows under which files and not rows take the time."""
_BY = ("site", "month", "item", "measure")


def main() -> int:
    """Count anew, print and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    with open_services(read_settings(asked.workspace)) as services:
        pairs = [pair for pair in services.catalogue.pairs() if pair.rows]
        rows = sum(pair.rows for pair in pairs)
        turns = [from_scratch(pairs, services) for _ in range(asked.runs)]
        alone = statistics.median(reading(pairs, services) for _ in range(asked.runs))
        stored = statistics.median(from_stored(pairs, services) for _ in range(asked.runs))
        begun = time.perf_counter()
        desk.counts_anew(pairs, services)
        everything = time.perf_counter() - begun
        differing = differences(pairs, services)
    wall, processor = (statistics.median(one) for one in zip(*turns, strict=True))
    share = ROWS / rows
    print(f"{rows:,} rows of {len({(one.site, one.month) for one in pairs})} site-months")
    print(f"from scratch {wall:.2f} s on the wall, {processor:.2f} s of processors")
    print(f"  of it reading {alone:.2f} s; from stored counts {stored:.2f} s")
    print(f"everything that intake counts, as a recount needs it: {everything:.2f} s on the wall")
    if rows >= ENOUGH:
        verdict = "met" if wall * share <= MOST_SECONDS else "NOT MET"
        told = f"{wall * share:.2f} s, of processors {processor * share:.2f} s"
        print(f"a million rows: {told} (at most {MOST_SECONDS:.0f} on the wall: {verdict})")
    print(f"counts that intake stored otherwise or not: {differing}")
    return 1 if differing else 0


def from_scratch(pairs: Sequence[Pair], services: Services) -> tuple[float, float]:
    """Return the seconds, on the wall and of processors, to every measure of every site-month."""
    wall, processor = time.perf_counter(), time.process_time()
    counts = _added_up(desk.counts_anew(pairs, services, only_measured=True))
    measured = desk.measured_series(pairs, services, counts=counts)
    assert measured.height
    return time.perf_counter() - wall, time.process_time() - processor


def reading(pairs: Sequence[Pair], services: Services) -> float:
    """Return the seconds that reading the rows takes, without counting them."""
    begun = time.perf_counter()
    columns = derive.watched_columns(services.standard)
    read = sum(rows.height for rows in services.lake.pieces(pairs, columns))
    assert read == sum(pair.rows for pair in pairs)
    return time.perf_counter() - begun


def from_stored(pairs: Sequence[Pair], services: Services) -> float:
    """Return the seconds that the same measures take from stored counts."""
    begun = time.perf_counter()
    desk.measured_series(pairs, services)
    return time.perf_counter() - begun


def differences(pairs: Sequence[Pair], services: Services) -> int:
    """Return how many counts of the rows intake did not store so."""
    anew = _added_up(desk.counts_anew(pairs, services)).filter(pl.col("count") > 0)
    stored = desk.count_table(pairs, services).rename({"count": "stored"})
    beside = anew.join(stored, on=_BY, how="left")
    return beside.filter(pl.col("count").ne_missing(pl.col("stored"))).height


def _added_up(counts: pl.DataFrame) -> pl.DataFrame:
    return counts.group_by(_BY).agg(pl.col("count").sum()).sort(_BY)


if __name__ == "__main__":
    sys.exit(main())

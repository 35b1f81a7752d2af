"""Many mutated files into gate and readers, and a report of them.

    python -m tests.fuzz.soak 1000000 [--seed S] [--workers 2] [--only NUMBER] [-o REPORT.json]

Every file is made from seed and number alone, so that one can be made again with --only. The
report is written anew while it runs and says if it has finished; the exit code is 1 where a
file was misread, crashed a reader, or took too long.
"""

from __future__ import annotations

import argparse
import base64
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))  # the corpus is shared by import

from tests.fuzz.judging import judge
from tests.fuzz.mutations import Case, case

_AT_ONCE = 500
_TELL_AFTER = 20
_FAULTS_KEPT = 50


def made(seed: int, number: int) -> Case:
    """Make the file of a number."""
    return case(random.Random(f"{seed}/{number}"))


@dataclass
class Met:
    """What was met in some files."""

    files: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[dict[str, Any]] = field(default_factory=list)
    slowest: float = 0.0

    def add(self, other: Met) -> None:
        """Add what another met."""
        self.files += other.files
        self.kinds += other.kinds
        self.outcomes += other.outcomes
        self.faults += other.faults
        self.slowest = max(self.slowest, other.slowest)


def run(seed: int, numbers: range) -> Met:
    """Judge the files of some numbers."""
    met = Met()
    for number in numbers:
        told = made(seed, number)
        judged = judge(told)
        met.files += 1
        met.kinds[told.kind] += 1
        met.outcomes[judged.outcome] += 1
        met.slowest = max(met.slowest, judged.seconds)
        if judged.wrong:
            data = base64.b64encode(told.data).decode()
            fault = {"number": number, "kind": told.kind, "wrong": judged.wrong, "data": data}
            met.faults.append(fault | {"outcome": judged.outcome})
    return met


def _run(asked: tuple[int, range]) -> Met:
    return run(*asked)


def soak(count: int, seed: int, workers: int) -> Iterator[Met]:
    """Judge many files by several processes; yield what was met so far, again and again."""
    met = Met()
    pieces = [(seed, range(at, min(at + _AT_ONCE, count))) for at in range(0, count, _AT_ONCE)]
    with get_context("spawn").Pool(workers) as pool:
        for place, part in enumerate(pool.imap_unordered(_run, pieces), start=1):
            met.add(part)
            if place % _TELL_AFTER == 0 or place == len(pieces):
                yield met


def report(met: Met, seed: int, asked: int, seconds: float) -> dict[str, Any]:
    """Return what is written of a soak."""
    return {
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "seed": seed,
        "asked": asked,
        "files": met.files,
        "finished": met.files == asked,
        "minutes": round(seconds / 60, 1),
        "slowest_seconds": round(met.slowest, 3),
        "kinds": dict(met.kinds.most_common()),
        "outcomes": dict(met.outcomes.most_common()),
        "faults": len(met.faults),
        "first_faults": met.faults[:_FAULTS_KEPT],
    }


def main(words: list[str]) -> int:
    """Soak, write the report, and return 1 where something did not hold."""
    asked = argparse.ArgumentParser(prog="soak", description="Fuzz gate and readers.")
    asked.add_argument("count", type=int, help="how many files")
    asked.add_argument("--seed", type=int, default=random.randrange(2**32))
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--only", type=int, help="judge the file of one number and show it")
    asked.add_argument("-o", "--output", type=Path, default=Path("fuzz-report.json"))
    told = asked.parse_args(words)
    if told.only is not None:
        one = made(told.seed, told.only)
        sys.stdout.write(f"{one}\n{judge(one)}\n")
        return 0
    began, faults = time.monotonic(), 0
    for met in soak(told.count, told.seed, told.workers):
        seconds, faults = time.monotonic() - began, len(met.faults)
        part = told.output.with_name(told.output.name + ".part")
        part.write_text(json.dumps(report(met, told.seed, told.count, seconds), indent=2) + "\n")
        part.replace(told.output)
        sys.stderr.write(f"{met.files:,} of {told.count:,} files, {faults} faults\n")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Many faults, for as long as one likes, and a report of them.

    python -m tests.faults.soak N [--seed S] [--every] [-o REPORT.json]

Kills N times at random moments, meets N faults of the disk at random calls, and kills at
every seam once; `--every` adds every fault at every call of every case. The report holds
date, commit, seed, what was run and what did not hold.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.faults.cases import CASES
from tests.faults.harness import CHECKOUT, Bench, Plan, bench, shim_in

FAULTS = ("io-error", "full", "read-only", "kill", "torn")
_SMALLEST, _LARGEST = 300, 200_000
Fault = tuple[str, dict[str, Any]]


def kill_moments(plan: Plan, count: int, dice: random.Random) -> Iterator[float]:
    """Yield moments (seconds) within the time that the work took without a fault."""
    for _ in range(count):
        yield dice.uniform(0, plan.run["seconds"])


def calls_of(plan: Plan, count: int, dice: random.Random) -> list[int]:
    """Return different calls of the work, spread over all of it."""
    return sorted(dice.sample(range(1, plan.calls + 1), min(count, plan.calls)))


def sizes_of(count: int) -> list[int]:
    """Return largest sizes of a file (bytes), from a few letters to a large pack."""
    step = (_LARGEST / _SMALLEST) ** (1 / max(count - 1, 1))
    return [int(_SMALLEST * step**place) for place in range(count)]


def faults_for(tried: Bench, count: int, dice: random.Random, *, every: bool) -> Iterator[Fault]:
    """Yield the faults of a soak: a case, and what befalls it."""
    names = sorted(CASES)
    for name in names:
        for number in range(1, len(tried.plan(name).seams) + 1):
            yield name, {"seam": number}
    for _ in range(count):
        name = dice.choice(names)
        yield name, {"kill_after": next(kill_moments(tried.plan(name), 1, dice))}
    if not tried.plan(names[0]).calls:
        return  # no compiler, no shim
    for _ in range(count):
        name = dice.choice(names)
        (call,) = calls_of(tried.plan(name), 1, dice)
        yield name, {"mode": dice.choice(FAULTS), "call": call}
    for name in names if every else ():
        for mode in FAULTS:
            for call in range(1, tried.plan(name).calls + 1):
                yield name, {"mode": mode, "call": call}


def soaked(tried: Bench, faults: Iterator[Fault]) -> tuple[Counter[str], list[dict[str, Any]]]:
    """Meet the faults; returns how many of each kind, and those after which something is wrong."""
    met: Counter[str] = Counter()
    failed: list[dict[str, Any]] = []
    for case, fault in faults:
        kind = fault.get("mode") or next(iter(fault))
        wrong = tried.faults(case, **fault)
        met[f"{case}, {kind}"] += 1
        if wrong:
            failed.append({"case": case, "fault": fault, "wrong": wrong})
        if sum(met.values()) % 100 == 0:
            sys.stderr.write(f"{sum(met.values())} faults, {len(failed)} failed\n")
    return met, failed


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def main(words: list[str]) -> int:
    """Soak, write the report, and return 1 where something did not hold."""
    asked = argparse.ArgumentParser(prog="soak", description="Meet many faults.")
    asked.add_argument("count", type=int)
    asked.add_argument("--seed", type=int, default=random.randrange(2**32))
    asked.add_argument("--every", action="store_true")
    asked.add_argument("-o", "--output", type=Path, default=Path("soak-report.json"))
    told = asked.parse_args(words)
    began, dice = datetime.now(UTC), random.Random(told.seed)
    with TemporaryDirectory() as folder, bench(shim_in(Path(folder))) as tried:
        met, failed = soaked(tried, faults_for(tried, told.count, dice, every=told.every))
        seams = {name: len(tried.plan(name).seams) for name in sorted(CASES)}
        calls = {name: tried.plan(name).calls for name in sorted(CASES)}
        outcomes = dict(tried.outcomes)
    report = {
        "began": began.isoformat(timespec="seconds"),
        "minutes": round((datetime.now(UTC) - began).total_seconds() / 60, 1),
        "commit": _commit(),
        "seed": told.seed,
        "faults": sum(met.values()),
        "failed": failed,
        "seams": seams,
        "calls": calls,
        "met": dict(sorted(met.items())),
        "outcomes": outcomes,
    }
    told.output.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{report['faults']} faults, {len(failed)} failed: {told.output}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

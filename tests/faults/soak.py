"""Many faults, for as long as one likes, and a report of them.

    python -m tests.faults.soak N [--seed S] [--every] [-o REPORT.json]

Kills N times at random moments, meets N faults of the disk at random calls, and kills at
every seam once; `--every` adds every fault at every call of every case. Cases with a catalogue
on a server are among them where PostgreSQL is installed. The report holds date, commit, seed,
what was run and what did not hold; it is written anew while it runs, and says if it has
finished. The exit code is 1 where something did not hold.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.faults.every import CASES, HERE
from tests.faults.harness import CHECKOUT, Bench, Plan, bench, shim_in
from tests.postgres_server import server, there

FAULTS = ("io-error", "full", "read-only", "kill", "torn")
_SMALLEST, _LARGEST = 300, 200_000
_TELL_AFTER = 50
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
    names = sorted(CASES if tried.postgres else HERE)
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


def commit() -> str:
    """Return what the code is, and whether it differs from what is committed."""
    command = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


@dataclass
class Report:
    """What was run so far, and what did not hold; written again and again while it runs."""

    file: Path
    seed: int
    tried: Bench
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    at: str = field(default_factory=commit)
    met: Counter[str] = field(default_factory=Counter)
    failed: list[dict[str, Any]] = field(default_factory=list)

    def soak(self, faults: Sequence[Fault]) -> None:
        """Meet the faults, and tell how far it is."""
        for case, fault in faults:
            wrong = self.tried.faults(case, **fault)
            self.met[f"{case}, {fault.get('mode') or next(iter(fault))}"] += 1
            if wrong:
                self.failed.append({"case": case, "fault": fault, "wrong": wrong})
            if self.met.total() % _TELL_AFTER == 0:
                self._tell(len(faults))
                self.write(finished=False)
        self.write(finished=True)

    def write(self, *, finished: bool) -> None:
        """Write the report in place of the last."""
        plans = self.tried.plans
        told = {
            "began": self.began.isoformat(timespec="seconds"),
            "minutes": round(self._minutes(), 1),
            "commit": self.at,
            "seed": self.seed,
            "finished": finished,
            "faults": self.met.total(),
            "failed": self.failed,
            "seams": {name: len(plans[name].seams) for name in sorted(plans)},
            "calls": {name: plans[name].calls for name in sorted(plans)},
            "met": dict(sorted(self.met.items())),
            "outcomes": dict(self.tried.outcomes.most_common()),
        }
        part = self.file.with_name(self.file.name + ".part")
        part.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
        part.replace(self.file)

    def _tell(self, out_of: int) -> None:
        done, minutes = self.met.total(), self._minutes()
        left = minutes / done * (out_of - done)
        sys.stderr.write(
            f"{done:,} of {out_of:,} faults in {minutes:.0f} min, about {left:.0f} min left; "
            f"{len(self.failed)} failed\n"
        )
        sys.stderr.flush()

    def _minutes(self) -> float:
        return (datetime.now(UTC) - self.began).total_seconds() / 60


def main(words: list[str]) -> int:
    """Soak, write the report, and return 1 where something did not hold."""
    asked = argparse.ArgumentParser(prog="soak", description="Meet many faults.")
    asked.add_argument("count", type=int, help="how many kills, and how many faults of the disk")
    asked.add_argument("--seed", type=int, default=random.randrange(2**32))
    asked.add_argument("--every", action="store_true", help="also every fault at every call")
    asked.add_argument("-o", "--output", type=Path, default=Path("soak-report.json"))
    told = asked.parse_args(words)
    with (
        TemporaryDirectory() as folder,
        server() if there() else nullcontext() as socket,
        bench(shim_in(Path(folder)), socket) as tried,
    ):
        report = Report(told.output, told.seed, tried)
        dice = random.Random(told.seed)
        faults = list(faults_for(tried, told.count, dice, every=told.every))
        dice.shuffle(faults)  # so that one that is broken off has met some of everything
        report.soak(faults)
    sys.stdout.write(
        f"{report.met.total():,} faults at {report.at}, {len(report.failed)} failed: "
        f"{told.output}\n"
    )
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

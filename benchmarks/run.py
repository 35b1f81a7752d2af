"""Run the benchmarks of the intake and print the table: ratios in one run, medians of three.

python benchmarks/run.py FOLDER [--rows 1000000] [--memory-rows 5000000] [--runs 3]

Every figure is of a whole process, start to end. `floor`: Polars reads the file as text and
writes Parquet. `peer`: vectorised pandas on the pyarrow engine. `tiig`: the real command,
with HMAC, encryption and receipt, into a new workspace each time. The peer's counts must
equal the receipt's for every rule that it judges, or nothing is printed but that.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from extract import profile, write_extract

from tiig.standard import load_standard
from tiig.testing.agreements import sender_text

HERE = Path(__file__).parent
MOST_TIMES_FLOOR, LEAST_TIMES_PEER, MOST_MEMORY = 3.5, 5.0, 1.3


@dataclass(frozen=True)
class Run:
    """One process: seconds on the wall, seconds of processor, and megabytes at the peak."""

    wall: float
    cpu: float
    peak: float
    said: str


def main() -> None:
    """Make the extracts, run everything in turn, print and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--memory-rows", type=int, default=5_000_000)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    (asked.folder / "profile.toml").write_text(profile(), encoding="utf-8")
    agreement = sender_text("bench", load_standard())
    (asked.folder / "agreement.toml").write_text(agreement, encoding="utf-8")
    extract = _extract(asked.folder, asked.rows)
    turns = [_turn(asked.folder, extract) for _ in range(asked.runs)]
    _check_equal(turns[0]["peer"], turns[0]["tiig"])
    medians = {name: _median([turn[name] for turn in turns]) for name in turns[0]}
    _print(medians)
    _judge("submit / floor", medians["tiig"][0] / medians["floor"][0], most=MOST_TIMES_FLOOR)
    _judge("peer / submit", medians["peer"][0] / medians["tiig"][0], least=LEAST_TIMES_PEER)
    if asked.memory_rows:
        larger = _tiig(asked.folder, _extract(asked.folder, asked.memory_rows))
        print(f"peak memory at {asked.memory_rows:,} rows: {larger.peak:,.0f} MB")
        growth = larger.peak / medians["tiig"][2]
        _judge(
            f"peak memory, {asked.memory_rows:,} / {asked.rows:,} rows", growth, most=MOST_MEMORY
        )


def _extract(folder: Path, rows: int) -> Path:
    path = folder / f"extract-{rows}.csv"
    if not path.exists():
        write_extract(path, rows)
    return path


def _turn(folder: Path, extract: Path) -> dict[str, Run]:
    python, target = sys.executable, str(folder / "out.parquet")
    return {
        "floor": _run([python, str(HERE / "floor.py"), str(extract), target]),
        "peer": _run([python, str(HERE / "peer.py"), str(extract), target]),
        "tiig": _tiig(folder, extract),
    }


def _tiig(folder: Path, extract: Path) -> Run:
    workspace = folder / "workspace"
    shutil.rmtree(workspace, ignore_errors=True)
    tiig = [sys.executable, "-m", "tiig"]
    place = ["--workspace", str(workspace)]
    _run([*tiig, "init", str(workspace)])
    _run([*tiig, "agreement", "add", str(folder / "agreement.toml"), *place])
    _run([*tiig, "sender", "add", str(folder / "profile.toml"), *place])
    words = ["submit", str(extract), "--sender", "bench", "--month", "2025-01..2025-12", "--json"]
    return _run([*tiig, *words, *place])


def _run(command: list[str]) -> Run:
    """Run a command to its end and take what the operating system accounted for it."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    said = process.stdout.read() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    if status:
        message = f"{command[1:3]} ended with {status}"
        raise SystemExit(message)
    return Run(wall, used.ru_utime + used.ru_stime, _megabytes(used), said)


def _megabytes(used: resource.struct_rusage) -> float:
    per_unit = 1 if sys.platform == "darwin" else 1024
    return used.ru_maxrss * per_unit / 1e6


def _median(runs: list[Run]) -> tuple[float, float, float]:
    return (
        statistics.median(run.wall for run in runs),
        statistics.median(run.cpu for run in runs),
        statistics.median(run.peak for run in runs),
    )


def _check_equal(peer: Run, tiig: Run) -> None:
    """Hold the peer's counts against the receipt's, rule by rule."""
    told, receipt = json.loads(peer.said), json.loads(tiig.said)["receipt"]
    missed = {note["rule"]: note["count"] for note in receipt["findings"] + receipt["set_aside"]}
    differing = {
        rule: (count, missed.get(rule, 0))
        for rule, count in told["missed"].items()
        if count != missed.get(rule, 0)
    }
    stored = (told["stored"], receipt["tally"]["stored"])
    if differing or stored[0] != stored[1]:
        message = f"the peer and tiig do not agree: {differing}, stored {stored}"
        raise SystemExit(message)
    print(f"peer and tiig agree on {len(told['missed'])} rules and {stored[0]:,} stored rows")


def _print(medians: dict[str, tuple[float, float, float]]) -> None:
    print("process   wall s   processor s   peak MB")
    for name, (wall, cpu, peak) in medians.items():
        print(f"{name:<8}{wall:>8.2f}{cpu:>14.2f}{peak:>10,.0f}")


def _judge(
    what: str, figure: float, *, most: float | None = None, least: float | None = None
) -> None:
    met = (most is None or figure <= most) and (least is None or figure >= least)
    bound = f"at most {most}" if most is not None else f"at least {least}"
    print(f"{what}: {figure:.2f} ({bound}: {'met' if met else 'NOT MET'})")


if __name__ == "__main__":
    main()

"""Time bulletins and a profile on a workspace: whole commands, and the same in a warm process.

python benchmarks/papers.py WORKSPACE [--runs 3] [--theme violence]

Limits: a bulletin 2 s (warm), all areas 15 s (the whole command), a profile 10 s (the whole
command). `wall` is a stopwatch's time, `cpu` that of all processors and processes: on a busy
machine the first is larger than it need be. Everything is written into a folder that is
thrown away.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tiig.journeys.bulletin import BulletinRequest
from tiig.journeys.profile import ProfileRequest
from tiig.publish.paper_files import write_paper
from tiig.synthesis import VRU
from tiig.wiring.session import Session, connect

BULLETIN, PROFILE = ("pdf", "docx", "xlsx"), ("pdf", "docx", "html")
LIMITS = {"bulletin, warm": 2.0, "bulletins of all areas": 15.0, "profile": 10.0}


class Seconds(NamedTuple):
    """On the wall, and of all processors."""

    wall: float
    cpu: float


def main() -> None:
    """Run everything in turn and print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--theme", default="violence")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as out:
        place = ["-o", out, "--workspace", str(asked.workspace)]
        commands = {
            "tiig --help": ["--help"],
            "bulletin": ["bulletin", *place],
            "bulletins of all areas": ["bulletin", "--all-areas", *place],
            "profile": ["profile", "--theme", asked.theme, *place],
        }
        for name, words in commands.items():
            _print(name, [_timed(lambda w=words: _command(w)) for _ in range(asked.runs)])
        _warm(asked.workspace, asked.theme, Path(out), asked.runs)


def _warm(workspace: Path, theme: str, out: Path, runs: int) -> None:
    """Time a second bulletin and profile in one process: areas differ, so that all is drawn."""
    with connect(workspace, because="benchmark", agreement=VRU) as session:
        codes = [code for code, _ in session.bulletins(BulletinRequest(all_areas=True))[1:]]
        areas = [code[len("2026-06-") :] for code in codes[: runs + 1]]
        _bulletin(session, areas.pop(), out)
        _print("bulletin, warm", [_timed(lambda a=a: _bulletin(session, a, out)) for a in areas])
        _print(
            "profile, warm", [_timed(lambda a=a: _profile(session, theme, a, out)) for a in areas]
        )


def _bulletin(session: Session, area: str, out: Path) -> None:
    for stem, paper in session.bulletins(BulletinRequest(areas=(area,))):
        write_paper(paper, out, f"warm-{stem}", BULLETIN)


def _profile(session: Session, theme: str, area: str, out: Path) -> None:
    stem, paper = session.profile(ProfileRequest(theme=theme, area=area))
    write_paper(paper, out, f"warm-{stem}", PROFILE)


def _command(words: list[str]) -> None:
    tiig = Path(sys.executable).with_name("tiig")
    subprocess.run([tiig, *words], check=True, stdout=subprocess.DEVNULL)


def _timed(what: Callable[[], None]) -> Seconds:
    begun, before = time.perf_counter(), _cpu()
    what()
    return Seconds(time.perf_counter() - begun, _cpu() - before)


def _cpu() -> float:
    every = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in every)


def _print(name: str, found: list[Seconds]) -> None:
    wall, cpu = (statistics.median(column) for column in zip(*found, strict=True))
    limit = f"  limit {LIMITS[name]:.0f} s" if name in LIMITS else ""
    print(f"{name:26} wall {wall:6.2f} s  cpu {cpu:6.2f} s{limit}", flush=True)


if __name__ == "__main__":
    main()

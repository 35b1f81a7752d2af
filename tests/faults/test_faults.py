"""Whatever befalls a journey: nothing acknowledged is lost, nothing half there or doubled.

Every seam of every case is a kill here, with random kills and faults of the disk at some of
its calls; `just soak N` meets many more, and each seam each time that it is passed
(`tests/faults/soak.py`).
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests share the harness by import

from tests.faults.every import CASES, HERE, seams_of_the_program
from tests.faults.harness import Bench, Plan, bench, shim_in, wrong
from tests.faults.passes import PASSES
from tests.faults.soak import FAULTS, calls_of, kill_moments, sizes_of
from tests.postgres_server import server, there

RANDOM_KILLS = 30
"""Over all cases; at least one for each."""
SEED = 20_261_127
TIMES = 3
"""How often a seam kills that is passed for each of many files: first, last and one between."""
EVERY_TIME = frozenset({"migrate"})
"""Cases in which each time is another step of its own."""


@pytest.fixture(
    params=[
        pytest.param(name, marks=[pytest.mark.needs_postgres] if one.server else [])
        for name, one in CASES.items()
    ],
    scope="module",
)
def case(request: pytest.FixtureRequest) -> str:
    """Each case in turn."""
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A server of forks, with the shim of the disk where a compiler makes one."""
    with (
        server() if there() else nullcontext() as socket,
        bench(shim_in(tmp_path_factory.mktemp("shim")), socket) as made,
    ):
        yield made


def test_every_seam_has_a_case() -> None:
    """No seam is written into the program that no case dies at."""
    passed = {seam for seams in PASSES.values() for seam in seams}

    assert passed == seams_of_the_program()
    assert PASSES.keys() == CASES.keys()


def test_killed_at_every_seam(faulty: Bench, case: str) -> None:
    """Before or after, never between, whichever seam it was."""
    seams = faulty.plan(case).seams
    assert set(seams) == set(PASSES[case])

    found = {
        f"{number} {seams[number - 1]}": faulty.faults(case, seam=number)
        for number in (range(1, len(seams) + 1) if case in EVERY_TIME else kills(case, seams))
    }

    assert {seam: faults for seam, faults in found.items() if faults} == {}


def kills(case: str, seams: list[str]) -> list[int]:
    """Choose at which seams to die, by their numbers: each name, though not all of its times."""
    dice = random.Random(f"{SEED}{case}")
    chosen: list[int] = []
    for name in dict.fromkeys(seams):
        passed = [number for number, seam in enumerate(seams, start=1) if seam == name]
        few = len(passed) <= TIMES
        chosen += passed if few else (passed[0], dice.choice(passed[1:-1]), passed[-1])
    return sorted(chosen)


def test_killed_at_random(faulty: Bench, case: str) -> None:
    """The same at moments that nobody chose; the seed makes them the same each time."""
    plan = faulty.plan(case)
    each, more = divmod(RANDOM_KILLS, len(CASES))
    count = each + (list(CASES).index(case) < more)
    moments = list(kill_moments(plan, count, random.Random(f"{SEED}{case}")))

    found = {moment: faulty.faults(case, kill_after=moment) for moment in moments}

    assert {moment: faults for moment, faults in found.items() if faults} == {}


@pytest.mark.parametrize("name", HERE)
def test_a_full_disk_ends_in_a_sentence(faulty: Bench, name: str) -> None:
    """A file that may not grow, at several sizes, as the kernel enforces it."""
    found = {size: faulty.faults(name, largest=size) for size in sizes_of(2)}

    assert {size: faults for size, faults in found.items() if faults} == {}


@pytest.mark.needs_compiler
@pytest.mark.parametrize("mode", FAULTS)
def test_the_disk_fails_at_a_call(faulty: Bench, case: str, mode: str) -> None:
    """An I/O error, a full or read-only disk, a kill, a torn write: at some of the calls here."""
    plan = faulty.plan(case)
    assert plan.calls > 0, "the shim counted nothing"

    calls = calls_of(plan, 1, random.Random(f"{SEED}{case}{mode}"))
    found = {call: faulty.faults(case, mode=mode, call=call) for call in calls}

    assert {call: faults for call, faults in found.items() if faults} == {}


def test_the_harness_notices(tmp_path: Path) -> None:
    """What was promised and is not there, what is half there, and a poor answer are all named."""
    plan = Plan(tmp_path, tmp_path, {}, {"rows": 30}, {"rows": 31})

    def said(told: int, **done: object) -> list[str]:
        again = {"told": {"rows": 31}, "faults": []}
        after = {"told": {"rows": told}, "faults": ["a stray"], "seconds": 11.0, "ended": 0}
        return list(wrong(plan, done, {**after, "again": again}))

    assert said(31) == ["a stray", "it took 11.0 s to open"]
    assert said(30, acknowledged=True)[0] == "what was acknowledged is not there"
    assert said(29)[0] == "something is half there"
    assert "a fault of the disk was told as our-fault" in said(31, outcome="our-fault")
    assert list(wrong(plan, {}, {"ended": 1})) == [
        "the workspace could not be opened and used again"
    ]

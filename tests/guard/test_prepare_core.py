"""What a hospital runs before sending needs the core dependencies and nothing more."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tiig import synthesis
from tiig.model.months import Month
from tiig.store.in_memory import MemoryKeys

ROOMS = ("receive", "translate", "validate", "deidentify", "handover", "journeys.prepare")
POSIX_ONLY = {"fcntl", "grp", "pwd", "resource", "termios", "tty", "pty", "syslog"}
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==", re.MULTILINE)

PROGRAM = """
import importlib, sys
from importlib.machinery import PathFinder

class CoreOnly:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {blocked!r}:
            return None
        return PathFinder.find_spec(name, path, target)

sys.meta_path[sys.meta_path.index(PathFinder)] = CoreOnly()
importlib.import_module({module!r})
"""


def beyond_core(checkout: Path) -> set[str]:
    """Return every installed top-level module that comes from no package of the core lock."""
    core = set(PIN.findall((checkout / "requirements" / "core.txt").read_text())) | {"tiig"}
    return {
        module
        for module, packages in packages_distributions().items()
        if not core & {re.sub(r"[._-]+", "-", package).lower() for package in packages}
    }


def load(module: str, source: Path, blocked: set[str]) -> subprocess.CompletedProcess[str]:
    """Import a module in a process where what is blocked is not installed."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(blocked=blocked, module=module)],
        env={"PYTHONPATH": str(source)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("room", ROOMS)
def test_room_loads_with_the_core_alone(checkout: Path, room: str) -> None:
    """The rooms up to gate one import without SQL, web or chart library."""
    loaded = load(f"tiig.{room}", checkout / "src", beyond_core(checkout))

    assert loaded.returncode == 0, loaded.stderr


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an extract, its profile, opt-outs and TIIG's receiving key."""
    folder = tmp_path_factory.mktemp("hospital")
    synthesis.write_aldermoor(
        synthesis.make_month("XP101", Month(2026, 6), seed=5, attendances=200), folder / "june.csv"
    )
    (folder / "profile.toml").write_text(synthesis.profile_text("aldermoor"), encoding="utf-8")
    (folder / "opt-outs.txt").write_text("0\n", encoding="utf-8")
    (folder / "tiig.key").write_text(MemoryKeys().receiving_key(), encoding="utf-8")
    return folder


def test_the_command_runs_with_the_core_alone(checkout: Path, hospital: Path) -> None:
    """`tiig prepare` makes its package where nothing beyond the core is installed."""
    words = ["prepare", "june.csv", "--profile", "profile.toml", "--for", "tiig.key", "-o", "out",
             "--month", "2026-06", "--opt-outs", "opt-outs.txt", "--pseudonym-key", "key.txt",
             "--json"]  # fmt: skip
    program = PROGRAM.format(blocked=beyond_core(checkout), module="tiig.cli")
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\nfrom tiig.cli import main\nmain({words!r})"],
        env={"PYTHONPATH": str(checkout / "src")}, cwd=hospital,
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["counts"]["kept"] == 200
    made = {path.name for path in (hospital / "out").rglob("*")}
    assert {"aldermoor-2026-06.age", "report.html", "for-the-hospital"} <= made


def test_the_hospital_needs_no_system_of_one_kind(checkout: Path) -> None:
    """What `tiig prepare` loads imports no module that Windows lacks."""
    program = PROGRAM.format(
        blocked=beyond_core(checkout) | POSIX_ONLY, module="tiig.cli.preparing"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(checkout / "src")}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert loaded.returncode == 0, loaded.stderr


@pytest.mark.parametrize("library", ["sqlalchemy.orm", "alembic", "psycopg", "scipy.stats"])
def test_what_is_not_core_is_blocked(checkout: Path, tmp_path: Path, library: str) -> None:
    """An import of a server library is noticed."""
    (tmp_path / "greedy.py").write_text(f"import {library}\n")

    assert "ModuleNotFoundError" in load("greedy", tmp_path, beyond_core(checkout)).stderr


def test_importing_tiig_loads_nothing(checkout: Path) -> None:
    """`import tiig` costs nothing: names are resolved when they are asked for."""
    names = "[name for name in sys.modules if name.startswith(('tiig.', 'polars'))]"
    program = f"import sys, tiig; print({names})"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(checkout / "src")}, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout.strip() == "[]"

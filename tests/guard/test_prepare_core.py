"""What a hospital runs before sending needs the core dependencies and nothing more."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOMS = ("receive", "translate", "validate", "deidentify")
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

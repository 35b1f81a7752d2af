"""The layer rules hold, and every room is named in the contracts that concern it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

LINTER = Path(sys.executable).with_name("lint-imports")
THINKING = frozenset(
    {
        "translate", "validate", "deidentify", "derive", "handover", "locate",
        "quality", "analyse", "evaluate", "disclose",
    }
)  # fmt: skip
STAGES = THINKING | {"receive", "store", "synthesis"}  # those that no door may import
DOORS = frozenset({"cli", "portal"})
SOUND = {
    "__init__": "",
    "kit/__init__": "",
    "model/__init__": "",
    "model/clearing": "",
    "model/identified": "",
    "model/gates": "",
    "model/ports": "from tiig.model import gates",
    "model/code_ports": "from tiig.model import gates",
    "standard/__init__": "",
    "journeys/__init__": "",
    "journeys/submit": "",
    "journeys/count": "",
    "journeys/bulletin": "",
    "wiring/__init__": "import tiig.store",
    "testing/__init__": "import tiig.store",
    "desk/__init__": "import tiig.disclose",
    "services": "",
    "cli/__init__": "import tiig.publish",
    "cli/demo": "from tiig.synthesis import month",
    "publish/__init__": "",
    "portal/__init__": "import tiig.publish",
    "synthesis/month": "",
    "receive/__init__": "from tiig.model import identified",
    "derive/__init__": "from tiig.model import gates",
} | {f"{room}/__init__": "" for room in STAGES - {"receive", "derive", "evaluate"}}


def rooms(package: Path) -> set[str]:
    """Return the rooms that exist, i.e. hold a module."""
    return {path.name for path in package.iterdir() if any(path.glob("*.py"))}


def contract(checkout: Path, name: str) -> dict[str, list[str]]:
    """Return one contract of the project."""
    project = tomllib.loads((checkout / "pyproject.toml").read_text())
    contracts = project["tool"]["importlinter"]["contracts"]
    found: dict[str, list[str]] = next(entry for entry in contracts if entry["id"] == name)
    return found


def lint(folder: Path, environment: dict[str, str] | None = None) -> tuple[int, str]:
    """Run import-linter in a folder that has a pyproject.toml."""
    command = [str(LINTER), "--no-cache"]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_layer_rules_hold(checkout: Path) -> None:
    """Every import contract is kept."""
    code, told = lint(checkout, {"PYTHONPATH": str(checkout / "src"), "PATH": ""})

    assert code == 0, told


@pytest.mark.parametrize(
    ("name", "field", "members"),
    [
        ("thinking", "source_modules", THINKING),
        ("doors", "source_modules", DOORS),
        ("doors", "forbidden_modules", STAGES),
    ],
)
def test_contracts_name_every_room(
    checkout: Path, name: str, field: str, members: frozenset[str]
) -> None:
    """A room that exists stands in each contract that is about rooms of its sort."""
    existing = {f"tiig.{room}" for room in rooms(checkout / "src" / "tiig") & members}

    assert existing - set(contract(checkout, name)[field]) == set()


def model_house(checkout: Path, folder: Path, wrong: dict[str, str]) -> tuple[int, str]:
    """Check a made-up house, built soundly but for what is wrong, by the true contracts."""
    for module, text in (SOUND | wrong).items():
        path = folder / "tiig" / f"{module}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.parent.joinpath("__init__.py").exists():
            path.parent.joinpath("__init__.py").touch()
        path.write_text(text)
    (folder / "pyproject.toml").write_text((checkout / "pyproject.toml").read_text())
    return lint(folder, {"PYTHONPATH": str(folder), "PATH": ""})


def test_a_sound_house_passes(checkout: Path, tmp_path: Path) -> None:
    """What the layer rules allow is allowed, also the demo's own import."""
    code, told = model_house(checkout, tmp_path, {})

    assert code == 0, told


@pytest.mark.parametrize(
    ("importer", "text", "contract_name"),
    [
        ("kit/__init__", "import tiig.model", "Data flows one way"),
        ("receive/__init__", "import tiig.translate", "Data flows one way"),
        ("desk/__init__", "import tiig.journeys", "Data flows one way"),
        ("new_room/__init__", "", "Data flows one way"),
        ("journeys/submit", "from tiig.model import identified", "may still identify"),
        ("publish/__init__", "from tiig.model import gates", "types of gate one"),
        ("desk/__init__", "import tiig.store", "Only wiring and testing"),
        ("journeys/submit", "import tiig.disclose", "Only the desk"),
        ("desk/__init__", "from tiig.model import clearing", "Only disclosure makes"),
        ("quality/__init__", "import tiig.analyse", "Data flows one way"),
        ("analyse/__init__", "import sqlite3", "Thinking rooms"),
        ("derive/__init__", "import sqlalchemy.orm", "Thinking rooms"),
        ("cli/__init__", "import tiig.receive", "Doors import no stage"),
        ("cli/submit", "import tiig.synthesis", "Doors import no stage"),
        ("journeys/submit", "import tiig.journeys.count", "Journeys never call"),
    ],
)
def test_a_breach_is_noticed(
    checkout: Path, tmp_path: Path, importer: str, text: str, contract_name: str
) -> None:
    """Each layer rule can fail: one wrong import breaks the contract that forbids it."""
    code, told = model_house(checkout, tmp_path, {importer: text})

    broken = [line for line in told.splitlines() if " BROKEN" in line]
    assert code == 1, told
    assert any(contract_name in line for line in broken), told

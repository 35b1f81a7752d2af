"""The checker notices damage of every kind, and finds nothing wrong where nothing is."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests share the harness by import

import shutil

from tests.faults.cases import june_twice
from tests.faults.checker import inspect

from tiig.wiring import make_workspace, open_services, read_settings

Damage = Callable[[Path], object]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which all is well."""
    root = make_workspace(tmp_path_factory.mktemp("sound") / "workspace")
    with open_services(read_settings(root)) as services:
        june_twice(services, tmp_path_factory.mktemp("files"))
    return root


def sql(statement: str) -> Damage:
    """Change the catalogue behind the program's back."""

    def change(workspace: Path) -> None:
        with sqlite3.connect(workspace / "catalogue.db") as base:
            base.execute(statement)
        base.close()

    return change


def first(pattern: str, change: Callable[[Path], object]) -> Damage:
    """Change the first file of a pattern."""
    return lambda workspace: change(min(workspace.glob(pattern)))


def flip(path: Path) -> None:
    """Change one byte."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


DAMAGES = {
    "pack gone": (first("lake/*.parquet", Path.unlink), "is not the one that was written"),
    "pack changed": (first("lake/*.parquet", flip), "is not the one that was written"),
    "stray pack": (
        lambda workspace: (workspace / "lake/stray.parquet").write_bytes(b"PARE"),
        "packs lie about unnamed",
    ),
    "left in staging": (
        lambda workspace: (workspace / "vault/staging/x.parquet").write_bytes(b"PARE"),
        "packs are left in staging",
    ),
    "original gone": (first("vault/originals/*.age", Path.unlink), "sealed files are wrong"),
    "original changed": (first("vault/originals/*.age", flip), "is not what was received"),
    "key gone": (first("keys/vault/*.key", Path.unlink), "sealed files are wrong"),
    "phrases gone": (first("vault/phrases/*.age", Path.unlink), "are not those of its rows"),
    "half a file": (
        lambda workspace: (workspace / "keys/vault/x.key.part").write_bytes(b""),
        "left half written",
    ),
    "receipt gone": (sql("DELETE FROM receipts"), "has 0 receipts"),
    "rows lost": (sql("UPDATE submissions SET stored = stored - 1"), "lost rows"),
    "pair says more": (sql("UPDATE pairs SET rows = rows + 1"), "has other rows than it says"),
    "in force twice": (sql("UPDATE pairs SET known_until = NULL"), "in force twice"),
    "pack unlisted": (sql("DELETE FROM packs"), "needs packs that are not there"),
    "audit row gone": (sql("DELETE FROM audit WHERE number = 2"), "audit trail has a gap"),
    "work open": (
        sql("INSERT INTO intents VALUES ('i', 's', 'o', 'x', '[]', '[]')"),
        "have not ended",
    ),
    "order open": (
        sql("INSERT INTO destructions VALUES ('d', 'pack', 'p', 's', 'b', 'x', NULL, NULL)"),
        "not carried out",
    ),
}


def test_nothing_is_wrong_where_nothing_is(sound: Path) -> None:
    """A sound workspace has no faults, and says the same twice."""
    found = inspect(sound)

    assert found.faults == ()
    assert [row[:3] for row in found.told["in force"]] == [
        ["XQ101", "2026-05", 8],
        ["XQ102", "2026-05", 4],
        ["XQ101", "2026-06", 20],
        ["XQ102", "2026-06", 11],
    ]
    assert inspect(sound) == found


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_noticed(sound: Path, tmp_path: Path, damage: str) -> None:
    """Each kind of damage is named."""
    workspace = tmp_path / "workspace"
    shutil.copytree(sound, workspace)
    change, said = DAMAGES[damage]

    change(workspace)

    assert [fault for fault in inspect(workspace).faults if said in fault]


def test_other_rows_are_told_apart(sound: Path, tmp_path: Path) -> None:
    """What stood before and what stands now do not say the same."""
    workspace = tmp_path / "workspace"
    shutil.copytree(sound, workspace)
    before = inspect(workspace).told
    sql("UPDATE submissions SET state = 'withdrawn' WHERE state = 'in force'")(workspace)

    assert inspect(workspace).told != before

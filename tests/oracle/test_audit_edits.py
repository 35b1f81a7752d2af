"""Whatever is done to the trail by somebody without the key, its verification finds it."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.oracle.audit_edits import INSIDE, OUTSIDE, Edited
from tests.oracle.store_nouns import ASKER, Steps, fresh_schema, write

from tiig.model.audit import AuditKind, Head
from tiig.model.errors import TiigError
from tiig.store import SqlCatalogue
from tiig.store.in_memory import MemoryKeys

KEYS = MemoryKeys()
ROWS = 24
IN_THE_SUITE = 300
ALL = 10_000
_SEED = 20260701


def opened(path: Path) -> SqlCatalogue:
    """Open a catalogue with the key."""
    return SqlCatalogue(f"sqlite:///{path}", clock=Steps(), signer=KEYS)


def folded(path: Path) -> None:
    """Bring what stands in the write-ahead log into the file, so that it can be copied."""
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


@pytest.fixture(scope="module")
def trail(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path], Head]:
    """A catalogue of some rows, copies of it as it was before, and its newest signed head."""
    path = tmp_path_factory.mktemp("trail") / "whole.db"
    older = []
    for number in range(1, ROWS + 1):
        catalogue = opened(path)
        asker = replace(ASKER, purpose=None if number % 3 else "zu prüfen", agreement="a-1")
        kind = list(AuditKind)[number % 12]
        with catalogue.change(asker, f"reason {number}", kind=kind, subjects=(f"s-{number}",)):
            pass
        head = catalogue.audit_head()
        catalogue.close()
        if number in {ROWS // 3, ROWS - 1}:
            folded(path)
            older.append(path.with_name(f"after-{number}.db"))
            shutil.copyfile(path, older[-1])
    folded(path)
    assert head is not None
    return path, older, head


def missed(trail: tuple[Path, list[Path], Head], folder: Path, count: int) -> Counter[str]:
    """Make so many random edits, each on a fresh copy; return those that were not found."""
    whole, older, head = trail
    chance, path = random.Random(_SEED), folder / "edited.db"
    not_found: Counter[str] = Counter()
    for number in range(count):
        name = chance.choice((*INSIDE, *OUTSIDE))
        shutil.copyfile(whole, path)
        edited = Edited(path, older, random.Random(_SEED + number))
        while not edited.edit(name):
            pass
        catalogue = opened(path)
        heads = [head] if name in OUTSIDE else []
        if catalogue.check_audit(heads).sound:
            not_found[name] += 1
        if name in OUTSIDE:
            assert catalogue.check_audit().sound  # the trail by itself cannot show it
        catalogue.close()
        for left in ("-wal", "-shm"):
            path.with_name(path.name + left).unlink(missing_ok=True)
    return not_found


def test_every_edit_is_found(trail: tuple[Path, list[Path], Head], tmp_path: Path) -> None:
    """Random edits, all found; cut-off ends and older copies by a head kept outside."""
    assert missed(trail, tmp_path, IN_THE_SUITE) == Counter()


@pytest.mark.slow
def test_ten_thousand_edits_are_found(trail: tuple[Path, list[Path], Head], tmp_path: Path) -> None:
    """The same, as often as the figure to hold asks."""
    assert missed(trail, tmp_path, int(os.environ.get("TIIG_EDITS", ALL))) == Counter()


@pytest.mark.parametrize("name", [*dict.fromkeys(INSIDE)])
def test_an_edit_is_never_signed_over(
    trail: tuple[Path, list[Path], Head], tmp_path: Path, name: str
) -> None:
    """Work that goes on after an edit does not heal it: the trail stays altered for ever."""
    whole, older, _ = trail
    path = tmp_path / "edited.db"
    shutil.copyfile(whole, path)
    edited = Edited(path, older, random.Random(_SEED))
    while not edited.edit(name):
        pass
    for _ in range(2):
        catalogue = opened(path)
        try:
            write(catalogue, because="afterwards")
            assert not catalogue.check_audit().sound
        finally:
            catalogue.close()


def test_a_row_that_cannot_be_read_is_said(
    trail: tuple[Path, list[Path], Head], tmp_path: Path
) -> None:
    """Reading an altered row ends in a sentence, not in a fault of ours."""
    path = tmp_path / "edited.db"
    shutil.copyfile(trail[0], path)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE audit SET kind = 'unheard of' WHERE number = 5")
    database.close()
    catalogue = opened(path)
    with pytest.raises(TiigError) as raised:
        catalogue.audit()
    assert raised.value.kind.id == "audit-altered"
    catalogue.close()


@pytest.mark.needs_postgres
@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE audit SET because = 'x' WHERE number = 3",
        "UPDATE audit SET authenticated = NOT authenticated WHERE number = 3",
        "UPDATE audit SET at = '2026-11-01T12:30:18.123457Z' WHERE number = 3",
        "UPDATE audit SET agreement = 'b' WHERE number = 3",
        "UPDATE audit SET hash = repeat('0', 64) WHERE number = 3",
        "DELETE FROM audit WHERE number = 3",
        "DELETE FROM audit WHERE number > 4",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET signature = repeat('0', 128)",
        "UPDATE audit SET number = number + 1 WHERE number = 6",
    ],
)
def test_edits_are_found_on_postgres(postgres: str, edit: str) -> None:
    """A server's rows are held to the same chain."""
    catalogue = SqlCatalogue(fresh_schema(postgres), clock=Steps(), signer=KEYS)
    for number in range(6):
        write(catalogue, because=f"reason {number}")
    assert catalogue.check_audit().sound
    with catalogue._engine.begin() as connection:
        connection.execute(text(edit))
    assert not catalogue.check_audit().sound
    write(catalogue, because="afterwards")
    assert not catalogue.check_audit().sound
    catalogue.close()


def test_many_faults_are_counted(trail: tuple[Path, list[Path], Head], tmp_path: Path) -> None:
    """The first are told one by one, the rest is a number, so that memory stays flat."""
    path = tmp_path / "edited.db"
    shutil.copyfile(trail[0], path)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE audit SET person = 'eve'")
    database.close()
    catalogue = opened(path)
    check = catalogue.check_audit()
    assert len(check.faults) == 21
    assert check.faults[-1] == f"And {ROWS - 20} more faults."
    catalogue.close()

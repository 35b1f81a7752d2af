"""Catalogues of older versions are brought forward with their data, on both databases.

`catalogues/NNNN.json` holds the tables of a catalogue as the program of that migration wrote
them: a month sent, sent again and withdrawn, a nil return, a count, a receipt, announced work.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, MetaData, insert, inspect, select, text

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests share a database server by import

from tests.postgres_server import fresh_database, server, with_password

from tiig.model.asker import Asker
from tiig.model.audit import AuditKind, Head
from tiig.model.days import Days
from tiig.model.destruction import Destruction, Doomed
from tiig.model.erasure import Erasable, ErasedMark, Tombstone
from tiig.model.keys import KeyLayers, Rotation, RotationPhase
from tiig.model.months import Month
from tiig.model.receipt import Receipt
from tiig.store import Address, SqlCatalogue
from tiig.store.catalogue import tables
from tiig.store.catalogue.engines import WRITES, engine_for
from tiig.store.catalogue.rows import cells
from tiig.store.catalogue.schema import HEAD
from tiig.store.in_memory import MemoryKeys
from tiig.wiring.clock import SystemClock

FOLDER = Path(__file__).parent / "catalogues"
STORED = sorted(path.stem for path in FOLDER.glob("*.json"))
KEYS = MemoryKeys()


@pytest.fixture(scope="module")
def socket() -> Iterator[str]:
    """The folder of a PostgreSQL server's socket."""
    with server() as folder:
        yield folder


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'catalogue.db'}"
        return
    socket = request.getfixturevalue("socket")
    with fresh_database(socket) as name:
        yield with_password(socket, name)


def stored(version: str) -> dict[str, list[dict[str, Any]]]:
    """Return the tables of an older catalogue."""
    told: dict[str, list[dict[str, Any]]] = json.loads((FOLDER / f"{version}.json").read_text())
    return told


def at_version(url: str, version: str) -> Engine:
    """Make the tables of a version."""
    engine = engine_for(Address(url))
    config = Config()
    config.set_main_option("script_location", "tiig.store:migrations")
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    return engine


def filled(url: str, version: str) -> Engine:
    """Make the tables of a version and enter its rows."""
    engine = at_version(url, version)
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        known = MetaData()
        known.reflect(connection)
        for name, rows in stored(version).items():
            if rows:
                connection.execute(insert(known.tables[name]), rows)
    return engine


def rows_now(engine: Engine, version: str) -> dict[str, list[dict[str, Any]]]:
    """Return what stands now in the columns that the older version had."""
    known = MetaData()
    known.reflect(engine)
    found = {}
    with engine.connect() as connection:
        for name, rows in stored(version).items():
            columns = [known.tables[name].c[column] for column in (rows[0] if rows else [])]
            told = connection.execute(select(*columns)).mappings().all() if columns else []
            found[name] = sorted(map(dict, told), key=str)
    return found


def as_told(version: str) -> dict[str, list[dict[str, Any]]]:
    """Return the stored tables in the order in which rows are compared."""
    return {name: sorted(rows, key=str) for name, rows in stored(version).items()}


@pytest.mark.parametrize("version", STORED)
def test_an_older_catalogue_comes_forward(url: str, version: str) -> None:
    """Every row stays as it was, the trail is chained and signed, and work goes on."""
    engine = filled(url, version)
    catalogue = SqlCatalogue(url, clock=SystemClock(), signer=KEYS)
    then = as_told(version)
    for name, rows in rows_now(engine, version).items():
        assert [{**one} for one in rows] == _plain(then[name], rows), name
    engine.dispose()

    check = catalogue.check_audit()
    assert (check.sound, check.rows) == (True, len(then["audit"]))
    assert {row.kind for row in catalogue.audit()} == {AuditKind.CHANGE}
    head = catalogue.audit_head()
    assert head is not None
    assert KEYS.attests(head)

    assert len(catalogue.submissions()) == len(then["submissions"])
    assert len(catalogue.pairs()) == sum(row["known_until"] is None for row in then["pairs"])
    assert all(pair.days == Days.in_month(pair.month) for pair in catalogue.pairs())
    assert [one.id for one in catalogue.intents()] == [row["id"] for row in then["intents"]]
    derivations = [catalogue.derivation(row["id"]) for row in then["derivations"]]
    assert [one and one.lookup for one in derivations] == [""] * len(then["derivations"])
    for row in then["receipts"]:
        text_ = catalogue.receipt(row["submission"])
        assert text_ is not None
        assert Receipt.from_json(text_).audit_head == ""
    catalogue.note(Asker.local("ada"), "afterwards")
    assert catalogue.check_audit([head]).sound
    catalogue.close()


def test_what_was_destroyed_and_erased_comes_forward(url: str) -> None:
    """Orders, tombstones and marks stand as they were when changes of keys came to be known."""
    at = datetime(2026, 11, 1, 12, tzinfo=UTC)
    order = Destruction("d-1", Doomed.PACK, "p-1", "s-1", "rows of it were erased", at)
    month = Month.parse("2026-06")
    stone = Tombstone("t-1", "e-1", "s-1", "XQ101", month, 2, at, "ada", "asked", "a-1", "a-2")
    marks = (ErasedMark(Erasable.PERSON, 1, "ab" * 32, "e-1"),)
    engine = at_version(url, "0007")
    with engine.begin() as connection:
        for table, noun in (("destructions", order), ("tombstones", stone)):
            connection.execute(insert(getattr(tables, table)), [cells(noun)])
        connection.execute(insert(tables.erased_marks), [cells(one) for one in marks])
        assert not inspect(connection).has_table("rotations")
    engine.dispose()

    catalogue = SqlCatalogue(url, clock=SystemClock(), signer=KEYS)
    assert catalogue.destructions() == (order,)
    assert catalogue.tombstones() == (stone,)
    assert catalogue.erased_marks() == marks
    assert (catalogue.rotations(), catalogue.key_layers()) == ((), KeyLayers())
    layers = KeyLayers(1, 2, 1)
    rotation = Rotation("r-1", ("person-2",), at, RotationPhase.PREPARING, layers)
    with catalogue.change(Asker.local("ada"), "begun", kind=AuditKind.KEYS) as change:
        change.begin_rotation(rotation)
    assert catalogue.rotations() == (rotation,)
    catalogue.close()


def test_a_migration_that_breaks_off_leaves_everything(url: str) -> None:
    """Where a step fails, the catalogue is as it was, and the next start brings it forward."""

    class Refuses(MemoryKeys):
        def signed(self, head: Head) -> Head:
            del head
            raise KeyboardInterrupt

    engine = filled(url, STORED[0])
    with pytest.raises(KeyboardInterrupt):
        SqlCatalogue(url, clock=SystemClock(), signer=Refuses())
    with engine.connect() as connection:
        assert (
            connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            == (STORED[0])
        )
        assert not inspect(connection).has_table("audit_head")
    engine.dispose()
    catalogue = SqlCatalogue(url, clock=SystemClock(), signer=KEYS)
    assert catalogue.check_audit().sound
    catalogue.close()


def test_a_newer_catalogue_is_left_alone(url: str) -> None:
    """A program that is too old says so and changes nothing."""
    SqlCatalogue(url, clock=SystemClock()).close()
    engine = engine_for(Address(url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(Exception, match="newer version"):
        SqlCatalogue(url, clock=SystemClock())


def test_older_catalogues_are_stored() -> None:
    """There is one to bring forward, and it is older than this program."""
    assert STORED
    assert STORED[0] < HEAD


def _plain(then: list[dict[str, Any]], now: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows with truth values where the database has them."""
    if not now:
        return then
    truths = {name for name, value in now[0].items() if isinstance(value, bool)}
    return [
        {name: bool(value) if name in truths else value for name, value in row.items()}
        for row in then
    ]

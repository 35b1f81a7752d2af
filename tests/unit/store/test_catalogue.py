"""What only a catalogue in SQL can get wrong: tables, locks, the database's own faults."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError
from tests.unit.store.rows import HandClock

from tiig.model.asker import Asker
from tiig.model.database_errors import DATABASE_ADDRESS, DATABASE_UNREACHABLE
from tiig.model.errors import (
    DISK_FULL,
    OUR_FAULT,
    PACK_DAMAGED,
    STORE_LOCKED,
    STORE_UNWRITABLE,
    TiigError,
)
from tiig.store import Address, SqlCatalogue
from tiig.store.catalogue import schema, tables
from tiig.store.catalogue.engines import sql_errors
from tiig.store.catalogue.kinds import Moment

ASKER = Asker.local("ada")
STATEMENT = "INSERT a value"


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of a catalogue that is not there yet."""
    return f"sqlite:///{tmp_path / 'catalogue.db'}"


def raised_by(work: Callable[[], object]) -> str:
    """Return the kind of error that is raised."""
    with pytest.raises(TiigError) as raised:
        work()
    return raised.value.kind.id


def test_migrations_make_the_declared_tables(url: str, clock: HandClock) -> None:
    """The migrations end where the declared tables stand."""
    SqlCatalogue(url, clock=clock).close()
    engine = create_engine(url)
    with engine.connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), tables.metadata)
    engine.dispose()

    assert difference == []


def test_head_is_the_newest_migration() -> None:
    """The version that skips migrating is the newest there is."""
    import tiig.store

    folder = Path(str(tiig.store.__file__)).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_current_head() == schema.HEAD


def test_opening_again_keeps_everything(url: str, clock: HandClock) -> None:
    """A catalogue opened again holds what it held, in SQLite's durable mode."""
    first = SqlCatalogue(url, clock=clock)
    with first.change(ASKER, "one"):
        pass
    first.close()

    again = SqlCatalogue(url, clock=clock)
    assert again.change_number() == 1
    with again._engine.connect() as connection:
        told = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous")
        ]
    again.close()
    assert told == ["wal", 2]


def test_second_writer_waits_then_is_refused(url: str, clock: HandClock) -> None:
    """While one writes, another waits its time and is told; readers see what was there."""
    first = SqlCatalogue(url, clock=clock)
    second = SqlCatalogue(Address(url, wait_ms=50), clock=clock)
    with first.change(ASKER, "slow"):

        def write() -> None:
            with second.change(ASKER, "too late"):
                pass

        assert STORE_LOCKED.id == raised_by(write)
        assert second.change_number() == 0
    assert second.change_number() == 1
    first.close()
    second.close()


def test_an_address_is_shown_without_its_password() -> None:
    """Wherever the password came from, it is never written down."""
    for url in ("postgresql://u:pw@h:1/x?sslmode=require", "postgresql://u@h:1/x?sslmode=require"):
        for password in (None, "pw"):
            shown = Address(url, password).shown
            assert shown == "postgresql://u@h:1/x?sslmode=require"


def test_not_a_database_is_said(tmp_path: Path, url: str, clock: HandClock) -> None:
    """A file that is no database is damaged; a folder that is not there cannot be written."""
    (tmp_path / "catalogue.db").write_bytes(b"x" * 5000)

    assert PACK_DAMAGED.id == raised_by(lambda: SqlCatalogue(url, clock=clock))
    missing = f"sqlite:///{tmp_path / 'none' / 'catalogue.db'}"
    assert STORE_UNWRITABLE.id == raised_by(lambda: SqlCatalogue(missing, clock=clock))
    assert DATABASE_ADDRESS.id == raised_by(lambda: SqlCatalogue("rubbish", clock=clock))


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_FULL, DISK_FULL.id),
        (sqlite3.SQLITE_READONLY, STORE_UNWRITABLE.id),
        (sqlite3.SQLITE_IOERR_READ, STORE_UNWRITABLE.id),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, STORE_LOCKED.id),
        (sqlite3.SQLITE_ERROR, OUR_FAULT.id),
    ],
)
def test_sqlite_faults_have_our_names(code: int, kind: str) -> None:
    """SQLite's codes become our kinds, and its text stays behind."""
    fault = sqlite3.OperationalError("a value of a patient")
    fault.sqlite_errorcode = code

    def fail() -> None:
        with sql_errors():
            raise OperationalError(STATEMENT, {}, fault)

    with pytest.raises(TiigError) as raised:
        fail()
    assert kind == raised.value.kind.id
    assert "value" not in str(raised.value)
    assert raised.value.__suppress_context__


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("55P03", STORE_LOCKED.id),
        ("53100", DISK_FULL.id),
        ("42501", STORE_UNWRITABLE.id),
        (None, DATABASE_UNREACHABLE.id),
        ("57P01", DATABASE_UNREACHABLE.id),
        ("08006", DATABASE_UNREACHABLE.id),
        ("XX000", OUR_FAULT.id),
    ],
)
def test_postgres_faults_have_our_names(state: str | None, kind: str) -> None:
    """PostgreSQL's states become our kinds; a lost connection is a server not reached."""

    class Fault(Exception):
        sqlstate = state

    def fail() -> None:
        with sql_errors():
            raise OperationalError(STATEMENT, {}, Fault())

    assert kind == raised_by(fail)


def test_moment_needs_its_zone() -> None:
    """A moment without a time zone is never written."""
    with pytest.raises(ValueError, match="time zone"):
        Moment().process_bind_param(datetime(2026, 1, 1), None)  # type: ignore[arg-type]

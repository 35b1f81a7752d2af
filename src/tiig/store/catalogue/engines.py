"""Engines for SQLite and PostgreSQL, and their faults in our words: all dialect stands here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from tiig.model.database_errors import (
    CATALOGUE_MISSING,
    DATABASE_ADDRESS,
    DATABASE_DRIVER,
    DATABASE_REFUSED,
    DATABASE_UNREACHABLE,
)
from tiig.model.errors import (
    DISK_FULL,
    PACK_DAMAGED,
    STORE_LOCKED,
    STORE_UNWRITABLE,
    Kind,
    TiigError,
)
from tiig.store.faults import our_fault

WRITES = "tiig_writes"
"""Execution option of connections that will write."""

_WAIT_MS = 5_000
_CONNECT_SECONDS = 10
_ONE_WRITER = 7_449_107  # an arbitrary number: whoever writes holds this PostgreSQL lock
_SQLITE: dict[int, Kind] = {
    sqlite3.SQLITE_BUSY: STORE_LOCKED,
    sqlite3.SQLITE_LOCKED: STORE_LOCKED,
    sqlite3.SQLITE_FULL: DISK_FULL,
    sqlite3.SQLITE_READONLY: STORE_UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: STORE_UNWRITABLE,
    sqlite3.SQLITE_IOERR: STORE_UNWRITABLE,
    sqlite3.SQLITE_PERM: STORE_UNWRITABLE,
    sqlite3.SQLITE_CORRUPT: PACK_DAMAGED,
    sqlite3.SQLITE_NOTADB: PACK_DAMAGED,
}
_POSTGRES: dict[str, Kind] = {
    "55P03": STORE_LOCKED,  # lock_not_available
    "40001": STORE_LOCKED,  # serialization_failure
    "40P01": STORE_LOCKED,  # deadlock_detected
    "53100": DISK_FULL,
    "25006": STORE_UNWRITABLE,  # read_only_sql_transaction
    "42501": STORE_UNWRITABLE,  # insufficient_privilege
    "57P01": DATABASE_UNREACHABLE,  # admin_shutdown
    "57P02": DATABASE_UNREACHABLE,  # crash_shutdown
    "57P03": DATABASE_UNREACHABLE,  # cannot_connect_now
}
_PRIMARY_CODE = 0xFF


@dataclass(frozen=True, repr=False)
class Address:
    """Where a catalogue is: a URL without a password, and the password, which is never shown.

    `expected` means that the catalogue was made before: where it is not there nothing is made.
    `beginning` means that it is made anew, in place of one that was begun and never finished,
    and counts as unfinished until `SqlCatalogue.finish`. A writer waits `wait_ms` for another
    before STORE_LOCKED.
    """

    url: str
    password: str | None = None
    expected: bool = False
    beginning: bool = False
    wait_ms: int = _WAIT_MS

    def read(self) -> URL:
        """Return it as SQLAlchemy's; DATABASE_ADDRESS where it is none that we speak to."""
        try:
            found = make_url(self.url)
        except (ArgumentError, ValueError):
            raise TiigError(DATABASE_ADDRESS, what="it is no URL of a database") from None
        if found.get_backend_name() not in {"sqlite", "postgresql"}:
            raise TiigError(DATABASE_ADDRESS, what="it is neither SQLite nor PostgreSQL")
        if found.drivername == "postgresql":
            found = found.set(drivername="postgresql+psycopg")
        return found.set(password=self.password) if self.password else found

    @property
    def file(self) -> str | None:
        """The file that it names; None where it names a server's database."""
        url = self.read()
        return url.database if url.get_backend_name() == "sqlite" else None

    @property
    def shown(self) -> str:
        """The URL as it may be written down: no password anywhere in it."""
        url = self.read().difference_update_query(["password"])
        parts = (url.username, None, url.host, url.port, url.database, url.query)
        plain = URL.create(url.get_backend_name(), *parts)  # set() cannot take a password away
        return plain.render_as_string(hide_password=False)


def engine_for(address: Address) -> Engine:
    """Return an engine whose writers come one after the other, and wait for a while."""
    url = address.read()
    try:
        if url.get_backend_name() == "sqlite":
            if address.expected and not Path(url.database or "").is_file():
                raise TiigError(CATALOGUE_MISSING)  # SQLite would make an empty one
            engine = create_engine(url, connect_args={"timeout": address.wait_ms / 1000})
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        told = {"connect_timeout": _CONNECT_SECONDS, "application_name": "tiig"}
        engine = create_engine(
            url,
            isolation_level="READ COMMITTED",
            pool_pre_ping=True,  # a server that was started anew is no error for who asks later
            connect_args={name: value for name, value in told.items() if name not in url.query},
        )
    except ImportError:
        raise TiigError(DATABASE_DRIVER) from None
    except (ArgumentError, ValueError):
        raise TiigError(DATABASE_ADDRESS, what="a part of it is not understood") from None
    event.listen(engine, "begin", _begin_postgres(address.wait_ms))
    return engine


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Open a connection to read from that sees one state of the database throughout."""
    level = "REPEATABLE READ" if engine.dialect.name == "postgresql" else "SERIALIZABLE"
    chosen = engine.execution_options(isolation_level=level)
    with chosen.connect() as connection, connection.begin():
        yield connection


def may_make_tables(connection: Connection) -> bool:
    """Tell whether the database's user may make tables where it would make them."""
    if connection.dialect.name != "postgresql":
        return True
    asked = text("SELECT has_schema_privilege(current_schema(), 'CREATE')")
    return bool(connection.execute(asked).scalar())


@contextmanager
def raw_texts(connection: Connection) -> Iterator[None]:
    """Read texts whatever bytes they hold; SQLite would refuse those that are not UTF-8."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    before = driver.text_factory
    driver.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = before


@contextmanager
def sql_errors() -> Iterator[None]:
    """Turn the database's errors into ours; their text quotes values and stays behind."""
    try:
        yield
    except SQLAlchemyError as fault:
        raise _named(fault) from None


def unfit(fault: DBAPIError) -> bool:
    """Tell whether a database refused a value, not whoever brought it."""
    return isinstance(fault, DataError | IntegrityError | ProgrammingError)


def _named(fault: SQLAlchemyError) -> TiigError:
    if isinstance(fault, PoolTimeout):
        return TiigError(STORE_LOCKED)  # every connection of this process is in use
    cause = fault.orig if isinstance(fault, DBAPIError) else None
    if isinstance(cause, sqlite3.Error):
        kind = _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & _PRIMARY_CODE)
    else:
        state = getattr(cause, "sqlstate", None)
        if cause is not None and (state is None or state.startswith("28")):
            return _not_let_in(cause)
        kind = _POSTGRES.get(state or "")
        kind = DATABASE_UNREACHABLE if state and state.startswith("08") else kind
    if kind is PACK_DAMAGED:
        return TiigError(kind, pack="the catalogue")
    return TiigError(kind) if kind else our_fault(f"catalogue {type(fault).__name__}")


def _not_let_in(cause: BaseException) -> TiigError:
    """Tell a server that is not there from one that answers no; its own words stay behind."""
    said, link = str(cause), getattr(cause, "pgconn", None)
    if getattr(link, "needs_password", False):
        return TiigError(DATABASE_REFUSED, what="it asks for a password")
    if "does not exist" in said and "database" in said:
        return TiigError(DATABASE_REFUSED, what="it has no database of this name")
    if getattr(link, "used_password", False) or "FATAL" in said:
        return TiigError(DATABASE_REFUSED, what="user, password or database is not right")
    return TiigError(DATABASE_UNREACHABLE)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Leave transactions to us; survive a power cut (WAL, every commit flushed)."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once where writing is meant: a late upgrade could not wait."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgres(wait_ms: int) -> Any:  # noqa: ANN401 - SQLAlchemy's own listener type
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(WRITES, False):
            connection.execute(text(f"SET LOCAL lock_timeout = {wait_ms:d}"))
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_WRITER:d})"))

    return begin

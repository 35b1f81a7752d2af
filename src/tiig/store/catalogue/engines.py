"""Engines for SQLite and PostgreSQL, and their faults in our words: all dialect stands here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

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
}
_PRIMARY_CODE = 0xFF


def engine_for(url: str, *, wait_ms: int = _WAIT_MS) -> Engine:
    """Return an engine whose writers come one after the other and wait at most `wait_ms`."""
    try:
        address = make_url(url)
        if address.get_backend_name() == "sqlite":
            engine = create_engine(address, connect_args={"timeout": wait_ms / 1000})
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        if address.drivername == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        engine = create_engine(address, isolation_level="READ COMMITTED")
    except (ArgumentError, ImportError):
        raise TiigError(STORE_UNWRITABLE) from None
    event.listen(engine, "begin", _begin_postgres(wait_ms))
    return engine


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Open a connection to read from that sees one state of the database throughout."""
    level = "REPEATABLE READ" if engine.dialect.name == "postgresql" else "SERIALIZABLE"
    chosen = engine.execution_options(isolation_level=level)
    with chosen.connect() as connection, connection.begin():
        yield connection


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


def _named(fault: SQLAlchemyError) -> TiigError:
    cause = fault.orig if isinstance(fault, DBAPIError) else None
    if isinstance(cause, sqlite3.Error):
        kind = _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & _PRIMARY_CODE)
    else:
        state = getattr(cause, "sqlstate", None)
        lost = cause is not None and state is None
        kind = STORE_UNWRITABLE if lost else _POSTGRES.get(state or "")
    if kind is PACK_DAMAGED:
        return TiigError(kind, pack="the catalogue")
    return TiigError(kind) if kind else our_fault(f"catalogue {type(fault).__name__}")


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

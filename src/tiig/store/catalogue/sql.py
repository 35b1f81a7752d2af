"""The catalogue over SQLAlchemy: connections, transactions, and the audit row of each change."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, func, insert, select, update

from tiig.model.asker import Asker
from tiig.model.ports import Clock, Intent
from tiig.store.catalogue import rules, tables
from tiig.store.catalogue.engines import WRITES, engine_for, sql_errors
from tiig.store.catalogue.reading import SqlReading
from tiig.store.catalogue.rows import cells
from tiig.store.catalogue.schema import migrate
from tiig.store.catalogue.writing import SqlChange


class SqlCatalogue(SqlReading):
    """A catalogue in the database that a URL names; its tables are made or brought up.

    One writer at a time; readers never wait. A change opened inside a change of the same
    thread is undone alone where it fails, and together with the outer one. `wait_ms` is how
    long a writer waits for another before STORE_LOCKED.
    """

    def __init__(self, url: str, *, clock: Clock, wait_ms: int = 5_000) -> None:
        self._clock = clock
        self._here = threading.local()
        with sql_errors():
            self._engine: Engine = engine_for(url, wait_ms=wait_ms)
            migrate(self._engine)

    @contextmanager
    def change(self, asker: Asker, because: str) -> Iterator[SqlChange]:
        """Open a transaction; everything in it, with its audit row, or nothing."""
        with self._writing() as connection:
            self._write_audit(connection, asker, because)
            yield SqlChange(connection)

    def announce(self, intent: Intent) -> None:
        """Commit an intent before any file is written."""
        with self._writing() as connection:
            connection.execute(insert(tables.intents), [cells(intent)])

    def extend(self, intent: Intent) -> None:
        """Commit more files or a longer lease; STORE_LOCKED where the intent was taken away."""
        table = tables.intents
        with self._writing() as connection:
            changed = connection.execute(
                update(table).where(table.c.id == intent.id).values(cells(intent))
            )
            rules.check_announced(found=changed.rowcount == 1)

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """Open a transaction that writes, or a savepoint in the one that this thread has open."""
        open_already: Connection | None = getattr(self._here, "connection", None)
        if open_already is not None:
            with sql_errors(), open_already.begin_nested():
                yield open_already
            return
        writes = {WRITES: True}
        with (
            sql_errors(),
            self._engine.connect().execution_options(**writes) as connection,
            connection.begin(),
        ):
            self._here.connection = connection
            try:
                yield connection
            finally:
                self._here.connection = None

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        open_already: Connection | None = getattr(self._here, "connection", None)
        with sql_errors():
            if open_already is not None:
                yield open_already
            else:
                with self._engine.connect() as connection:
                    yield connection

    def _write_audit(self, connection: Connection, asker: Asker, because: str) -> None:
        last = connection.execute(select(func.max(tables.audit.c.number))).scalar()
        row = {
            "number": (last or 0) + 1,
            "at": self._clock.now(),
            "person": asker.person,
            "organisation": asker.organisation,
            "channel": asker.channel,
            "authenticated": asker.authenticated,
            "purpose": asker.purpose,
            "because": because,
        }
        connection.execute(insert(tables.audit), [row])

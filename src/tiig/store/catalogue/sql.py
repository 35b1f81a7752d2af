"""The catalogue over SQLAlchemy: connections, transactions, and the audit row of each change."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, insert, update

from tiig.model.asker import Asker
from tiig.model.audit import AuditCheck, AuditKind, Head, Signer, TextSearch
from tiig.model.ports import Clock, Intent, Seams
from tiig.store import chain
from tiig.store.catalogue import moving, rules, tables, trail
from tiig.store.catalogue.engines import WRITES, Address, engine_for, snapshot, sql_errors
from tiig.store.catalogue.reading import SqlReading
from tiig.store.catalogue.rows import cells
from tiig.store.catalogue.schema import finish, migrate
from tiig.store.catalogue.writing import SqlChange


class SqlCatalogue(SqlReading):
    """A catalogue in the database that a URL names; its tables are made or brought up.

    One writer at a time; readers never wait. A change opened inside a change of the same
    thread is undone alone where it fails, and together with the outer one. Without a `signer`
    the audit trail's heads stay unsigned, and its check says so; without a `search` reasons are
    kept as given. It is not `finished` while the workspace that it belongs to is being made.
    """

    def __init__(
        self,
        url: str | Address,
        *,
        clock: Clock,
        signer: Signer | None = None,
        search: TextSearch | None = None,
        seams: Seams | None = None,
    ) -> None:
        self._clock = clock
        self._signer = signer
        self._search = search
        self._here = threading.local()
        with sql_errors():
            address = url if isinstance(url, Address) else Address(url)
            self._engine: Engine = engine_for(address)
            try:
                self.finished = migrate(self._engine, address, signer, seams)
            except BaseException:
                self._engine.dispose()
                raise

    @contextmanager
    def change(
        self,
        asker: Asker,
        because: str,
        *,
        kind: AuditKind = AuditKind.CHANGE,
        subjects: Sequence[str] = (),
    ) -> Iterator[SqlChange]:
        """Open a transaction; everything in it, with its audit row, or nothing."""
        told = chain.Told(asker, because, kind, tuple(subjects)).searched(self._search)
        with self._writing() as connection:
            head = trail.add(connection, told, self._clock.now(), self._signer)
            yield SqlChange(connection, head)

    def note(
        self,
        asker: Asker,
        because: str,
        *,
        kind: AuditKind = AuditKind.LOOK,
        subjects: Sequence[str] = (),
    ) -> None:
        """Write an audit row of what changes nothing: a read, a decision."""
        with self.change(asker, because, kind=kind, subjects=subjects):
            pass

    def check_audit(self, heads: Collection[Head] = ()) -> AuditCheck:
        """Go through the whole trail, and hold it against heads that were kept outside."""
        with sql_errors(), snapshot(self._engine) as connection:
            return trail.checked(connection, heads, self._signer)

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

    def fill(self, source: SqlCatalogue) -> None:
        """Take over every row of another catalogue, as it is stored; all of them or none."""
        with sql_errors(), snapshot(source._engine) as read, self._writing() as write:
            moving.copy(read, write)

    def finish(self) -> None:
        """Let a catalogue count that was begun: its workspace stands."""
        if not self.finished:
            with self._writing() as connection:
                finish(connection)
            self.finished = True

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

"""The audit trail in SQL: adding rows under the writer's lock, and walking through all of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, String, delete, insert, select, type_coerce
from sqlalchemy.exc import OperationalError

from tiig.model.audit import AuditAsked, AuditCheck, AuditRow, Head, Signer, moment_of
from tiig.model.audit_errors import AUDIT_ALTERED
from tiig.model.errors import TiigError
from tiig.store import chain
from tiig.store.catalogue import tables
from tiig.store.catalogue.engines import raw_texts
from tiig.store.catalogue.rows import cells, noun

_AT_ONCE = 5_000
_COLUMNS = tables.audit.c
_BARE = {"number", "authenticated"}


def add(connection: Connection, told: chain.Told, at: datetime, signer: Signer | None) -> Head:
    """Add a row to the trail's end and sign the new head; the writer's lock is held."""
    rows, head = chain.following(told, _end(connection), at, signer)
    connection.execute(insert(tables.audit), [cells(row) for row in rows])
    connection.execute(delete(tables.audit_head))
    connection.execute(insert(tables.audit_head), [cells(head)])
    return head


def head_of(connection: Connection) -> Head | None:
    """Return the stored head, whatever has become of it."""
    table = tables.audit_head
    told = [
        type_coerce(column, Integer if column.name == "number" else String) for column in table.c
    ]
    with raw_texts(connection):
        row = connection.execute(select(*told)).mappings().first()
    if row is None:
        return None
    texts = {name: str(row[name]) for name in ("hash", "key", "public", "signature")}
    return Head(number=row["number"], at=moment_of(str(row["at"])), **texts)


def rows_of(connection: Connection, asked: AuditAsked) -> tuple[AuditRow, ...]:
    """Return the rows that are asked for, oldest first."""
    wanted = select(tables.audit).order_by(_COLUMNS.number.desc()).limit(asked.last)
    if asked.through is not None:
        wanted = wanted.where(_COLUMNS.number <= asked.through)
    if asked.since is not None:
        wanted = wanted.where(_COLUMNS.at >= asked.since)
    if asked.until is not None:
        wanted = wanted.where(_COLUMNS.at < asked.until)
    if asked.kind is not None:
        wanted = wanted.where(_COLUMNS.kind == asked.kind)
    if asked.person is not None:
        wanted = wanted.where(_COLUMNS.person == asked.person)
    try:
        found = connection.execute(wanted).mappings().all()
        return tuple(noun(AuditRow, row) for row in reversed(found))
    except (LookupError, TypeError, ValueError, OperationalError):
        raise TiigError(AUDIT_ALTERED) from None


def checked(connection: Connection, heads: Collection[Head], signer: Signer | None) -> AuditCheck:
    """Walk through the trail as it is stored; `connection` sees one state of it throughout."""
    walk = chain.Walk(frozenset(head.number for head in heads))
    head = head_of(connection)
    with raw_texts(connection):
        stored = connection.execution_options(yield_per=_AT_ONCE).execute(_stored())
        walk.through(stored)
    return chain.judged(walk, head, heads, signer)


def _stored() -> Any:  # noqa: ANN401 - a selection of columns of any type
    """Select the rows as they are stored, without reading moments, words or kinds."""
    names = (*chain.COLUMNS, "hash")
    told = [type_coerce(_COLUMNS[name], Integer if name in _BARE else String) for name in names]
    return select(*told).order_by(_COLUMNS.number)


def _end(connection: Connection) -> chain.End:
    last = select(_COLUMNS.number, _COLUMNS.hash).order_by(_COLUMNS.number.desc()).limit(1)
    with raw_texts(connection):
        row = connection.execute(last).first()
    number, told = (0, chain.GENESIS) if row is None else (row.number, str(row.hash))
    return chain.End(number, told, head_of(connection))

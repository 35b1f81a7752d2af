"""Take a catalogue over from another database, row by row, as each is stored.

Values are read and written without the nouns' types: what stands in the audit trail is what its
hashes were made of. What was written is read again, and compared, before it is committed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    insert,
    select,
)
from sqlalchemy.exc import DBAPIError

from tiig.model.database_errors import CATALOGUE_UNMOVED
from tiig.model.errors import TiigError
from tiig.store.catalogue.engines import raw_texts, unfit
from tiig.store.catalogue.schema import check_newest
from tiig.store.catalogue.tables import metadata

_AT_ONCE = 2_000
_SPACE = 1 << 256


@dataclass
class Sum:
    """Rows of a table, counted and added up: the same whatever order they come in."""

    rows: int = 0
    total: int = 0

    def add(self, rows: Sequence[Row[tuple[object, ...]]]) -> None:
        """Take rows in; a truth is a number in one database and a truth in the other."""
        for row in rows:
            plain = [int(value) if isinstance(value, bool) else value for value in row]
            told = hashlib.sha256(json.dumps(plain).encode()).digest()
            self.total = (self.total + int.from_bytes(told)) % _SPACE
        self.rows += len(rows)


def copy(source: Connection, target: Connection) -> None:
    """Copy every table; `source` sees one state throughout, and `target`'s tables are empty.

    CATALOGUE_UNMOVED where a value is none that the other database takes, or came out another.
    """
    check_newest(source)
    for table in metadata.sorted_tables:
        bare = _bare(table)
        there, here = Sum(), Sum()
        for rows in _rows(source, bare):
            there.add(rows)
            _write(target, bare, rows)
        for rows in _rows(target, bare):
            here.add(rows)
        if there != here:
            raise TiigError(CATALOGUE_UNMOVED)


def _rows(connection: Connection, bare: Table) -> Iterator[Sequence[Row[tuple[object, ...]]]]:
    wanted = select(*bare.columns)
    with raw_texts(connection):
        found = connection.execute(wanted, execution_options={"yield_per": _AT_ONCE})
        yield from found.partitions()


def _write(target: Connection, bare: Table, rows: Sequence[Row[tuple[object, ...]]]) -> None:
    try:
        target.execute(insert(bare), [row._asdict() for row in rows])
    except UnicodeError:
        raise TiigError(CATALOGUE_UNMOVED) from None
    except DBAPIError as fault:
        if unfit(fault):
            raise TiigError(CATALOGUE_UNMOVED) from None
        raise


def _bare(table: Table) -> Table:
    """Return a table with the plainest types: whole numbers, truths, and text for the rest."""
    kinds = {Boolean: Boolean, Integer: Integer}
    columns = [
        Column(column.name, kinds.get(type(column.type), String)()) for column in table.columns
    ]
    return Table(table.name, MetaData(), *columns)

"""The writes of one transaction that destroys or erases, in SQL."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, delete, insert, select, update

from tiig.model.destruction import Destruction
from tiig.model.erasure import ErasedMark, Tombstone
from tiig.model.submission import Pair
from tiig.store.catalogue import rules, tables
from tiig.store.catalogue.rows import cells, noun

_AT_ONCE = 500  # ids in one statement: far below every database's limit


class SqlErasing:
    """Writes on one connection; `SqlChange` has them beside its own."""

    _connection: Connection

    def order_destruction(self, orders: Sequence[Destruction]) -> None:
        """Enter what must be destroyed, before it is."""
        if orders:
            self._connection.execute(insert(tables.destructions), [cells(one) for one in orders])

    def note_destroyed(self, orders: Collection[str], at: datetime) -> None:
        """Say that orders were carried out; those noted before keep their moment."""
        table = tables.destructions
        for some in _pieces(orders):
            here = and_(table.c.id.in_(some), table.c.done_at.is_(None))
            self._connection.execute(update(table).where(here).values(done_at=at))

    def stand_in(self, pairs: Mapping[str, Pair]) -> None:
        """Let pairs take the place of others, by id, that said the same of more rows."""
        table = tables.pairs
        for name, pair in pairs.items():
            here = table.c.id == name
            row = self._connection.execute(select(table).where(here)).mappings().first()
            rules.check_stands_in(noun(Pair, row) if row else None, pair)
            self._connection.execute(delete(table).where(here))
            self._connection.execute(insert(table), [cells(pair)])

    def drop_packs(self, packs: Collection[str]) -> None:
        """Take packs out of the catalogue; no pair may need them any more."""
        needed = self._connection.execute(select(tables.pairs.c.packs)).scalars()
        rules.check_unneeded(packs, needed)
        for some in _pieces(packs):
            self._connection.execute(delete(tables.packs).where(tables.packs.c.id.in_(some)))

    def add_tombstones(
        self, tombstones: Sequence[Tombstone], marks: Collection[ErasedMark]
    ) -> None:
        """Enter what was erased; a mark that stands already stays as it is."""
        if tombstones:
            self._connection.execute(insert(tables.tombstones), [cells(one) for one in tombstones])
        table = tables.erased_marks
        told = select(table.c.kind, table.c.layers, table.c.mark)
        known = {tuple(row) for row in self._connection.execute(told)}
        fresh = {(one.kind, one.layers, one.mark): one for one in marks}
        added = [cells(one) for key, one in sorted(fresh.items()) if key not in known]
        if added:
            self._connection.execute(insert(table), added)


def _pieces(names: Collection[str]) -> list[list[str]]:
    told = sorted(set(names))
    return [told[start : start + _AT_ONCE] for start in range(0, len(told), _AT_ONCE)]

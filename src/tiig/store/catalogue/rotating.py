"""Changes of keys in SQL: one journal, and one transaction in which all packs change places."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    RowMapping,
    Select,
    delete,
    insert,
    select,
    update,
)

from tiig.model.key_ports import Further
from tiig.model.keys import LAYERED, KeyLayers, Rotation, RotationPhase, Swap
from tiig.model.ports import Intent
from tiig.model.submission import Pack
from tiig.store.catalogue import rules, tables
from tiig.store.catalogue.rows import cells, noun


class SqlRotationReads(ABC):
    """Questions on changes of keys."""

    @abstractmethod
    def _rows(self, asked: Select[Any]) -> Sequence[RowMapping]:
        """Return the rows of a statement."""

    @abstractmethod
    def _writing(self) -> AbstractContextManager[Connection]:
        """Open a transaction that writes."""

    def key_layers(self) -> KeyLayers:
        """Return the layers of keyed ids in force."""
        return rules.layers_in_force(self.rotations())

    def rotations(self) -> tuple[Rotation, ...]:
        """Return every change of keys, oldest first."""
        found = [_rotation(row) for row in self._rows(select(tables.rotations))]
        return tuple(sorted(found, key=lambda one: one.id))

    def swaps(self) -> tuple[Swap, ...]:
        """Return packs that stand ready to take others' places, by the old one's id."""
        found = [_swap(row) for row in self._rows(select(tables.swaps))]
        return tuple(sorted(found, key=lambda swap: swap.old))

    def prepare_swap(self, rotation: str, swap: Swap) -> None:
        """Commit that a pack stands ready, in place of an earlier one for the same."""
        table = tables.swaps
        with self._writing() as connection:
            connection.execute(delete(table).where(table.c.old == swap.old))
            told = cells(swap.new) | {"old": swap.old, "rotation": rotation}
            connection.execute(insert(table), [told])


class SqlRotationWrites:
    """The writes of a change of keys, inside the transaction that the catalogue opened."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin_rotation(self, rotation: Rotation) -> None:
        """Enter a rotation; STORE_LOCKED where another has not ended."""
        rows = self._connection.execute(select(tables.rotations)).mappings().all()
        rules.check_begins([_rotation(row) for row in rows])
        told = {name: getattr(rotation, name) for name in ("id", "keys", "begun_at", "phase")}
        layers = {name: rotation.layers.of(name) for name in LAYERED}
        self._connection.execute(insert(tables.rotations), [told | layers])

    def swap_packs(self, rotation: str, settled: Collection[str], further: Further) -> None:
        """Put all prepared packs in the old ones' places, and the new layers in force."""
        announced = self._connection.execute(select(tables.intents)).mappings().all()
        rules.check_quiet([noun(Intent, row) for row in announced])
        here = {name for (name,) in self._connection.execute(select(tables.packs.c.id))}
        rules.check_settled(here, settled)
        prepared = self._connection.execute(select(tables.swaps)).mappings().all()
        self._name_anew([swap for swap in map(_swap, prepared) if swap.old in here])
        for column, purpose in keyed_columns(tables.metadata):
            bring_further(self._connection, column, partial(further, purpose))
        self._set_phase(rotation, RotationPhase.SWAPPED)

    def end_rotation(self, rotation: str) -> None:
        """Say that nothing needs the old keys any more."""
        self._connection.execute(delete(tables.swaps))
        self._set_phase(rotation, RotationPhase.DONE)

    def _name_anew(self, swaps: Sequence[Swap]) -> None:
        names = {swap.old: swap.new.id for swap in swaps}
        if not names:
            return
        self._connection.execute(insert(tables.packs), [cells(swap.new) for swap in swaps])
        pairs = self._connection.execute(select(tables.pairs.c.id, tables.pairs.c.packs)).all()
        for pair, packs in pairs:
            told = tuple(names.get(name, name) for name in packs)
            if told != packs:
                statement = update(tables.pairs).where(tables.pairs.c.id == pair)
                self._connection.execute(statement.values(packs=told))
        for name in names:
            self._connection.execute(delete(tables.packs).where(tables.packs.c.id == name))

    def _set_phase(self, rotation: str, phase: RotationPhase) -> None:
        table = tables.rotations
        changed = self._connection.execute(
            update(table).where(table.c.id == rotation).values(phase=phase)
        )
        rules.check_announced(found=changed.rowcount == 1)


def keyed_columns(metadata: MetaData) -> tuple[tuple[Column[Any], str], ...]:
    """Return the columns of keyed ids with their purpose: `Column(..., info={"keyed": ...})`."""
    return tuple(
        (column, column.info["keyed"])
        for table in metadata.sorted_tables
        for column in table.columns
        if "keyed" in column.info
    )


def bring_further(
    connection: Connection, column: Column[Any], layer: Callable[[Sequence[str]], Sequence[str]]
) -> None:
    """Bring every id of a column to its next layer; ids are random, so none meets another."""
    asked = select(column).where(column.is_not(None)).distinct()
    ids = sorted(connection.execute(asked).scalars())
    for old, new in zip(ids, layer(ids), strict=True):
        if old != new:
            connection.execute(update(column.table).where(column == old).values({column.name: new}))


def _rotation(row: RowMapping) -> Rotation:
    return Rotation(
        id=row["id"],
        keys=row["keys"],
        begun_at=row["begun_at"],
        phase=row["phase"],
        layers=KeyLayers(row["attendance"], row["person"], row["phrase"]),
    )


def _swap(row: RowMapping) -> Swap:
    return Swap(row["old"], noun(Pack, row))

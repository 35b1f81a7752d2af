"""The writes of one transaction that destroys or erases, on a state in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from tiig.model.destruction import Destruction
from tiig.model.erasure import Erasable, ErasedMark, Tombstone
from tiig.model.submission import Pack, Pair
from tiig.store.catalogue import rules
from tiig.store.in_memory.entering import enter


@dataclass
class ErasureState:
    """What is known of destroyed and erased data."""

    destructions: dict[str, Destruction] = field(default_factory=dict)
    tombstones: dict[str, Tombstone] = field(default_factory=dict)
    erased_marks: dict[tuple[Erasable, int, str], ErasedMark] = field(default_factory=dict)


class _State(Protocol):
    destructions: dict[str, Destruction]
    tombstones: dict[str, Tombstone]
    erased_marks: dict[tuple[Erasable, int, str], ErasedMark]
    pairs: dict[str, Pair]
    packs: dict[str, Pack]


class MemoryErasing:
    """Writes on the state of an open transaction; `MemoryChange` has them beside its own."""

    _state: Any  # a `_State`: the class that has it says more

    def order_destruction(self, orders: Sequence[Destruction]) -> None:
        """Enter what must be destroyed, before it is."""
        for one in orders:
            enter(self._here.destructions, one.id, one)

    def note_destroyed(self, orders: Collection[str], at: datetime) -> None:
        """Say that orders were carried out; those noted before keep their moment."""
        for name in orders:
            found = self._here.destructions.get(name)
            if found is not None and found.done_at is None:
                self._here.destructions[name] = replace(found, done_at=at)

    def stand_in(self, pairs: Mapping[str, Pair]) -> None:
        """Let pairs take the place of others, by id, that said the same of more rows."""
        for name, pair in pairs.items():
            rules.check_stands_in(self._here.pairs.get(name), pair)
            del self._here.pairs[name]
            enter(self._here.pairs, pair.id, pair)

    def drop_packs(self, packs: Collection[str]) -> None:
        """Take packs out of the catalogue; no pair may need them any more."""
        rules.check_unneeded(packs, (pair.packs for pair in self._here.pairs.values()))
        for name in packs:
            self._here.packs.pop(name, None)

    def add_tombstones(
        self, tombstones: Sequence[Tombstone], marks: Collection[ErasedMark]
    ) -> None:
        """Enter what was erased; a mark that stands already stays as it is."""
        for stone in tombstones:
            enter(self._here.tombstones, stone.id, stone)
        for mark in marks:
            self._here.erased_marks.setdefault((mark.kind, mark.layers, mark.mark), mark)

    @property
    def _here(self) -> _State:
        state: _State = self._state
        return state

"""Changes of keys in memory: the reference that the other catalogues are held to."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import fields, is_dataclass, replace
from typing import Any, Protocol

from tiig.model.key_ports import Further
from tiig.model.keys import KeyLayers, Rotation, RotationPhase, Swap
from tiig.model.ports import Intent
from tiig.model.submission import Pack, Pair
from tiig.store.catalogue import rules


class Known(Protocol):
    """What a change of keys needs of the whole state."""

    @property
    def rotations(self) -> dict[str, Rotation]:
        """Every rotation by id."""
        ...

    @property
    def swaps(self) -> dict[str, Swap]:
        """Packs that stand ready, by the old one's id."""
        ...

    @property
    def packs(self) -> dict[str, Pack]:
        """Every pack by id."""
        ...

    @property
    def pairs(self) -> dict[str, Pair]:
        """Every pair by id."""
        ...

    @property
    def intents(self) -> Mapping[str, Intent]:
        """Announced work by id."""
        ...


class MemoryRotationReads(ABC):
    """Questions on changes of keys."""

    @abstractmethod
    def _now(self) -> Known:
        """Return the state as this thread sees it."""

    @abstractmethod
    def _writing(self) -> AbstractContextManager[Known]:
        """Open a transaction."""

    def key_layers(self) -> KeyLayers:
        """Return the layers of keyed ids in force."""
        return rules.layers_in_force(self.rotations())

    def rotations(self) -> tuple[Rotation, ...]:
        """Return every change of keys, oldest first."""
        return tuple(sorted(self._now().rotations.values(), key=lambda one: one.id))

    def swaps(self) -> tuple[Swap, ...]:
        """Return packs that stand ready to take others' places, by the old one's id."""
        return tuple(sorted(self._now().swaps.values(), key=lambda swap: swap.old))

    def prepare_swap(self, rotation: str, swap: Swap) -> None:
        """Enter that a pack stands ready, in place of an earlier one for the same."""
        del rotation
        with self._writing() as state:
            state.swaps[swap.old] = swap


class MemoryRotationWrites(ABC):
    """The writes of a change of keys on the state of an open transaction."""

    @abstractmethod
    def _open(self) -> Known:
        """Return the state of the transaction."""

    def begin_rotation(self, rotation: Rotation) -> None:
        """Enter a rotation; STORE_LOCKED where another has not ended."""
        known = self._open().rotations
        rules.check_begins(tuple(known.values()))
        known[rotation.id] = rotation

    def swap_packs(self, rotation: str, settled: Collection[str], further: Further) -> None:
        """Put all prepared packs in the old ones' places, and the new layers in force."""
        state = self._open()
        rules.check_quiet(tuple(state.intents.values()))
        rules.check_settled(state.packs, settled)
        names = {}
        for swap in [one for one in state.swaps.values() if one.old in state.packs]:
            state.packs.pop(swap.old)
            state.packs[swap.new.id] = swap.new
            names[swap.old] = swap.new.id
        for pair in tuple(state.pairs.values()):
            told = tuple(names.get(name, name) for name in pair.packs)
            state.pairs[pair.id] = replace(pair, packs=told)
        for values in vars(state).values():
            if isinstance(values, dict):
                bring_further(values, further)
        self._set_phase(rotation, RotationPhase.SWAPPED)

    def end_rotation(self, rotation: str) -> None:
        """Say that nothing needs the old keys any more."""
        self._open().swaps.clear()
        self._set_phase(rotation, RotationPhase.DONE)

    def _set_phase(self, rotation: str, phase: RotationPhase) -> None:
        known = self._open().rotations
        rules.check_announced(found=rotation in known)
        known[rotation] = replace(known[rotation], phase=phase)


def bring_further(values: dict[Any, Any], further: Further) -> None:
    """Bring keyed ids in nouns to the next layer: fields declared with metadata `keyed`."""
    for name, value in tuple(values.items()):
        if not is_dataclass(value) or isinstance(value, type):
            continue
        ids = {
            one.name: (purpose, getattr(value, one.name))
            for one in fields(value)
            if (purpose := one.metadata.get("keyed")) and getattr(value, one.name) is not None
        }
        if not ids:
            continue
        told = {part: further(purpose, [old])[0] for part, (purpose, old) in ids.items()}
        renamed = {old: told[part] for part, (_, old) in ids.items()}
        del values[name]
        values[renamed.get(name, name)] = replace(value, **told)

"""Decisions on place phrases in memory."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tiig.model.places import PlaceDecision, decision_order
from tiig.store.faults import refuse


@dataclass
class KnownPlaces:
    """The part of the state that holds decisions."""

    place_decisions: dict[str, PlaceDecision] = field(default_factory=dict)


class MemoryPlaces(ABC):
    """Questions; a part of the catalogue."""

    @abstractmethod
    def _now(self) -> KnownPlaces:
        """Return the state as this thread sees it."""

    def place_decisions(self) -> tuple[PlaceDecision, ...]:
        """Return every decision ever made, oldest first, by phrase ids in force."""
        return tuple(sorted(self._now().place_decisions.values(), key=decision_order))


class MemoryPlaceWrites:
    """Writes; a part of a transaction."""

    _state: Any  # a `KnownPlaces`: the class that has it says more

    def add_place_decisions(self, decisions: Sequence[PlaceDecision]) -> None:
        """Enter decisions; none is ever changed or removed."""
        for one in decisions:
            if one.id in self._state.place_decisions:
                refuse("an id is used twice")
            self._state.place_decisions[one.id] = one

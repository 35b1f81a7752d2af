"""Decisions on local values in memory, and the quality counts of what was read again."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tiig.model.code_map import CodeDecision, decision_order
from tiig.model.submission import MeasureCount
from tiig.store.faults import refuse


@dataclass
class KnownCodes:
    """The part of the state that holds them."""

    code_decisions: dict[str, CodeDecision] = field(default_factory=dict)
    reread_measures: dict[tuple[str, str], tuple[MeasureCount, ...]] = field(default_factory=dict)


class MemoryCodes(ABC):
    """Questions; a part of the catalogue."""

    @abstractmethod
    def _now(self) -> KnownCodes:
        """Return the state as this thread sees it."""

    def code_decisions(self) -> tuple[CodeDecision, ...]:
        """Return every decision ever made, oldest first."""
        return tuple(sorted(self._now().code_decisions.values(), key=decision_order))

    def reread_measures(self, submission: str, derivation: str) -> tuple[MeasureCount, ...]:
        """Return the counts of a submission as a later derivation read it, by month and site."""
        found = self._now().reread_measures.get((submission, derivation), ())
        return tuple(sorted(found, key=lambda o: (o.month, o.site, o.item, o.measure)))


class MemoryCodeWrites:
    """Writes; a part of a transaction."""

    _state: Any  # a `KnownCodes`: the class that has it says more

    def add_code_decisions(self, decisions: Sequence[CodeDecision]) -> None:
        """Enter decisions; none is ever changed or removed."""
        for one in decisions:
            if one.id in self._state.code_decisions:
                refuse("an id is used twice")
            self._state.code_decisions[one.id] = one

    def add_reread_measures(
        self, submission: str, derivation: str, counts: Sequence[MeasureCount]
    ) -> None:
        """Keep the counts of site-months that were read again, in place of any they had."""
        anew = {(one.site, one.month) for one in counts}
        known = self._state.reread_measures.get((submission, derivation), ())
        kept = tuple(one for one in known if (one.site, one.month) not in anew)
        self._state.reread_measures[submission, derivation] = (*kept, *counts)

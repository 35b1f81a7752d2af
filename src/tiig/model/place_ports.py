"""What the store keeps of place phrases and decisions on them, as parts of its ports."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from tiig.model.places import PlaceDecision


class PlaceReads(Protocol):
    """What the catalogue knows of decisions on phrases."""

    def place_decisions(self) -> tuple[PlaceDecision, ...]:
        """Return every decision ever made, oldest first, by phrase ids in force."""
        ...


class PlaceWrites(Protocol):
    """Writes of one transaction."""

    def add_place_decisions(self, decisions: Sequence[PlaceDecision]) -> None:
        """Enter decisions; none is ever changed or removed."""
        ...


class PhraseVault(Protocol):
    """Sealed phrases that outlive the others of their submission."""

    def set_apart(self, submission: str, phrases: Collection[str]) -> int:
        """Seal the phrases of a submission that are among these ids, under a key of their own.

        Returns how many there are; the table that they came from stays as it is.
        """
        ...

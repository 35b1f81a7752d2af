"""Add nouns to the state of the catalogue in memory, each under an id that is used once."""

from __future__ import annotations

from typing import TypeVar

from tiig.store.faults import refuse

Noun = TypeVar("Noun")


def enter(there: dict[str, Noun], name: str, value: Noun) -> None:
    """Add under a new id."""
    if name in there:
        refuse("an id is used twice")
    there[name] = value

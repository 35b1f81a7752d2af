"""An exercise of the training page: a synthetic record as it was written, and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Exercise:
    """What stands in the fields of one invented record; `lacking` are parts of `PARTS`."""

    day: str
    place: str
    weapon: str
    lacking: tuple[str, ...]

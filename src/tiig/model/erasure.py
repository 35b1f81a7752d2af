"""What is left of rows that were erased: how many and why, and marks that keep them out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tiig.model.months import Month


class Erasable(StrEnum):
    """By what rows are erased and known again: whose they are, or one arrival."""

    PERSON = "person"
    ATTENDANCE = "attendance"
    ROW = "row"


@dataclass(frozen=True)
class Tombstone:
    """Rows erased from what one submission said of one site-month; names nobody.

    `before` is the pair that said it, `after` the pair with what is left of it: figures from
    `before` cannot be recomputed.
    """

    id: str
    erasure: str
    submission: str
    site: str
    month: Month
    rows: int
    at: datetime
    person: str
    because: str
    before: str
    after: str


@dataclass(frozen=True, order=True)
class ErasedMark:
    """A keyed id under one more key: it can be recognised in a file that is sent again.

    `layers` is how many keys the id had when it was marked: ids are nested, so that a raw
    number still leads there after the keys were rotated. A ROW is marked by its file's
    fingerprint and line, for rows that have no number to be known by; it has no layers.
    """

    kind: Erasable
    layers: int
    mark: str
    erasure: str


@dataclass(frozen=True, repr=False)
class ErasedMarks:
    """All marks, and the key that made them: what intake needs to keep erased rows out."""

    key: bytes
    marks: tuple[ErasedMark, ...] = ()

    def __repr__(self) -> str:
        return f"<ErasedMarks: {len(self.marks)}>"

    def layers(self, kind: Erasable) -> tuple[int, ...]:
        """Return how many layers marks of a kind have, each number once."""
        return tuple(sorted({one.layers for one in self.marks if one.kind is kind}))

    def of(self, kind: Erasable, layers: int) -> frozenset[str]:
        """Return the marks of a kind at one number of layers."""
        return frozenset(
            one.mark for one in self.marks if one.kind is kind and one.layers == layers
        )


def row_name(fingerprint: str, row: int | str) -> str:
    """Return what the row of a file is called where it has no number of its own."""
    return f"{fingerprint}|row {row}"


def erased_rows(tombstones: Iterable[Tombstone]) -> int:
    """Return how many rows tombstones stand for, each counted once.

    A revision may have been in force twice: its rows were there once.
    """
    told = {(one.erasure, one.submission, one.site, one.month): one.rows for one in tombstones}
    return sum(told.values())

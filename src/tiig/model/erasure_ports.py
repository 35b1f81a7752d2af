"""What destroying and erasing need of the catalogue, beside what `ports` asks of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

import polars as pl

from tiig.model.destruction import Destruction
from tiig.model.erasure import ErasedMark, Tombstone
from tiig.model.places import PHRASE_ID
from tiig.model.submission import Pack, Pair

SOUGHT: dict[str, pl.DataType] = {
    "pack": pl.String(),
    "row": pl.UInt32(),
    "site": pl.String(),
    "month": pl.String(),
    "attendance_id": pl.String(),
    "attendance_linkable": pl.Boolean(),
    "person_id": pl.String(),
    PHRASE_ID: pl.String(),
}
"""What is told of a row that was sought; null where its pack has no such column."""


class ErasureChange(Protocol):
    """The writes of a transaction that destroys or erases."""

    def order_destruction(self, orders: Sequence[Destruction]) -> None:
        """Enter what must be destroyed, before it is."""
        ...

    def note_destroyed(self, orders: Collection[str], at: datetime) -> None:
        """Say that orders were carried out; those noted before keep their moment."""
        ...

    def stand_in(self, pairs: Mapping[str, Pair]) -> None:
        """Let pairs take the place of others, by id, that said the same of more rows."""
        ...

    def drop_packs(self, packs: Collection[str]) -> None:
        """Take packs out of the catalogue; no pair may need them any more."""
        ...

    def add_tombstones(
        self, tombstones: Sequence[Tombstone], marks: Collection[ErasedMark]
    ) -> None:
        """Enter what was erased; a mark that stands already stays as it is."""
        ...


class ErasureLake(Protocol):
    """Rows found by keyed ids, and packs without them."""

    def seek(
        self, packs: Collection[str], column: str, ids: Collection[str] | None
    ) -> pl.DataFrame:
        """Return the rows of packs whose `column` is one of the ids (None: all), as SOUGHT says."""
        ...

    def without(self, rows: Mapping[str, Collection[int]]) -> Mapping[str, Pack | None]:
        """Write packs, by id, again without some of their rows; None where none is left.

        Packs that have none of these rows are left out. The others wait to be published, as
        those of a submission do.
        """
        ...

    def phrases_in(self, packs: Collection[str]) -> frozenset[str]:
        """Return the ids of place phrases that rows of packs name."""
        ...


class ErasureVault(Protocol):
    """Place phrases without some."""

    def keep_only(self, table: str, phrases: Collection[str]) -> None:
        """Forget the phrases of a table that are not among these ids; an empty one goes."""
        ...


class ErasureCatalogue(Protocol):
    """What was destroyed and erased."""

    def destructions(self) -> tuple[Destruction, ...]:
        """Return every order, oldest first."""
        ...

    def tombstones(self) -> tuple[Tombstone, ...]:
        """Return every tombstone, oldest first."""
        ...

    def erased_marks(self) -> tuple[ErasedMark, ...]:
        """Return every mark by which an erased row is known again, sorted."""
        ...

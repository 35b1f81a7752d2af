"""What destroying and erasing need of the catalogue, beside what `ports` asks of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from tiig.model.destruction import Destruction
from tiig.model.erasure import ErasedMark, Tombstone
from tiig.model.submission import Pair


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

"""What the store keeps of the code map, and how it gives rows to be read again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

import polars as pl

from tiig.model.code_map import CodeDecision
from tiig.model.gates import Attendances, Deidentified
from tiig.model.submission import MeasureCount, Pair

LOCAL_COUNTS: dict[str, pl.DataType] = {
    "pair": pl.String(),
    "item": pl.String(),
    "number": pl.UInt32(),
    "state": pl.UInt8(),
    "value": pl.String(),
    "rows": pl.Int64(),
}
"""How often a local value (its number; null: none is kept) stands in the rows of a pair, and what
it was read as."""


STORED_COUNTS: dict[str, pl.DataType] = {
    "submission": pl.String(),
    "derivation": pl.String(),
    "site": pl.String(),
    "month": pl.String(),
    "item": pl.String(),
    "measure": pl.String(),
    "count": pl.Int64(),
}
"""Quality counts of many files at once; no derivation where they are of the first reading."""


class CodeReads(Protocol):
    """What the catalogue knows of the code map."""

    def code_decisions(self) -> tuple[CodeDecision, ...]:
        """Return every decision ever made, oldest first."""
        ...

    def reread_measures(self, submission: str, derivation: str) -> tuple[MeasureCount, ...]:
        """Return the quality counts of a submission as a later derivation read it."""
        ...

    def stored_counts(self, submissions: Collection[str]) -> pl.DataFrame:
        """Return all quality counts of submissions, as STORED_COUNTS says; in no order."""
        ...


class CodeWrites(Protocol):
    """Writes of one transaction."""

    def add_code_decisions(self, decisions: Sequence[CodeDecision]) -> None:
        """Enter decisions; none is ever changed or removed."""
        ...

    def add_reread_measures(
        self, submission: str, derivation: str, counts: Sequence[MeasureCount]
    ) -> None:
        """Keep the counts of site-months that were read again, in place of any they had."""
        ...


class CodeLake(Protocol):
    """Rows with the local values that they came with."""

    def local_counts(self, pairs: Sequence[Pair], items: Sequence[str]) -> pl.DataFrame:
        """Count the local values of items in the rows of pairs, as LOCAL_COUNTS says.

        A row counts where it has a local value, or its value is not mapped.
        """
        ...

    def stored(self, pairs: Sequence[Pair]) -> Iterator[Deidentified]:
        """Yield the rows of pairs as they lie in their packs, in the order of the file.

        Every column of the standard stands in them; a batch is of one pack.
        """
        ...

    def table_with(
        self, pairs: Sequence[Pair], anew: Sequence[tuple[Sequence[Pair], Attendances]]
    ) -> pl.DataFrame:
        """Return the table of pairs, some of them with these rows for their own; it is not kept."""
        ...

"""How the lake gives rows to be counted group by group, only the columns that counting needs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

import polars as pl

from tiig.model.submission import Pair

PLACE = "~pair"
"""The column of a row's pair: its place among those that were asked for."""


class CountedLake(Protocol):
    """Rows as they are counted for quality: all that are stored, repeats too."""

    def pieces(self, pairs: Sequence[Pair], columns: Collection[str]) -> Iterator[pl.DataFrame]:
        """Yield the rows of pairs, some packs at a time: these columns, and `PLACE` (Int64).

        Site, month and row stand in them too. Closed sets are Enum as of today's standard, ids
        are text; what a pack does not have is empty and NOT_IN_LAYOUT.
        """
        ...

    def findings_of(self, pairs: Sequence[Pair]) -> pl.DataFrame:
        """Return what the rules found in the rows of pairs: `pack`, `row`, `rule`, `item`.

        `pack` is the one that tells it, of those that a pair names; `row` is the number in the
        file. Rows of other pairs of the file may be among them.
        """
        ...

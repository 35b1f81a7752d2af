"""Tables kept in memory for the last few sets of pairs: built once, asked many times."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock

import polars as pl

from tiig.model.submission import Pair

TABLES_KEPT = 3
Name = tuple[tuple[str, tuple[str, ...]], ...]


class Tables:
    """The tables last asked for, by the ids of their pairs and packs.

    A pair never changes what it says, but re-keying swaps its files for others with other
    keyed ids: a table of before would link to nothing that is asked for after. A table whose
    files are gone - rows of it were erased - goes when the next one is built.
    """

    def __init__(
        self,
        build: Callable[[Sequence[Pair]], pl.DataFrame],
        there: Callable[[], frozenset[str]],
    ) -> None:
        """Take what builds a table, and what names the packs that there are."""
        self._build = build
        self._there = there
        self._kept: OrderedDict[Name, pl.DataFrame] = OrderedDict()
        self._lock = Lock()

    def of(self, pairs: Sequence[Pair]) -> pl.DataFrame:
        """Return the table of these pairs, from memory where it is still there."""
        name = tuple(sorted((pair.id, pair.packs) for pair in pairs))
        with self._lock:
            if name not in self._kept:
                self._forget_erased()
                self._kept[name] = self._build(pairs)
            self._kept.move_to_end(name)
            while len(self._kept) > TABLES_KEPT:
                self._kept.popitem(last=False)
            return self._kept[name]

    def _forget_erased(self) -> None:
        there = self._there()
        for name in list(self._kept):
            if not all(there.issuperset(packs) for _, packs in name):
                del self._kept[name]

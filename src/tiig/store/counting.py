"""Tables kept in memory for the last few sets of pairs: built once, asked many times."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock

import polars as pl

from tiig.model.submission import Pair

TABLES_KEPT = 3


class Tables:
    """The tables last asked for, by the ids of their pairs.

    A pair never changes what it says (compacting and re-keying swap its files for others
    with the same rows), so that its id is enough to know a table again.
    """

    def __init__(self, build: Callable[[Sequence[Pair]], pl.DataFrame]) -> None:
        self._build = build
        self._kept: OrderedDict[tuple[str, ...], pl.DataFrame] = OrderedDict()
        self._lock = Lock()

    def of(self, pairs: Sequence[Pair]) -> pl.DataFrame:
        """Return the table of these pairs, from memory where it is still there."""
        name = tuple(sorted(pair.id for pair in pairs))
        with self._lock:
            if name not in self._kept:
                self._kept[name] = self._build(pairs)
            self._kept.move_to_end(name)
            while len(self._kept) > TABLES_KEPT:
                self._kept.popitem(last=False)
            return self._kept[name]

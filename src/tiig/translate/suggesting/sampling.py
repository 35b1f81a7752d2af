"""Evenly chosen rows of a file of whatever length, while it passes by once."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tiig.model.identified import ROW, RawRows

MOST_ROWS = 20_000
"""Rows that are looked at closely; more would hardly change what is suggested."""


class Sample:
    """Keeps every row, then every second, then every fourth: never more than MOST_ROWS."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: list[pl.DataFrame] = []
        self._step = 1
        self.rows = 0

    def add(self, raw: RawRows) -> None:
        """Take the next rows of the file."""
        skipped = -self.rows % self._step
        self.rows += raw.height
        self._kept.append(raw.frame[skipped :: self._step])
        while sum(one.height for one in self._kept) > MOST_ROWS:
            self._kept = [pl.concat(self._kept).gather_every(2)]
            self._step *= 2

    @property
    def whole(self) -> bool:
        """Whether no row was left out."""
        return self._step == 1

    @property
    def raw(self) -> RawRows:
        """The rows that were kept, under their numbers."""
        return RawRows(pl.concat(self._kept))

    def frame(self, header: Sequence[str]) -> pl.DataFrame:
        """Return the rows that were kept without their numbers, in the order of the header."""
        return pl.concat(self._kept).drop(ROW).select(header)

"""The national data opt-out: rows of people who opted out are removed before they are read."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from typing import Final, NamedTuple, NoReturn, final

import polars as pl

from tiig.model.errors import TiigError
from tiig.model.handover_errors import OPT_OUTS_UNREADABLE
from tiig.model.identified import ROW, RawRows

_BETWEEN: Final = r"[\s\-\x{a0}]"
_SPACES: Final = re.compile(r"[\s\-\u00a0]")
_DIGIT: Final = re.compile(r"[0-9]")


class Parted(NamedTuple):
    """A batch without the rows of people who opted out, and the numbers of these rows."""

    kept: RawRows
    opted_out: pl.Series


@final
class OptOuts:
    """NHS and local patient numbers of people who opted out; `repr` shows their count."""

    __slots__ = ("_numbers",)

    def __init__(self, numbers: frozenset[str]) -> None:
        """Hold numbers without spaces, hyphens and letter case."""
        self._numbers = pl.Series("number", sorted(numbers), dtype=pl.String)

    @classmethod
    def read(cls, text: str) -> OptOuts:
        """Read one number a line, or the first column of a CSV; a first line may be a heading.

        OPT_OUTS_UNREADABLE names a line that holds no number, never what stands there.
        """
        numbers: set[str] = set()
        for place, cells in enumerate(csv.reader(text.splitlines()), start=1):
            first = cells[0].strip() if cells else ""
            if _DIGIT.search(first):
                numbers.add(_SPACES.sub("", first).lower())
            elif place > 1 and any(cell.strip() for cell in cells):
                raise TiigError(OPT_OUTS_UNREADABLE, what=f"line {place} holds no number")
        if not numbers:
            raise TiigError(OPT_OUTS_UNREADABLE, what="it holds no number")
        return cls(frozenset(numbers))

    def part(self, raw: RawRows, columns: Sequence[str]) -> Parted:
        """Part a batch by the numbers that stand in some of its columns."""
        frame = raw.frame
        numbers = self._numbers.implode()
        found = [
            pl.col(name).str.replace_all(_BETWEEN, "").str.to_lowercase().is_in(numbers)
            for name in columns
        ]
        out = frame.select(
            pl.any_horizontal(pl.lit(False), *found).fill_null(value=False).alias(ROW)
        )
        marks = out[ROW]
        return Parted(RawRows(frame.filter(~marks)), frame[ROW].filter(marks))

    def __repr__(self) -> str:
        return f"<OptOuts: {len(self._numbers)} people>"

    def __reduce__(self) -> NoReturn:
        message = "opt-outs do not leave the process"
        raise TypeError(message)


def nobody(raw: RawRows) -> Parted:
    """Return a batch whole: no list of opt-outs was given."""
    return Parted(raw, pl.Series(ROW, [], dtype=raw.frame.schema[ROW]))

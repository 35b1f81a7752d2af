"""Lists that the house hands out and that somebody hands back, filled in."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from tiig.intake.small_files import small_text
from tiig.model.errors import Kind, TiigError, Where

LARGEST = 10_000_000
"""Bytes: more lines than anybody decides at once."""

Cells = Mapping[str, str | None]
"""A line by the names of its columns; None where it ends before one."""


@dataclass(frozen=True)
class FilledList:
    """How a list looks that may be handed back, and the `kind` of error with which others end.

    A header holds the `needed` columns and none but the `known` ones; `columns` says so.
    """

    kind: Kind
    needed: frozenset[str]
    known: frozenset[str]
    columns: str

    def lines(self, path: str) -> tuple[tuple[int, Cells], ...]:
        """Return the lines with their numbers; what cannot be read is named by line, no cell."""
        unreadable = self.refused(what="it is not text in UTF-8, or too long to be one")
        text = small_text(path, unreadable=unreadable, largest=LARGEST)
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        try:
            self._check_header(tuple(reader.fieldnames or ()))
            found = tuple((reader.line_num, cells) for cells in reader)
        except csv.Error:
            raise self.refused(what="it is no CSV table") from None
        wrong = tuple(line for line, cells in found if None in cells)
        if wrong:
            raise self.refused(what="some lines have more cells than the header", lines=wrong)
        return found

    def refused(self, *, what: str, lines: tuple[int, ...] = ()) -> TiigError:
        """Return the error that says what is wrong, and in which lines."""
        return TiigError(self.kind, Where(rows=lines), what=what)

    def _check_header(self, names: tuple[str, ...]) -> None:
        if not self.needed <= set(names) <= self.known or len(set(names)) < len(names):
            raise self.refused(what=self.columns)

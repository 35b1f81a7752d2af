"""Hand a file back to the hospital that wrote it, with what was found written beside each row.

The copy holds every value of the file. It is for the hospital alone and says so, on its
first sheet and in its name; nothing else in this program writes cells of a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tiig.model.identified import ROW, RawRows

ROWS_COPIED = 50_000
"""Above so many rows only those with a note are copied: a workbook has its limits."""
_ROWS_OF_A_SHEET = 1_000_000
_LONGEST_CELL = 32_767
_OWN = ("Row of the file", "What became of it", "What was found")
_WARNING = (
    "This workbook stays in the hospital.",
    "It holds the values of the file, and so data of patients. Never send it on.",
    f"Of a file of more than {ROWS_COPIED:,} rows, later rows without a note are left out.",
)


class Note(NamedTuple):
    """What is written beside a row."""

    fate: str
    found: str


class AnnotatedCopy:
    """A workbook that grows with the batches; every cell is text, so none becomes a formula."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        """Begin the workbook; what it spills while it grows stays in the folder of `path`."""
        options = {
            "strings_to_formulas": False, "strings_to_urls": False,
            "constant_memory": True, "tmpdir": str(path.parent),
        }  # fmt: skip
        self._book = xlsxwriter.Workbook(str(path), options)
        self._bold = self._book.add_format({"bold": True})
        self._header = (*_OWN, *header)
        first = self._book.add_worksheet("Read this first")
        first.set_column(0, 0, 90)
        for place, line in enumerate(_WARNING):
            first.write_string(place, 0, line, self._bold)
        self._sheet: Worksheet | None = None
        self._line = 0
        self._rows = 0

    def write(self, raw: RawRows, notes: Mapping[int, Note], otherwise: Note) -> None:
        """Add a batch: each row with its note, or `otherwise` where it has none of its own."""
        for cells in raw.frame.select(ROW, *self._header[len(_OWN) :]).iter_rows():
            self._rows += 1
            note = notes.get(cells[0])
            if note is None and self._rows > ROWS_COPIED:
                continue
            fate, found = note or otherwise
            self._add((str(cells[0]), fate, found, *cells[1:]))

    def _add(self, cells: Sequence[str | None]) -> None:
        if self._sheet is None or self._line > _ROWS_OF_A_SHEET:
            self._sheet, self._line = self._begun_sheet(), 1
        for place, text in enumerate(cells):
            if text:
                self._sheet.write_string(self._line, place, text[:_LONGEST_CELL])
        self._line += 1

    def _begun_sheet(self) -> Worksheet:
        sheet = self._book.add_worksheet()
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, 22)
        sheet.set_column(2, 2, 60)
        for place, name in enumerate(self._header):
            sheet.write_string(0, place, name, self._bold)
        return sheet

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._book.close()

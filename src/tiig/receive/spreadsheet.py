"""Excel workbooks: rows counted in the XML's bytes, cells read by calamine, and both must agree."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
import pyarrow as pa
from python_calamine import CalamineSheet, PasswordError, load_workbook

from tiig.model.errors import FILE_DAMAGED, FILE_EMPTY, PROFILE_INVALID, TiigError, Where
from tiig.model.file_errors import (
    COUNTS_DISAGREE,
    FILE_PROTECTED,
    FOOTER_FILLED,
    HEADER_BLANK,
    HEADER_MISSING,
)
from tiig.model.profile import FileLayout
from tiig.receive.asides import Aside, sheets_beside, strays_beside
from tiig.receive.batches import batch_of, split_empty, texts
from tiig.receive.cells import text_of, texts_of
from tiig.receive.corners import Stray
from tiig.receive.header import Header, header_of, is_filled
from tiig.receive.limits import Limits
from tiig.receive.package import Package
from tiig.receive.sheet import rows_of
from tiig.receive.source import Handle
from tiig.receive.tally import Account, Reason

_SHOWN = 10


class Spreadsheet:
    """One sheet of a workbook, read once."""

    def __init__(self, handle: Handle, layout: FileLayout, limits: Limits, where: Where) -> None:
        """Gate the workbook, find the sheet and read as far as the header."""
        if layout.header_row < 1 or layout.footer_rows < 0:
            what = "layout.header_row or layout.footer_rows is negative"
            raise TiigError(PROFILE_INVALID, what=what)
        package = Package(handle.read(handle.size + 1), limits, where)
        self._package, self._limits = package, limits
        self.sheet, part = package.sheet_part(layout.sheet)
        self.date_system = package.date_system
        self._where = Where(file=where.file, sheet=layout.sheet)
        self._known = rows_of(package, part, limits, self._where)
        if not self._known.filled:
            raise TiigError(FILE_EMPTY, self._where)
        if self._known.filled[-1] < layout.header_row:
            raise TiigError(HEADER_MISSING, self._where, row=layout.header_row)
        opened = _calamine_sheet(package.raw, self.sheet, self._where)
        self._column = opened.start[1] if opened.start else 0
        self._rows: Iterator[Sequence[object]] = iter(opened.iter_rows())
        self.physical_lines = self._known.filled[-1]
        self._header_row, self._footer_rows = layout.header_row, layout.footer_rows
        self.preamble = tuple(self._head_row(row) for row in range(1, layout.header_row))
        self._left, self.header = self._read_header()
        self.account = Account(preamble_lines=layout.header_row - 1, header_lines=1)
        self.footer: list[str] = []

    def frames(self, rows: int) -> Iterator[pa.RecordBatch]:
        """Yield `row` and the cells as text, at most `rows` sheet rows at a time."""
        filled = self._known.filled
        data = filled[bisect_right(filled, self._header_row) :]
        footer = data[len(data) - self._footer_rows :] if self._footer_rows else []
        last = data[-len(footer) - 1] if len(data) > len(footer) else self._header_row
        for first in range(self._header_row + 1, last + 1, rows):
            numbers = range(first, min(first + rows, last + 1))
            expected = filled[bisect_right(filled, first - 1) : bisect_right(filled, numbers[-1])]
            yield self._frame(numbers, expected)
        self._ignore_rest(last, set(footer))

    def strays(self) -> Iterator[Stray]:
        """Yield the texts around the cells of the workbook."""
        return strays_beside(self._package, self.sheet, self._where)

    def asides(self) -> Iterator[Aside]:
        """Yield the rows of the other sheets."""
        return sheets_beside(self._package, self.sheet, self._limits, self._where)

    def _head_row(self, row: int) -> tuple[str | None, ...]:
        cells = next(self._rows, [])
        texts = [None] * self._column + [text_of(cell) for cell in cells]
        for (error_row, column), name in self._known.errors.items():
            if error_row == row and column < len(texts):
                texts[column] = name
        return tuple(texts)

    def _read_header(self) -> tuple[int, Header]:
        """Return where the table's first column stands, and the names from there on."""
        where = Where(file=self._where.file, sheet=self._where.sheet, rows=(self._header_row,))
        cells = self._head_row(self._header_row)
        named = [number for number, cell in enumerate(cells) if cell and cell.strip()]
        if not named:
            raise TiigError(HEADER_BLANK, where)
        return named[0], header_of(cells[named[0] : named[-1] + 1], where)

    def _frame(self, numbers: range, expected: list[int]) -> pa.RecordBatch:
        columns = self._columns(list(islice(self._rows, len(numbers))), numbers)
        if len(columns[0]) != len(numbers):
            found = len(columns[0])
            raise TiigError(COUNTS_DISAGREE, self._where, lines=len(numbers), found=found)
        self._refuse_outside(columns, numbers)
        inside = columns[self._left : self._left + self.header.width]
        rows = np.arange(numbers.start, numbers.stop, dtype=np.uint32)
        batch, empty = split_empty(batch_of(rows, list(map(texts, inside)), self.header.names))
        if batch.column(0).to_pylist() != expected:
            raise TiigError(COUNTS_DISAGREE, self._where, lines=len(expected), found=batch.num_rows)
        self.account.records += len(numbers)
        self.account.ignore(empty, Reason.BLANK)
        return batch

    def _columns(self, rows: list[Sequence[object]], numbers: range) -> list[list[str | None]]:
        """Turn rows into columns of text, from column A on, and set in the error cells."""
        read = [texts_of(column) for column in zip(*rows, strict=True)]
        columns: list[list[str | None]] = [[None] * len(rows) for _ in range(self._column)]
        columns += read
        needed = self._left + self.header.width
        columns += [[None] * len(rows) for _ in range(needed - len(columns))]
        for (row, column), name in self._known.errors.items():
            if row in numbers and column < len(columns):
                columns[column][row - numbers[0]] = name
        return columns

    def _refuse_outside(self, columns: list[list[str | None]], numbers: range) -> None:
        outside = columns[: self._left] + columns[self._left + self.header.width :]
        held = {row for column in outside for row, cell in enumerate(column) if cell is not None}
        if held:
            rows = tuple(numbers[row] for row in sorted(held)[:_SHOWN])
            where = Where(file=self._where.file, sheet=self._where.sheet, rows=rows)
            raise TiigError(HEADER_BLANK, where)

    def _ignore_rest(self, last: int, footer: set[int]) -> None:
        for cells in self._rows:
            texts_of_row = [text_of(cell) for cell in cells]
            if footer and is_filled(texts_of_row, self.header):
                where = Where(file=self._where.file, sheet=self._where.sheet, rows=(max(footer),))
                raise TiigError(FOOTER_FILLED, where)
            self.footer.append(" ".join(filter(None, texts_of_row)))
        for row in range(last + 1, self.physical_lines + 1):
            self.account.ignore([row], Reason.FOOTER if row in footer else Reason.BLANK)
            self.account.records += 1


def _calamine_sheet(raw: bytes, name: str, where: Where) -> CalamineSheet:
    """Let calamine open the sheet; whatever it says of a failure stays unsaid."""
    try:
        return load_workbook(io.BytesIO(raw)).get_sheet_by_name(name)
    except PasswordError:
        raise TiigError(FILE_PROTECTED, where) from None
    except Exception:  # noqa: BLE001 - a foreign reader: its errors quote cells
        raise TiigError(FILE_DAMAGED, where, what="the sheet cannot be read") from None

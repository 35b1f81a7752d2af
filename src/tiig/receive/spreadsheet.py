"""Excel workbooks: rows counted in the XML's bytes, cells read by calamine, and both must agree."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

import numpy as np
import pyarrow as pa

from tiig.model.errors import FILE_EMPTY, PROFILE_INVALID, TiigError, Where
from tiig.model.file_errors import (
    COUNTS_DISAGREE,
    FOOTER_FILLED,
    FORMULAS_EMPTY,
    HEADER_BLANK,
    HEADER_MISSING,
)
from tiig.model.profile import FileLayout
from tiig.receive.asides import Aside, sheets_beside, strays_beside
from tiig.receive.batches import batch_of, split_empty
from tiig.receive.calamine_grid import CalamineGrid
from tiig.receive.corners import Stray
from tiig.receive.header import Header, header_of, is_filled
from tiig.receive.limits import Limits
from tiig.receive.package import Package
from tiig.receive.plain_grid import plain_grid
from tiig.receive.sheet import rows_of
from tiig.receive.source import Handle
from tiig.receive.tally import Account, Reason

_SHOWN = 10
_CELLS_AT_ONCE = 8_000_000


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
        plain = plain_grid(package, self.sheet, part, limits)
        self._known = plain.known if plain else rows_of(package, part, limits, self._where)
        if self._known.uncalculated:
            rows = tuple(self._known.uncalculated[:_SHOWN])
            raise TiigError(FORMULAS_EMPTY, replace(self._where, rows=rows))
        if not self._known.filled:
            raise TiigError(FILE_EMPTY, self._where)
        if self._known.filled[-1] < layout.header_row:
            raise TiigError(HEADER_MISSING, self._where, row=layout.header_row)
        self._grid = plain or CalamineGrid(package.raw, self.sheet, self._known.own, self._where)
        self.physical_lines = self._known.filled[-1]
        self._header_row, self._footer_rows = layout.header_row, layout.footer_rows
        above = (self._head_row() for _ in range(1, layout.header_row))
        self.preamble = tuple(map(_as_far_as_filled, above))
        self._left, self.header = self._read_header()
        self.account = Account(
            preamble_lines=layout.header_row - 1, header_lines=1, hidden=self._known.hidden
        )
        self.footer: list[str] = []

    def frames(self, rows: int) -> Iterator[pa.RecordBatch]:
        """Yield `row` and the cells as text, at most `rows` sheet rows at a time."""
        filled = self._known.filled
        data = filled[bisect_right(filled, self._header_row) :]
        footer = data[len(data) - self._footer_rows :] if self._footer_rows else []
        last = data[-len(footer) - 1] if len(data) > len(footer) else self._header_row
        rows = min(rows, max(1, _CELLS_AT_ONCE // max(self._known.width, 1)))
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

    def _head_row(self) -> tuple[str | None, ...]:
        columns = self._grid.take(1)
        if not len(columns[0]):
            raise TiigError(COUNTS_DISAGREE, self._where, lines=self.physical_lines, found=0)
        return tuple(column[0].as_py() for column in columns)

    def _read_header(self) -> tuple[int, Header]:
        """Return where the table's first column stands, and the names from there on."""
        where = Where(file=self._where.file, sheet=self._where.sheet, rows=(self._header_row,))
        cells = self._head_row()
        named = [number for number, cell in enumerate(cells) if cell and cell.strip()]
        if not named:
            raise TiigError(HEADER_BLANK, where)
        return named[0], header_of(cells[named[0] : named[-1] + 1], where)

    def _frame(self, numbers: range, expected: list[int]) -> pa.RecordBatch:
        columns = self._grid.take(len(numbers))
        if len(columns[0]) != len(numbers):
            found = len(columns[0])
            raise TiigError(COUNTS_DISAGREE, self._where, lines=len(numbers), found=found)
        needed = self._left + self.header.width
        columns += [pa.nulls(len(numbers), pa.string())] * (needed - len(columns))
        self._refuse_outside(columns, numbers)
        rows = np.arange(numbers.start, numbers.stop, dtype=np.uint32)
        batch, empty = split_empty(batch_of(rows, columns[self._left : needed], self.header.names))
        if batch.column(0).to_pylist() != expected:
            raise TiigError(COUNTS_DISAGREE, self._where, lines=len(expected), found=batch.num_rows)
        self.account.records += len(numbers)
        self.account.ignore(empty, Reason.BLANK)
        return batch

    def _refuse_outside(self, columns: list[pa.Array], numbers: range) -> None:
        outside = columns[: self._left] + columns[self._left + self.header.width :]
        held = {
            row
            for column in outside
            if column.null_count < len(column)
            for row in np.flatnonzero(column.is_valid()).tolist()
        }
        if held:
            rows = tuple(numbers[row] for row in sorted(held)[:_SHOWN])
            where = Where(file=self._where.file, sheet=self._where.sheet, rows=rows)
            raise TiigError(HEADER_BLANK, where)

    def _ignore_rest(self, last: int, footer: set[int]) -> None:
        left = self._grid.take(self.physical_lines - last)
        for cells in zip(*(column.to_pylist() for column in left), strict=True):
            if footer and is_filled(cells, self.header):
                where = Where(file=self._where.file, sheet=self._where.sheet, rows=(max(footer),))
                raise TiigError(FOOTER_FILLED, where)
            self.footer.append(" ".join(filter(None, cells)))
        rest = range(last + 1, self.physical_lines + 1)
        for of_footer, rows in groupby(rest, footer.__contains__):
            self.account.ignore(list(rows), Reason.FOOTER if of_footer else Reason.BLANK)
        self.account.records += len(rest)


def _as_far_as_filled(row: tuple[str | None, ...]) -> tuple[str | None, ...]:
    """Return a row without the empty cells at its end: how many there are says nothing."""
    filled = [number for number, cell in enumerate(row, start=1) if cell is not None]
    return row[: filled[-1] if filled else 0]

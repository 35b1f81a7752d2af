"""Delimited text: the bytes are counted here, the cells parsed by Arrow, and both must agree."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from tiig.kit.ahead import one_ahead
from tiig.model.errors import FILE_EMPTY, FILE_TOO_LARGE, PROFILE_INVALID, TiigError, Where
from tiig.model.file_errors import (
    COUNTS_DISAGREE,
    FIELD_COUNT,
    FOOTER_FILLED,
    HEADER_MISSING,
    QUOTE_UNCLOSED,
    QUOTED_BREAK,
    STRAY_QUOTE,
)
from tiig.model.profile import FileLayout
from tiig.receive.asides import Aside
from tiig.receive.batches import batch_of, split_empty, without_unnamed
from tiig.receive.corners import Stray
from tiig.receive.header import Header, header_of, is_filled
from tiig.receive.limits import Limits
from tiig.receive.scan import Dialect, Fault, Scan, scan
from tiig.receive.signatures import CSV_NAME, LONGEST, kind_of, refuse_kind
from tiig.receive.source import Handle, Utf8
from tiig.receive.tally import Account, Reason

_SHOWN = 10
_HEAD = 1 << 16
_LARGEST_ROW = 2**32 - 1
_BLOCK = 1 << 21
"""Bytes that the parser takes at once: what it works on stays in the processor's cache."""


@dataclass(frozen=True)
class _Stretch:
    """Text from record to record, its account, and how many lines stand ahead of it.

    The records from `keep` on are the footer, or may still become it.
    """

    data: bytes
    line: int
    found: Scan
    keep: int
    final: bool


class Delimited:
    """A delimited file from its first byte to its last, read once."""

    sheet = None
    date_system = None

    def __init__(self, handle: Handle, layout: FileLayout, limits: Limits, where: Where) -> None:
        """Read as far as the header."""
        self._handle, self._layout, self._limits, self._where = handle, layout, limits, where
        self._dialect = _dialect(layout)
        self._refuse_other_kinds()
        self._text = Utf8(handle, layout.encoding, where)
        self._data, self._final = b"", False
        self._line = 0
        self._grow(_HEAD)
        self.preamble = self._read_preamble(layout.header_row - 1)
        self.header, header_lines = self._read_header()
        self.account = Account(preamble_lines=layout.header_row - 1, header_lines=header_lines)
        self.footer: list[str] = []

    def strays(self) -> Iterator[Stray]:
        """Text holds nothing around its lines."""
        return iter(())

    def asides(self) -> Iterator[Aside]:
        """Text holds one table."""
        return iter(())

    @property
    def physical_lines(self) -> int:
        """The lines taken account of so far."""
        return self._line

    def frames(self, rows: int) -> Iterator[pa.RecordBatch]:
        """Yield `row` and the cells as text, at most `rows` records at a time."""
        for stretch in one_ahead(self._stretches()):
            found, keep = stretch.found, stretch.keep
            for begin in range(0, keep, rows):
                yield self._frame(stretch, found.part(begin, min(begin + rows, keep)))
            if stretch.final:
                self._ignore_footer(stretch, found.part(keep, len(found)))

    def _stretches(self) -> Iterator[_Stretch]:
        """Yield the file in stretches of whole records, each taken account of and judged."""
        finished = False
        while not finished:
            if not self._final:
                self._grow(self._limits.chunk)
            found = self._checked()
            finished = self._final
            keep = self._before_footer(found)
            stretch = _Stretch(self._data, self._line, found, keep, final=finished)
            taken = found if finished else found.part(0, keep)
            self._move(taken.cut, taken.rest_lines if len(taken) else 0)
            yield stretch

    def _refuse_other_kinds(self) -> None:
        start = self._handle.read(LONGEST)
        if not start:
            raise TiigError(FILE_EMPTY, self._where)
        found = kind_of(start)
        if found:
            raise refuse_kind(self._where, expected=CSV_NAME, found=found)
        self._handle.stream.seek(0)

    def _grow(self, size: int) -> None:
        piece, self._final = self._text.piece(size, lambda: self._line + self._data.count(b"\n"))
        self._data = self._data + piece if self._data else piece

    def _move(self, position: int, lines: int) -> None:
        self._data = self._data[position:]
        self._line += lines

    def _read_preamble(self, lines: int) -> tuple[tuple[str | None, ...], ...]:
        read = []
        for _ in range(lines):
            while b"\n" not in self._data and not self._final:
                self._refuse_endless()
                self._grow(_HEAD)
            line, feed, rest = self._data.partition(b"\n")
            if not feed:
                raise TiigError(HEADER_MISSING, self._where, row=self._layout.header_row)
            self._data, self._line = rest, self._line + 1
            read.append(tuple(cell or None for cell in self._cells(line, self._line)))
        return tuple(read)

    def _read_header(self) -> tuple[Header, int]:
        found, fault = scan(self._data, self._dialect, final=self._final)
        while not len(found) and not self._final and fault is None:
            self._refuse_endless()
            self._grow(_HEAD)
            found, fault = scan(self._data, self._dialect, final=self._final)
        if not len(found):
            self._refuse_fault(found, fault)
            kind = FILE_EMPTY if self._layout.header_row == 1 else HEADER_MISSING
            raise TiigError(kind, self._where, row=self._layout.header_row)
        first = found.part(0, 1)
        if fault is not None and fault.position < first.cut:
            self._refuse_fault(found, fault)
        if self._final and found.open_quote and len(found) == 1:
            raise TiigError(QUOTE_UNCLOSED, self._at(0))
        self._refuse_breaks(first)
        header = header_of(self._cells(self._data[: first.ends[0]], self._line + 1), self._at(0))
        self._move(first.cut, first.rest_lines)
        return header, first.rest_lines

    def _cells(self, record: bytes, line: int) -> list[str]:
        text = record.removesuffix(b"\r").decode()
        quote = self._layout.quote
        try:
            return next(
                csv.reader(
                    [text],
                    delimiter=self._layout.delimiter,
                    quotechar=quote or None,
                    quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
                    strict=True,
                ),
                [],
            )
        except csv.Error:
            raise TiigError(STRAY_QUOTE, self._at(line - 1 - self._line)) from None

    def _checked(self) -> Scan:
        """Take account of all that is at hand; a fault anywhere in it refuses the file."""
        found, fault = scan(self._data, self._dialect, final=self._final)
        self._refuse_fault(found, fault)
        if self._final and found.open_quote:
            raise TiigError(QUOTE_UNCLOSED, self._at(found.record_at(len(self._data) - 1)))
        self._refuse_long(found)
        if self._line + found.rest_lines > _LARGEST_ROW:
            raise TiigError(FILE_TOO_LARGE, self._where, what=f"more than {_LARGEST_ROW:,} lines")
        self._refuse_breaks(found)
        return found

    def _refuse_long(self, found: Scan) -> None:
        """Refuse a record beyond the limit; one that spans lines was most likely never closed."""
        what = f"a record of more than {self._limits.record:,} bytes"
        too_long = np.flatnonzero(found.after - found.starts > self._limits.record)
        if len(too_long):
            index = int(too_long[0])
            kind = QUOTE_UNCLOSED if found.breaks_within[index] else FILE_TOO_LARGE
            raise TiigError(kind, self._at(int(found.lines[index])), what=what)
        if len(self._data) - found.cut > self._limits.record:
            kind = QUOTE_UNCLOSED if found.open_quote else FILE_TOO_LARGE
            raise TiigError(kind, self._at(found.rest_lines), what=what)

    def _refuse_fault(self, found: Scan, fault: Fault | None) -> None:
        if fault is None:
            return
        record = found.record_at(fault.position)
        line = self._data.count(b"\n", 0, fault.position)
        raise TiigError(fault.kind, self._at(*sorted({record, line})))

    def _refuse_breaks(self, found: Scan) -> None:
        if not self._layout.quoted_line_breaks:
            lines = found.lines[found.breaks_within > 0]
            if len(lines):
                raise TiigError(QUOTED_BREAK, self._at(*lines[:_SHOWN].tolist()))

    def _refuse_endless(self) -> None:
        if len(self._data) > self._limits.record:
            what = f"a record of more than {self._limits.record:,} bytes"
            raise TiigError(FILE_TOO_LARGE, self._at(0), what=what)

    def _before_footer(self, found: Scan) -> int:
        """Return how many records stand before the last ones that may be the footer."""
        if not self._layout.footer_rows:
            return len(found)
        filled = np.flatnonzero(~found.blank)
        before = len(filled) - self._layout.footer_rows
        return int(filled[before - 1]) + 1 if before > 0 else 0

    def _ignore_footer(self, stretch: _Stretch, footer: Scan) -> None:
        if len(footer):
            self._refuse_filled(stretch, footer)
            self.footer = bytes(_bytes_of(stretch.data, footer)).decode().splitlines()
        self.account.records += len(footer)
        self.account.quoted_breaks += int(footer.breaks_within.sum())
        numbers = footer.lines + (stretch.line + 1)
        for part in np.split(np.arange(len(footer)), np.flatnonzero(np.diff(footer.blank)) + 1):
            blank = len(part) and footer.blank[part[0]]
            self.account.ignore(numbers[part], Reason.BLANK if blank else Reason.FOOTER)

    def _refuse_filled(self, stretch: _Stretch, footer: Scan) -> None:
        """Refuse a footer that is a row of the table: an export may leave its footer out."""
        for place in np.flatnonzero(footer.fields == self.header.width).tolist():
            begin, end = int(footer.starts[place]), int(footer.ends[place])
            line = stretch.line + int(footer.lines[place]) + 1
            if is_filled(self._cells(stretch.data[begin:end], line), self.header):
                raise TiigError(FOOTER_FILLED, Where(file=self._where.file, rows=(line,)))

    def _frame(self, stretch: _Stretch, part: Scan) -> pa.RecordBatch:
        width = self.header.width
        wrong = (part.fields != width) & ~part.blank
        numbers = (part.lines + (stretch.line + 1)).astype(np.uint32)
        if wrong.any():
            where = Where(file=self._where.file, rows=tuple(numbers[wrong][:_SHOWN].tolist()))
            raise TiigError(FIELD_COUNT, where, expected=width)
        filled = numbers[~part.blank]
        columns = self._parsed(_bytes_of(stretch.data, part), part, records=len(filled))
        batch, empty = split_empty(batch_of(filled, columns, self.header.fields))
        ignored = np.concatenate([numbers[part.blank], np.array(empty, np.uint32)])
        self.account.ignore(np.sort(ignored, kind="stable"), Reason.BLANK)
        self.account.records += len(part)
        self.account.quoted_breaks += int(part.breaks_within.sum())
        return without_unnamed(batch, self.header, self._where)

    def _parsed(self, text: bytes | memoryview, part: Scan, *, records: int) -> list[pa.Array]:
        """Return the cells column by column, absent and empty ones as null."""
        names = self.header.fields
        if not records:
            return [pa.array([], pa.string()) for _ in names]
        if bytes(text[:3]) == codecs.BOM_UTF8:
            # The parser takes the first one off, but this one stands in a cell.
            text = codecs.BOM_UTF8 + bytes(text)
        longest = int((part.after - part.starts).max())
        try:
            table = arrow_csv.read_csv(
                pa.BufferReader(text),
                read_options=arrow_csv.ReadOptions(
                    column_names=names, use_threads=False, block_size=max(_BLOCK, 2 * longest)
                ),
                parse_options=arrow_csv.ParseOptions(
                    delimiter=self._layout.delimiter,
                    quote_char=self._layout.quote or False,
                    newlines_in_values=bool(part.breaks_within.any()),
                ),
                convert_options=arrow_csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()),
                    null_values=[""],
                    strings_can_be_null=True,
                    check_utf8=False,  # it was told at the decoding
                ),
            )
            found = table.num_rows
        except (pa.ArrowInvalid, ValueError):
            found = 0
        if found != records:
            raise TiigError(COUNTS_DISAGREE, self._where, lines=records, found=found)
        return [column.combine_chunks() for column in table.columns]

    def _at(self, *lines: int) -> Where:
        rows = tuple(self._line + line + 1 for line in lines)
        return Where(file=self._where.file, rows=rows)


def _dialect(layout: FileLayout) -> Dialect:
    """Take delimiter and quote as bytes; each is one character of plain ASCII."""
    for name, sign in (("delimiter", layout.delimiter), ("quote", layout.quote or '"')):
        if len(sign) != 1 or not sign.isascii() or sign in "\r\n\0":
            raise TiigError(PROFILE_INVALID, what=f"layout.{name} is not one plain character")
    if layout.delimiter == layout.quote:
        raise TiigError(PROFILE_INVALID, what="layout.delimiter and layout.quote are the same")
    if layout.header_row < 1 or layout.footer_rows < 0:
        raise TiigError(PROFILE_INVALID, what="layout.header_row or layout.footer_rows is negative")
    return Dialect(ord(layout.delimiter), ord(layout.quote) if layout.quote else None)


def _bytes_of(data: bytes, part: Scan) -> bytes | memoryview:
    """Cut out the records, lines that hold nothing left away; nothing is copied without need."""
    begin, end = int(part.starts[0]), part.cut
    if not part.blank.any():
        return memoryview(data)[begin:end]
    change = np.zeros(end - begin + 1, np.int8)
    change[part.starts[part.blank] - begin] += 1  # no two blank lines begin, or end, together
    change[part.after[part.blank] - begin] -= 1
    kept = np.cumsum(change[:-1], dtype=np.int8) == 0
    text = np.frombuffer(data, np.uint8, end - begin, begin)
    return bytes(text[kept])

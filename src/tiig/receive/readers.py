"""Which reader opens which format: the one table, and what each must be able to tell.

A reader gets the handle of an open file and never a path: it opens nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Protocol

import pyarrow as pa

from tiig.model.errors import Where
from tiig.model.profile import FileFormat, FileLayout
from tiig.receive.archives import start_of, unpacked
from tiig.receive.asides import Aside
from tiig.receive.corners import Stray
from tiig.receive.delimited import Delimited
from tiig.receive.header import Header
from tiig.receive.kinds import fitting
from tiig.receive.limits import Limits
from tiig.receive.signatures import kind_of
from tiig.receive.source import Handle
from tiig.receive.spreadsheet import Spreadsheet
from tiig.receive.tally import Account
from tiig.receive.xml_records import XmlRecords


class Reader(Protocol):
    """What a kind of file must be able to tell."""

    @property
    def sheet(self) -> str | None:
        """The sheet that is read; None where there are none."""

    @property
    def date_system(self) -> int | None:
        """The year that serial days count from; None where there are none."""

    @property
    def header(self) -> Header:
        """The names of the columns."""

    @property
    def preamble(self) -> tuple[tuple[str | None, ...], ...]:
        """The rows above the header, cell by cell."""

    @property
    def account(self) -> Account:
        """What was read so far."""

    @property
    def physical_lines(self) -> int:
        """The lines of the file, or the rows of a sheet."""

    @property
    def footer(self) -> list[str]:
        """The texts of the rows at the end that are no data."""

    def strays(self) -> Iterator[Stray]:
        """Yield the texts around the table."""

    def asides(self) -> Iterator[Aside]:
        """Yield the rows of other tables of the file."""

    def frames(self, rows: int) -> Iterator[pa.RecordBatch]:
        """Yield `row` and the cells as text, at most `rows` records at a time."""


class _Make(Protocol):
    """Opens a file as far as its header."""

    def __call__(
        self, handle: Handle, layout: FileLayout, limits: Limits, where: Where, /
    ) -> Reader: ...


READERS: Mapping[FileFormat, _Make] = {
    FileFormat.CSV: Delimited,
    FileFormat.XLSX: Spreadsheet,
    FileFormat.XML: XmlRecords,
}


def reader_of(handle: Handle, layout: FileLayout, limits: Limits, where: Where) -> Reader:
    """Return the reader of a layout's format, at the file's header; archives are opened."""
    inner, names = unpacked(handle, layout, limits, where)
    if layout.also and inner is not handle:
        layout = fitting(layout, kind_of(start_of(inner)))
    reader = READERS[layout.format](inner, layout, limits, where)
    return Unpacked(reader, names) if names else reader


class Unpacked:
    """A reader of what an archive holds, which tells the archive's own texts as well."""

    def __init__(self, reader: Reader, names: tuple[Stray, ...]) -> None:
        """Wrap a reader."""
        self._reader, self._names = reader, names
        self.sheet, self.date_system = reader.sheet, reader.date_system
        self.header, self.preamble = reader.header, reader.preamble
        self.account = reader.account

    @property
    def physical_lines(self) -> int:
        """The lines of the file inside."""
        return self._reader.physical_lines

    @property
    def footer(self) -> list[str]:
        """The texts of the rows at the end that are no data."""
        return self._reader.footer

    def strays(self) -> Iterator[Stray]:
        """Yield the archive's texts, then those around the table."""
        return chain(self._names, self._reader.strays())

    def asides(self) -> Iterator[Aside]:
        """Yield the rows of other tables of the file."""
        return self._reader.asides()

    def frames(self, rows: int) -> Iterator[pa.RecordBatch]:
        """Yield the rows of the file inside."""
        return self._reader.frames(rows)

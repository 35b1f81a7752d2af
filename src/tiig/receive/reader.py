"""What every kind of file can tell of itself, and which reader opens which."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pyarrow as pa

from tiig.model.errors import Where
from tiig.model.profile import FileFormat, FileLayout
from tiig.receive.asides import Aside, lines_of, sheets_beside, strays_beside
from tiig.receive.corners import Stray
from tiig.receive.delimited import Delimited
from tiig.receive.header import Header
from tiig.receive.limits import Limits
from tiig.receive.package import Package
from tiig.receive.source import Handle
from tiig.receive.spreadsheet import Spreadsheet
from tiig.receive.tally import Account


class Reader(Protocol):
    """A file whose header was read and whose rows wait, to be read once."""

    @property
    def sheet(self) -> str | None:
        """The sheet that is read; None for text."""

    @property
    def date_system(self) -> int | None:
        """The year that serial days count from; None for text."""

    @property
    def header(self) -> Header:
        """The names of the columns."""

    @property
    def preamble(self) -> tuple[tuple[str | None, ...], ...]:
        """The rows above the header."""

    @property
    def account(self) -> Account:
        """The account of what was read so far."""

    @property
    def physical_lines(self) -> int:
        """The lines, or rows of a sheet, read so far."""

    @property
    def footer(self) -> list[str]:
        """The texts of the footer, once all rows were read."""

    def strays(self) -> Iterator[Stray]:
        """Yield the texts around the table."""

    def asides(self) -> Iterator[Aside]:
        """Yield the rows of what is not read."""

    def frames(self, rows: int) -> Iterator[pa.RecordBatch]:
        """Yield the rows, at most so many at a time."""


def reader_for(handle: Handle, layout: FileLayout, limits: Limits, where: Where) -> Reader:
    """Open a file as its layout declares and read as far as the header."""
    if layout.format is FileFormat.XLSX:
        return Spreadsheet(handle, layout, limits, where)
    return Delimited(handle, layout, limits, where)


class Anyhow:
    """A file that could not be read in order: its texts, and rows as far as they go.

    Of a delimited file each line is one cell; a workbook gives all its sheets. What makes
    even that impossible is raised: a file that is no workbook, damaged or protected.
    """

    sheet = None
    date_system = None
    header = Header((), 0)
    preamble = ()
    physical_lines = 0

    def __init__(self, handle: Handle, layout: FileLayout, limits: Limits, where: Where) -> None:
        """Gate a workbook; of text, everything waits."""
        self._handle, self._layout, self._limits, self._where = handle, layout, limits, where
        self._package = None
        if layout.format is FileFormat.XLSX:
            self._package = Package(handle.read(handle.size + 1), limits, where)
        self.account = Account(preamble_lines=0, header_lines=0)
        self.footer: list[str] = []

    def strays(self) -> Iterator[Stray]:
        """Yield the texts around a workbook's cells."""
        if self._package is None:
            return iter(())
        return strays_beside(self._package, None, self._where)

    def asides(self) -> Iterator[Aside]:
        """Yield the rows of all sheets, or the lines of the text."""
        if self._package is None:
            return lines_of(self._handle, self._layout.encoding)
        return sheets_beside(self._package, None, self._limits, self._where)

    def frames(self, rows: int) -> Iterator[pa.RecordBatch]:
        """There is no table that could be trusted."""
        del rows
        return iter(())

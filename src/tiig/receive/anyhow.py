"""A file that could not be read in order, looked through as well as it can be."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from tiig.model.errors import Where
from tiig.model.profile import FileFormat, FileLayout
from tiig.receive.asides import Aside, lines_of, sheets_beside, strays_beside
from tiig.receive.corners import Stray
from tiig.receive.header import Header
from tiig.receive.limits import Limits
from tiig.receive.package import Package
from tiig.receive.source import Handle
from tiig.receive.tally import Account


class Anyhow:
    """Its texts, and rows as far as they go.

    Of text each line is one cell; a workbook gives all its sheets. What makes
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

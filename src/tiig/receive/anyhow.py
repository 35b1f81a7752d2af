"""A file that could not be read in order, looked through as well as it can be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pyarrow as pa

from tiig.model.errors import Where
from tiig.model.profile import FileFormat, FileLayout
from tiig.receive.archives import unpacked
from tiig.receive.asides import Aside, sheets_beside, strays_beside, texts_in
from tiig.receive.corners import Stray
from tiig.receive.header import Header
from tiig.receive.limits import Limits
from tiig.receive.package import Package
from tiig.receive.source import Handle
from tiig.receive.tally import Account


class Anyhow:
    """Its texts, and rows as far as they go.

    Of text each line is one cell, of XML each text; a workbook gives all its sheets, and an
    archive what it holds. What makes even that impossible is raised: a file that is no
    workbook, damaged or protected.
    """

    sheet = None
    date_system = None
    header = Header((), 0)
    preamble = ()
    physical_lines = 0

    def __init__(self, handle: Handle, layout: FileLayout, limits: Limits, where: Where) -> None:
        """Gate an archive and a workbook; of text, everything waits."""
        self._handle, self._names = unpacked(handle, layout, limits, where)
        self._layout, self._limits, self._where = layout, limits, where
        self._package = None
        if layout.format is FileFormat.XLSX:
            raw = self._handle.read(self._handle.size + 1)
            self._package = Package(raw, limits, where)
        self.account = Account(preamble_lines=0, header_lines=0)
        self.footer: list[str] = []

    def strays(self) -> Iterator[Stray]:
        """Yield the names in an archive, and the texts around a workbook's cells."""
        if self._package is None:
            return iter(self._names)
        return chain(self._names, strays_beside(self._package, None, self._where))

    def asides(self) -> Iterator[Aside]:
        """Yield the rows of all sheets, or the lines of the text."""
        if self._package is None:
            return texts_in(self._handle, self._layout)
        return sheets_beside(self._package, None, self._limits, self._where)

    def frames(self, rows: int) -> Iterator[pa.RecordBatch]:
        """There is no table that could be trusted."""
        del rows
        return iter(())

"""Rows outside the table that is read: other sheets, and files that cannot be read in order.

They are searched and never stored. A file that is refused for its form may still hold
identifiers, and then is an incident: it is looked through as well as it can be.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path

import polars as pl
from python_calamine import load_workbook

from tiig.model.errors import FILE_DAMAGED, TiigError, Where
from tiig.model.identified import ROW, RawRows, StrayTexts
from tiig.model.profile import FileFormat, FileLayout
from tiig.receive.archives import unpacked
from tiig.receive.cells import text_of
from tiig.receive.corners import Stray, strays_of, tail_of
from tiig.receive.limits import USUAL, Limits
from tiig.receive.package import Package
from tiig.receive.sheet import rows_of
from tiig.receive.source import Handle
from tiig.receive.xml_texts import texts_of

Aside = tuple[str, tuple[str | None, ...], RawRows]
"""A place, the first row there (which may name its columns), and the rows below it."""

_ROWS = 50_000


def sheets_beside(
    package: Package, read: str | None, limits: Limits, where: Where
) -> Iterator[Aside]:
    """Yield the rows of every sheet but `read`, hidden ones too, within the same limits."""
    for place, name, part in package.other_sheets(read):
        if not package.has(part) or not rows_of(package, part, limits, where).filled:
            continue
        try:
            sheet = load_workbook(io.BytesIO(package.raw)).get_sheet_by_name(name)
            first, rows = (sheet.start or (0, 0))[0] + 1, iter(sheet.iter_rows())
        except Exception:  # noqa: BLE001 - a foreign reader: its errors quote cells
            raise TiigError(FILE_DAMAGED, where, what="a sheet cannot be read") from None
        header = tuple(text_of(cell) for cell in next(rows, []))
        while chunk := list(islice(rows, _ROWS)):
            yield place, header, _texts(chunk, first + 1)
            first += len(chunk)
        if sheet.height == 1:
            yield place, header, RawRows(pl.DataFrame(schema={ROW: pl.UInt32}))


def strays_beside(package: Package, read: str | None, where: Where) -> Iterator[Stray]:
    """Yield the texts around all cells, and those that follow the cells of each sheet."""
    yield from strays_of(package, where)
    for place, _, part in package.other_sheets(None):
        if package.has(part):
            around = f"page headers, validations and links of {place}"
            yield from ((around, text, False) for text in dict.fromkeys(tail_of(package, part)))
    for place, name, _ in package.other_sheets(read):
        yield f"name of {place}", name, False


def look_anyhow(
    path: Path, layout: FileLayout, *, limits: Limits = USUAL
) -> tuple[StrayTexts, Iterator[Aside]]:
    """Open a file that could not be read in order: its texts, and rows as far as they go.

    Of a delimited file each line is one cell, of XML each text; a workbook gives all its
    sheets. Raises what makes even that impossible: a file that is no workbook, damaged or
    protected.
    """
    nowhere = Where()
    workbook = layout.format is FileFormat.XLSX
    sent = Handle(path, nowhere, largest=limits.workbook if workbook else limits.file)
    with closing_after_a_fault(sent):
        handle, names = unpacked(sent, layout, limits, nowhere)
        if not workbook:
            return StrayTexts(names), _lines_of(sent, handle, layout)
        package = Package(handle.read(handle.size + 1), limits, nowhere)
    sent.stream.close()
    strays = StrayTexts(chain(names, strays_beside(package, None, nowhere)))
    return strays, sheets_beside(package, None, limits, nowhere)


@contextmanager
def closing_after_a_fault(handle: Handle) -> Iterator[None]:
    """Close a file that turns out not to be one that can be looked through."""
    try:
        yield
    except BaseException:
        handle.stream.close()
        raise


def _lines_of(sent: Handle, handle: Handle, layout: FileLayout) -> Iterator[Aside]:
    with sent:
        if layout.format is FileFormat.XML:
            yield from _numbered("texts of the XML", texts_of(handle))
        else:
            yield from _numbered("lines of the file", _lines(handle, layout.encoding))


def _lines(handle: Handle, encoding: str) -> Iterator[str]:
    wide = "utf-16" if encoding.lower().replace("_", "-").startswith("utf-16") else "utf-8"
    with io.TextIOWrapper(handle.stream, wide, errors="replace") as text:
        yield from (line.rstrip("\r\n") for line in text)


def _numbered(place: str, lines: Iterator[str]) -> Iterator[Aside]:
    """Yield lines as rows of one cell, as far as an archive that breaks off can be read."""
    first, chunk = 1, []
    try:
        for line in lines:
            chunk.append([line])
            if len(chunk) == _ROWS:
                yield place, (), _texts(chunk, first)
                first, chunk = first + len(chunk), []
    except TiigError as fault:
        if fault.kind is not FILE_DAMAGED:
            raise
    if chunk:
        yield place, (), _texts(chunk, first)


def _texts(rows: Sequence[Sequence[object]], first: int) -> RawRows:
    """Turn rows into columns of text under names that say their place."""
    columns = {
        f"column {number}": [text_of(cell) for cell in column]
        for number, column in enumerate(zip(*rows, strict=True), start=1)
    }
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    numbers = pl.Series(ROW, range(first, first + len(rows)), pl.UInt32)
    return RawRows(frame.insert_column(0, numbers))

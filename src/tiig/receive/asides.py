"""Rows outside the table that is read: other sheets, and files that cannot be read in order.

They are searched and never stored. A file that is refused for its form may still hold
identifiers, and then is an incident: it is looked through as well as it can be.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
import pyarrow as pa
from python_calamine import load_workbook

from tiig.model.errors import FILE_DAMAGED, TiigError, Where
from tiig.model.profile import FileFormat, FileLayout
from tiig.receive.batches import batch_of, texts
from tiig.receive.cells import text_of
from tiig.receive.corners import Stray, strays_of, tail_of
from tiig.receive.limits import Limits
from tiig.receive.package import Package
from tiig.receive.sheet import rows_of
from tiig.receive.source import Handle
from tiig.receive.xml_texts import texts_of

Aside = tuple[str, tuple[str | None, ...], pa.RecordBatch]
"""A place, the first row there (which may name its columns), and the rows below it."""

_ROWS = 50_000
_PIECE = 1 << 20


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
            raise _unreadable(where) from None
        header = tuple(text_of(cell) for cell in _next(rows, 1, where)[0])
        while chunk := _next(rows, _ROWS, where):
            yield place, header, _texts(chunk, range(first + 1, first + 1 + len(chunk)))
            first += len(chunk)
        if sheet.height == 1:
            yield place, header, _texts([], [])


def _next(rows: Iterator[Sequence[object]], count: int, where: Where) -> list[Sequence[object]]:
    try:
        return list(islice(rows, count))
    except Exception:  # noqa: BLE001 - a foreign reader: its errors quote cells
        raise _unreadable(where) from None


def _unreadable(where: Where) -> TiigError:
    return TiigError(FILE_DAMAGED, where, what="a sheet cannot be read")


def strays_beside(package: Package, read: str | None, where: Where) -> Iterator[Stray]:
    """Yield the texts around all cells, and those that follow the cells of each sheet."""
    yield from strays_of(package, where)
    for place, _, part in package.other_sheets(None):
        if package.has(part):
            around = f"page headers, validations and links of {place}"
            yield from ((around, text, False) for text in dict.fromkeys(tail_of(package, part)))
    for place, name, _ in package.other_sheets(read):
        yield f"name of {place}", name, False


def texts_in(handle: Handle, layout: FileLayout) -> Iterator[Aside]:
    """Yield the lines of a text, or the texts of XML, each as one cell, whatever they hold."""
    with handle:
        if layout.format is FileFormat.XML:
            yield from _numbered("texts of the XML", enumerate(texts_of(handle), start=1))
        else:
            yield from _numbered("lines of the file", _lines(handle, layout.encoding))


def _lines(handle: Handle, encoding: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that hold something with their numbers; millions of others cost little."""
    wide = "utf-16" if encoding.lower().replace("_", "-").startswith("utf-16") else "utf-8"
    number, rest = 1, ""
    with io.TextIOWrapper(handle.stream, wide, errors="replace") as text:
        while piece := text.read(max(_PIECE, len(rest))):
            lines, ended, rest = (rest + piece).rpartition("\n")
            if lines.strip("\n"):
                yield from ((n, line) for n, line in enumerate(lines.split("\n"), number) if line)
            number += lines.count("\n") + len(ended)
    if rest:
        yield number, rest


def _numbered(place: str, lines: Iterator[tuple[int, str]]) -> Iterator[Aside]:
    """Yield lines as rows of one cell, as far as an archive that breaks off can be read."""
    numbers: list[int] = []
    chunk: list[list[str]] = []
    try:
        for number, line in lines:
            numbers.append(number)
            chunk.append([line])
            if len(chunk) == _ROWS:
                yield place, (), _texts(chunk, numbers)
                numbers, chunk = [], []
    except TiigError as fault:
        if fault.kind is not FILE_DAMAGED:
            raise
    if chunk:
        yield place, (), _texts(chunk, numbers)


def _texts(rows: Sequence[Sequence[object]], numbers: Sequence[int]) -> pa.RecordBatch:
    """Turn rows into columns of text under names that say their place."""
    columns = [texts([text_of(cell) for cell in column]) for column in zip(*rows, strict=True)]
    names = [f"column {number}" for number in range(1, len(columns) + 1)]
    return batch_of(np.array(numbers, np.uint32), columns, names)

"""The one way into a file: gate the bytes, then hand out rows, then close the account.

The bytes are read in a limited process where the system has one (`apart`), else here.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self

import polars as pl
import pyarrow as pa

from tiig.model.errors import TiigError, Where
from tiig.model.file_errors import COUNTS_DISAGREE, FILE_NO_ROWS
from tiig.model.identified import RawRows, StrayTexts
from tiig.model.profile import FileFormat, FileLayout
from tiig.receive.corners import Stray
from tiig.receive.here import Here
from tiig.receive.limits import USUAL, Limits
from tiig.receive.source import Handle, Held
from tiig.receive.tally import Tally
from tiig.receive.told import Told
from tiig.receive.ways import Way, opened_by

APART = sys.platform == "linux"
"""Whether files are read in a limited process of their own."""
Aside = tuple[str, tuple[str | None, ...], RawRows]
"""A place, the first row there (which may name its columns), and the rows below it."""


class _Source(Protocol):
    """A file that was opened, here or apart."""

    told: Told

    @property
    def tally(self) -> Tally: ...
    @property
    def footer(self) -> list[str]: ...
    def frames(self, rows: int) -> Iterator[pa.RecordBatch]: ...
    def strays(self) -> Iterator[Stray]: ...
    def asides(self) -> Iterator[tuple[str, tuple[str | None, ...], pa.RecordBatch]]: ...
    def close(self) -> None: ...


class Opened:
    """A file whose header was read and whose rows wait, to be read once.

    `preamble` holds the rows above the header as cells (for period cells), `date_system`
    the year 1900 or 1904 from which a workbook counts its days.
    """

    def __init__(self, handle: Handle, source: _Source, where: Where) -> None:
        """Wrap what was opened; `open_file` does."""
        self._handle = handle
        self._source = source
        self._where = where
        self._begun = False
        self._tally: Tally | None = None

    @property
    def header(self) -> tuple[str, ...]:
        """The column names, trimmed, in the order of the file."""
        return self._source.told.header

    @property
    def sheet(self) -> str | None:
        """The sheet that is read; None for text."""
        return self._source.told.sheet

    @property
    def date_system(self) -> int | None:
        """The year that a workbook's serial days count from; None for text."""
        return self._source.told.date_system

    @property
    def preamble(self) -> tuple[tuple[str | None, ...], ...]:
        """The rows above the header, one entry a line or sheet row."""
        return self._source.told.preamble

    @property
    def kept(self) -> Mapping[str, bool]:
        """Whether each limit of the process that reads is enforced; empty where it is this one."""
        return self._source.told.kept

    @property
    def strays(self) -> StrayTexts:
        """The texts around the table: above the header, in its footer, in a workbook's corners."""
        above = (" ".join(filter(None, row)) for row in self.preamble)
        own = [
            *(("above the header", text, False) for text in above),
            *(("the footer", text, False) for text in self._source.footer),
        ]
        return StrayTexts(chain(own, self._source.strays()))

    def asides(self) -> Iterator[Aside]:
        """Yield the rows of sheets that are not read."""
        for place, header, batch in self._source.asides():
            yield place, header, _raw(batch)

    def batches(self, rows: int = 100_000) -> Iterator[RawRows]:
        """Yield all rows, at most `rows` at a time; the last step closes the account.

        Any fault refuses the whole file, also after batches were handed out: what was made
        of them must not be kept.
        """
        if self._begun or rows < 1:
            message = "the rows of a file are read once, in batches of at least one"
            raise RuntimeError(message)
        self._begun = True
        found = 0
        for batch in self._source.frames(rows):
            found += batch.num_rows
            yield _raw(batch)
        self._handle.check_unchanged()
        tally = self._source.tally
        if not tally.agrees(found):
            lines = tally.records - tally.ignored_count
            raise TiigError(COUNTS_DISAGREE, self._where, lines=lines, found=found)
        if not found:
            raise TiigError(FILE_NO_ROWS, self._where)
        self._tally = tally

    @property
    def tally(self) -> Tally:
        """The account of the file, once all batches were taken."""
        if self._tally is None:
            message = "the account closes when all rows were read"
            raise RuntimeError(message)
        return self._tally

    def __repr__(self) -> str:
        return f"<Opened: {len(self.header)} columns>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._source.close()
        self._handle.stream.close()


def open_file(
    path: Path, layout: FileLayout, *, limits: Limits = USUAL, label: str | None = None
) -> Opened:
    """Open a file as its layout declares and read as far as the header.

    `label` is what messages call the file; without one they name no file, since a file's
    name may hold what it should not.
    """
    where = Where(file=label)
    handle = Handle(path, where, largest=_largest(layout, limits))
    return Opened(handle, _source(handle, layout, limits, where), where)


def open_held(
    stream: BinaryIO, layout: FileLayout, where: Where, *, limits: Limits = USUAL
) -> Opened:
    """Open delimited text that is held in memory and stands on no disk."""
    handle = Held(stream, where, largest=limits.file)
    return Opened(handle, _source(handle, layout, limits, where), where)


def open_outline(path: Path, *, limits: Limits = USUAL, label: str | None = None) -> Opened:
    """Open XML that no profile describes: its rows are the paths of its elements, counted.

    Raises FILE_KIND for what is no XML, and what makes XML unreadable.
    """
    where = Where(file=label)
    layout = FileLayout(format=FileFormat.XML)
    handle = Handle(path, where, largest=limits.file)
    return Opened(handle, _source(handle, layout, limits, where, Way.OUTLINE), where)


def look_anyhow(
    path: Path, layout: FileLayout, *, limits: Limits = USUAL
) -> tuple[StrayTexts, Iterator[Aside]]:
    """Open a file that could not be read in order: its texts, and rows as far as they go.

    Of a delimited file each line is one cell; a workbook gives all its sheets. Raises what
    makes even that impossible: a file that is no workbook, damaged or protected.
    """
    nowhere = Where()
    handle = Handle(path, nowhere, largest=_largest(layout, limits))
    opened = Opened(handle, _source(handle, layout, limits, nowhere, Way.ANYHOW), nowhere)
    return opened.strays, _closing(opened)


def limits_kept() -> Mapping[str, bool]:
    """Return whether each limit of a process that reads is enforced here; empty without one."""
    with open_held(io.BytesIO(b"a\n1\n"), FileLayout(), Where()) as opened:
        return opened.kept


def _closing(opened: Opened) -> Iterator[Aside]:
    with opened:
        yield from opened.asides()


def _largest(layout: FileLayout, limits: Limits) -> int:
    return limits.workbook if layout.format is FileFormat.XLSX else limits.file


def _source(
    handle: Handle, layout: FileLayout, limits: Limits, where: Where, way: Way = Way.ROWS
) -> _Source:
    try:
        if APART:
            return _apart(handle, layout, limits, where, way)
        return Here(opened_by(way, handle, layout, limits, where), handle)
    except BaseException:
        handle.stream.close()
        raise


def _apart(handle: Handle, layout: FileLayout, limits: Limits, where: Where, way: Way) -> _Source:
    # Windows lacks what stands behind these modules.
    from tiig.receive.apart.remote import Remote  # noqa: PLC0415
    from tiig.receive.apart.request import Request  # noqa: PLC0415

    request = Request(layout, limits, way)
    with handle.descriptor() as file:
        return Remote(file, request, where, size=handle.size)


def _raw(batch: pa.RecordBatch) -> RawRows:
    return RawRows(pl.DataFrame(batch))

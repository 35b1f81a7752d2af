"""The one way into a file: gate the bytes, then hand out rows, then close the account."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from tiig.model.errors import TiigError, Where
from tiig.model.file_errors import COUNTS_DISAGREE, FILE_NO_ROWS
from tiig.model.identified import RawRows, StrayTexts
from tiig.model.profile import FileFormat, FileLayout
from tiig.receive.asides import Aside
from tiig.receive.limits import USUAL, Limits
from tiig.receive.readers import Reader, reader_of
from tiig.receive.source import Handle, Held
from tiig.receive.tally import Tally


class Opened:
    """A file whose header was read and whose rows wait, to be read once.

    `preamble` holds the rows above the header as cells (for period cells), `date_system`
    the year 1900 or 1904 from which a workbook counts its days.
    """

    def __init__(self, handle: Handle, reader: Reader, where: Where) -> None:
        """Wrap a reader; `open_file` does."""
        self._handle = handle
        self._reader = reader
        self._where = where
        self._begun = False
        self._tally: Tally | None = None

    @property
    def header(self) -> tuple[str, ...]:
        """The column names, trimmed, in the order of the file."""
        return self._reader.header.names

    @property
    def sheet(self) -> str | None:
        """The sheet that is read; None for text."""
        return self._reader.sheet

    @property
    def date_system(self) -> int | None:
        """The year that a workbook's serial days count from; None for text."""
        return self._reader.date_system

    @property
    def preamble(self) -> tuple[tuple[str | None, ...], ...]:
        """The rows above the header, one entry a line or sheet row."""
        return self._reader.preamble

    @property
    def strays(self) -> StrayTexts:
        """The texts around the table: above the header, in its footer, in a workbook's corners."""
        above = (" ".join(filter(None, row)) for row in self.preamble)
        own = [
            *(("above the header", text, False) for text in above),
            *(("the footer", text, False) for text in self._reader.footer),
        ]
        return StrayTexts(chain(own, self._reader.strays()))

    def asides(self) -> Iterator[Aside]:
        """Yield the rows of sheets that are not read."""
        return self._reader.asides()

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
        for frame in self._reader.frames(rows):
            found += frame.height
            if frame.height:
                yield RawRows(frame)
        self._handle.check_unchanged()
        tally = self._reader.account.closed(physical_lines=self._reader.physical_lines)
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
        self._handle.stream.close()


def open_file(
    path: Path, layout: FileLayout, *, limits: Limits = USUAL, label: str | None = None
) -> Opened:
    """Open a file as its layout declares and read as far as the header.

    `label` is what messages call the file; without one they name no file, since a file's
    name may hold what it should not.
    """
    where = Where(file=label)
    largest = limits.workbook if layout.format is FileFormat.XLSX else limits.file
    return _opened(Handle(path, where, largest=largest), layout, limits, where)


def open_held(
    stream: BinaryIO, layout: FileLayout, where: Where, *, limits: Limits = USUAL
) -> Opened:
    """Open delimited text that is held in memory and stands on no disk."""
    return _opened(Held(stream, where, largest=limits.file), layout, limits, where)


def _opened(handle: Handle, layout: FileLayout, limits: Limits, where: Where) -> Opened:
    try:
        reader = reader_of(handle, layout, limits, where)
    except BaseException:
        handle.stream.close()
        raise
    return Opened(handle, reader, where)

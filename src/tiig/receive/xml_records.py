"""XML of repeated records: surveyed in one pass over the open file, read in a second.

A row is one record, under the line on which it begins. Records are counted by the parser
and, apart from it, by their tags in the bytes; both must agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from tiig.model.errors import FILE_DAMAGED, FILE_TOO_LARGE, PROFILE_INVALID, TiigError, Where
from tiig.model.file_errors import FILE_NO_ROWS
from tiig.model.profile import FileLayout
from tiig.receive.asides import Aside
from tiig.receive.batches import batch_of, split_empty, texts
from tiig.receive.corners import Stray
from tiig.receive.header import header_of
from tiig.receive.limits import Limits
from tiig.receive.signatures import LONGEST, XML_NAME, is_markup, kind_of, refuse_kind
from tiig.receive.source import Handle
from tiig.receive.tally import Account, Reason
from tiig.receive.xml_elements import Elements
from tiig.receive.xml_places import Place
from tiig.receive.xml_survey import JOINED, Survey
from tiig.receive.xml_walk import Walk

_GATHERED = 4096
"""Rows that are held as Python texts at once."""
_MOST_ROWS = 10_000
"""Rows in a batch at most, so that a long file takes no more memory than a short one."""
_LARGEST_ROW = 2**32 - 1


class XmlRecords:
    """An XML file of records, read once after its survey."""

    sheet = None
    date_system = None
    preamble: tuple[tuple[str | None, ...], ...] = ()

    def __init__(self, handle: Handle, layout: FileLayout, limits: Limits, where: Where) -> None:
        """Survey the whole file: only then its columns are known."""
        if not layout.record:
            raise TiigError(PROFILE_INVALID, what="file.record: is missing for XML")
        self._handle, self._limits, self._where = handle, limits, where
        refuse_other_kinds(handle, where)
        self._survey = Survey(handle, layout, limits, where)
        if self._survey.lines > _LARGEST_ROW:
            raise TiigError(FILE_TOO_LARGE, where, what=f"more than {_LARGEST_ROW:,} lines")
        if not self._survey.header:
            raise TiigError(FILE_NO_ROWS, where)
        self.header = header_of(self._survey.header, where)
        self.account = Account(
            preamble_lines=0,
            header_lines=0,
            marks=self._survey.tags,
            numbered=not self._survey.by_line,
        )
        self.footer: list[str] = []

    @property
    def physical_lines(self) -> int:
        """The lines of the file."""
        return self._survey.lines

    def strays(self) -> Iterator[Stray]:
        """Yield comments and processing instructions."""
        return self._survey.strays()

    def asides(self) -> Iterator[Aside]:
        """XML holds one table."""
        return iter(())

    def frames(self, rows: int) -> Iterator[pa.RecordBatch]:
        """Yield `row` and the cells as text, at most `rows` records at a time."""
        rows = min(rows, _MOST_ROWS)
        found = _Rows(len(self.header.names), by_line=self._survey.by_line)
        self._survey.places.rewind()
        walk = Walk(self._handle, self._limits, self._where)
        elements = Elements(
            self._survey.places, found, self._limits, self._where, lambda: walk.line
        )
        waiting: list[pa.RecordBatch] = []
        searched = self._survey.searched
        for _ in walk.steps(elements):
            waiting += self._frames(found, min(rows, _GATHERED), searched)
            while sum(batch.num_rows for batch in waiting) >= rows:
                whole = pa.concat_batches(waiting)
                waiting = [whole.slice(rows)]
                yield whole.slice(0, rows)
        if elements.records != self._survey.records:
            raise TiigError(FILE_DAMAGED, self._where, what="it changed while it was read")
        if waiting:
            yield pa.concat_batches(waiting)

    def _frames(
        self, found: _Rows, rows: int, searched: dict[int, str]
    ) -> Iterator[pa.RecordBatch]:
        """Turn the rows that were gathered into batches; empty records are ignored.

        What is `searched` only goes along with the first row of the file, and is empty after it.
        """
        numbers, cells = found.taken()
        self.account.records += len(numbers)
        for first in range(0, len(numbers), rows):
            chunk = zip(*cells[first : first + rows], strict=True)
            batch, empty = split_empty(
                batch_of(
                    np.array(numbers[first : first + rows], np.uint32),
                    [texts(column) for column in chunk],
                    self.header.names,
                )
            )
            self.account.ignore(empty, Reason.BLANK)
            for column, text in self._survey.outside.items():
                batch = _with(batch, column, [text] * batch.num_rows)
            if batch.num_rows:
                for column, text in searched.items():
                    own, *others = batch.column(column + 1).to_pylist()
                    told = JOINED.join(filter(None, (own, text)))
                    batch = _with(batch, column, [told, *others])
                searched.clear()
            yield batch


def _with(batch: pa.RecordBatch, column: int, cells: Sequence[str | None]) -> pa.RecordBatch:
    return batch.set_column(column + 1, batch.schema.field(column + 1), texts(cells))


class _Rows:
    """Gathers the rows of the records that pass by."""

    def __init__(self, width: int, *, by_line: bool) -> None:
        self._width, self._by_line = width, by_line
        self._cells: list[str | None] = []
        self._shared: dict[int, list[str]] = {}
        self._row = 0
        self._numbers: list[int] = []
        self._rows: list[list[str | None]] = []

    def begin(self, record: int, line: int) -> None:
        self._row = line if self._by_line else record
        self._cells = [None] * self._width

    def say(self, place: Place, text: str) -> None:
        if place.outside or not text:
            return
        slots = place.slots
        if place.times <= len(slots):
            self._cells[slots[place.times - 1]] = text
        elif place.rest is not None:
            self._shared.setdefault(place.rest, []).append(text)

    def finish(self) -> None:
        if self._shared:
            for column, texts in self._shared.items():
                self._cells[column] = JOINED.join(texts)
            self._shared = {}
        self._numbers.append(self._row)
        self._rows.append(self._cells)

    def beside(self, text: str) -> None:
        """Comments were kept by the survey."""

    def taken(self) -> tuple[list[int], list[list[str | None]]]:
        found = self._numbers, self._rows
        self._numbers, self._rows = [], []
        return found


def refuse_other_kinds(handle: Handle, where: Where) -> None:
    """Refuse what by its first bytes is something else, and what is no XML at all."""
    start = handle.read(LONGEST)
    found = kind_of(start)
    if found != XML_NAME and start.strip() and (found is not None or not is_markup(start)):
        raise refuse_kind(where, expected=XML_NAME, found=found or "text")

"""A file that is read apart, as its parent sees it: asked for in orders, believed in bounds."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pyarrow as pa

from tiig.model.errors import TiigError, Where
from tiig.model.reading_errors import READER_BROKEN, READER_STOPPED
from tiig.receive.apart.parent import ReaderProcess
from tiig.receive.apart.request import Request
from tiig.receive.apart.wire import BadFrameError, BrokenOffError, Part, rows_in, words_in
from tiig.receive.asides import Aside
from tiig.receive.batches import STRAYS, schema_of
from tiig.receive.corners import Stray
from tiig.receive.tally import Tally
from tiig.receive.told import (
    LAST_ROW,
    UnbelievableError,
    fault_of,
    heading_of,
    place_of,
    tally_of,
    told_of,
)

_SAID_BY_STATUS = {-signal.SIGXCPU: "processor time", -signal.SIGKILL: "memory"}
"""What a reader lacked, by the signal that ended it."""


class Remote:
    """A file in a reader's hands; `told` is what is known when its header was read."""

    def __init__(self, file: int, request: Request, where: Where, *, size: int) -> None:
        """Have the file opened from a descriptor; raises what the reader found wrong."""
        self._request, self._where = request, where
        self._process = ReaderProcess(file, request, size=size)
        self.footer: list[str] = []
        try:
            with self._believing():
                kept = words_in(self._next(Part.LIMITS)[1])
                self.told = told_of(words_in(self._next(Part.OPENED)[1]), kept)
        except BaseException:
            self.close()
            raise

    def frames(self, rows: int) -> Iterator[pa.RecordBatch]:
        """Yield the rows, at most so many at a time, under numbers that rise."""
        self._process.order(b"rows %d\n" % rows)
        schema, last = schema_of(self.told.header), 0
        while True:
            with self._believing():
                part, body = self._next(Part.ROWS, Part.TALLY)
                if part is Part.TALLY:
                    self._tally, self.footer = tally_of(words_in(body))
                    self._next(Part.END)
                    return
                batch = _rows(body, schema, rows, last)
                last = batch.column(0)[-1].as_py()
            yield batch

    @property
    def tally(self) -> Tally:
        """The account of the file, as told when all rows were sent."""
        return self._tally

    def strays(self) -> Iterator[Stray]:
        """Yield the texts around the table."""
        self._process.order(b"strays\n")
        while True:
            with self._believing():
                part, body = self._next(Part.ROWS, Part.END)
                if part is Part.END:
                    return
                columns = rows_in(body, STRAYS).to_pydict().values()
            for place, text, of_staff in zip(*columns, strict=True):
                yield place_of(place), text, of_staff

    def asides(self) -> Iterator[Aside]:
        """Yield the rows of what is not read, with their place and first row."""
        self._process.order(b"asides\n")
        while True:
            with self._believing():
                part, body = self._next(Part.ASIDE, Part.END)
                if part is Part.END:
                    return
                place, header, width = heading_of(words_in(body))
                names = [f"column {number}" for number in range(1, width + 1)]
                batch = rows_in(self._next(Part.ROWS)[1], schema_of(names))
            yield place, header, batch

    def close(self) -> None:
        """Let the reader go, wherever it is."""
        self._process.close()

    def _next(self, *expected: Part) -> tuple[Part, pa.Buffer]:
        part, body = self._process.answers.next(*expected)
        if part is Part.FAULT:
            raise fault_of(words_in(body), self._request.layout, self._where)
        return part, body

    @contextmanager
    def _believing(self) -> Iterator[None]:
        """Turn an answer that is none into an error of the catalogue, and the reader away."""
        try:
            yield
        except (BadFrameError, UnbelievableError):
            self.close()
            raise TiigError(READER_BROKEN, self._where) from None
        except BrokenOffError as broken:
            raise self._end_of(broken) from None

    def _end_of(self, broken: BrokenOffError) -> TiigError:
        if broken.silent:
            self.close()
            return TiigError(READER_STOPPED, self._where, what="time")
        ending = self._process.ending()
        what = _SAID_BY_STATUS.get(ending.status) if ending else None
        if what is None:
            return TiigError(READER_BROKEN, self._where)
        return TiigError(READER_STOPPED, self._where, what=what)


def _rows(body: pa.Buffer, schema: pa.Schema, most: int, last: int) -> pa.RecordBatch:
    """Read a batch: neither empty nor too long, and its numbers go on rising."""
    batch = rows_in(body, schema)
    numbers = batch.column(0)
    if not 0 < batch.num_rows <= most or numbers.null_count:
        raise UnbelievableError
    # Not to_numpy, at which Arrow imports pandas: a third of a second that nobody needs.
    steps = np.diff(np.from_dlpack(numbers).astype(np.int64), prepend=last)
    if steps.min() < 1 or numbers[-1].as_py() > LAST_ROW:
        raise UnbelievableError
    return batch

"""All that passes between a reader and its parent: frames of a kind, a length and a body.

A body is JSON of a fixed shape, or one Arrow message of rows. The parent believes no length
beyond its bounds, parses no Arrow that says it is compressed, and gives the schema itself.
"""

from __future__ import annotations

import json
import os
import select
import struct
import threading
import time
from collections.abc import Mapping
from enum import Enum
from typing import Any

import pyarrow as pa

ENDING = struct.Struct("<iqd")
"""How a reader ended, as the seed tells it on the leash: status, memory at its peak, seconds."""
_HEAD = struct.Struct("<cQ")
_STEP = 1 << 20
LARGEST_ROWS = 1 << 30
LARGEST_WORDS = 1 << 26


class Part(Enum):
    """What a frame holds."""

    LIMITS = b"l"
    OPENED = b"o"
    ROWS = b"r"
    ASIDE = b"a"
    TALLY = b"t"
    FAULT = b"f"
    END = b"e"


class BadFrameError(Exception):
    """What was sent is not what may be sent."""


class BrokenOffError(Exception):
    """The other side ended, or has been silent too long (`silent`)."""

    def __init__(self, *, silent: bool) -> None:
        super().__init__("silent" if silent else "ended")
        self.silent = silent


class TooMuchError(Exception):
    """A frame would be larger than the parent takes."""


class Speaker:
    """The reader's side: frames go out through a pipe."""

    def __init__(self, pipe: int) -> None:
        """Take the descriptor to write to."""
        self._pipe = pipe

    def say(self, part: Part, body: Mapping[str, Any] | None = None) -> None:
        """Send words."""
        text = json.dumps(body or {}, ensure_ascii=True).encode()
        if len(text) > LARGEST_WORDS:
            raise TooMuchError
        self._send(part, memoryview(text))

    def rows(self, batch: pa.RecordBatch) -> None:
        """Send rows."""
        if batch.nbytes > LARGEST_ROWS // 2:
            raise TooMuchError
        self._send(Part.ROWS, memoryview(batch.serialize()))

    def _send(self, part: Part, body: memoryview) -> None:
        os.write(self._pipe, _HEAD.pack(part.value, len(body)))
        sent = 0
        while sent < len(body):
            sent += os.write(self._pipe, body[sent : sent + _STEP])


class Listener:
    """The parent's side: frames come in through a pipe, none too large and none too late."""

    def __init__(self, pipe: int, *, patience: float) -> None:
        """Take the descriptor to read from; `patience` is how many seconds silence may last."""
        self._pipe = pipe
        self._patience = patience
        self._at_work = threading.Lock()
        self._poll = select.poll()
        self._poll.register(pipe, select.POLLIN)

    def next(self, *expected: Part) -> tuple[Part, pa.Buffer]:
        """Return the next frame, which must be of an expected kind or tell of a fault."""
        with self._at_work:
            return self._next({*expected, Part.FAULT})

    def close(self) -> None:
        """Give the pipe up; whoever still waits at it is told first, since the reader ended."""
        with self._at_work:
            if self._pipe >= 0:
                os.close(self._pipe)
                self._pipe = -1

    def _next(self, expected: set[Part]) -> tuple[Part, pa.Buffer]:
        if self._pipe < 0:
            raise BrokenOffError(silent=False)
        head = pa.allocate_buffer(_HEAD.size)
        self._fill(memoryview(head))
        letter, length = _HEAD.unpack(head)
        try:
            part = Part(letter)
        except ValueError:
            raise BadFrameError from None
        largest = LARGEST_ROWS if part is Part.ROWS else LARGEST_WORDS
        if length > largest or part not in expected:
            raise BadFrameError
        body = pa.allocate_buffer(length)
        self._fill(memoryview(body))
        return part, body

    def _fill(self, into: memoryview) -> None:
        """Fill a stretch of memory from the pipe."""
        into = into.cast("B")
        filled, until = 0, time.monotonic() + self._patience
        while filled < len(into):
            if not self._poll.poll(max(until - time.monotonic(), 0) * 1000):
                raise BrokenOffError(silent=True)
            count = os.readv(self._pipe, [into[filled:]])
            if not count:
                raise BrokenOffError(silent=False)
            filled += count


def words_in(body: pa.Buffer) -> dict[str, Any]:
    """Read a body of words."""
    try:
        told = json.loads(memoryview(body).tobytes())
    except (ValueError, RecursionError):
        raise BadFrameError from None
    if not isinstance(told, dict):
        raise BadFrameError
    return told


def rows_in(body: pa.Buffer, schema: pa.Schema) -> pa.RecordBatch:
    """Read a body of rows, which must be sound and as the schema says."""
    try:
        message = pa.ipc.read_message(body)
        if message.type != "record batch" or not _is_plain(message.metadata):
            raise BadFrameError
        batch = pa.ipc.read_record_batch(message, schema)
        batch.validate(full=True)
    except (pa.ArrowException, ValueError, TypeError, OSError):
        raise BadFrameError from None
    return batch


def _is_plain(metadata: pa.Buffer) -> bool:
    """Tell whether a message's record batch says that it is not compressed.

    What unpacks to more than was sent could fill the memory. The metadata are a flatbuffer:
    Message (field 2: the batch), RecordBatch (field 3: the compression); a table begins with
    its distance to the list of where its fields are.
    """
    data = bytes(metadata)
    try:
        message = struct.unpack_from("<I", data, 0)[0]
        batch = _field(data, message, 2)
        if not batch:
            return False
        batch += struct.unpack_from("<I", data, batch)[0]
        return not _field(data, batch, 3)
    except struct.error:
        return False


def _field(data: bytes, table: int, number: int) -> int:
    """Return where a field of a flatbuffer's table stands; 0 where it is absent."""
    fields = table - struct.unpack_from("<i", data, table)[0]
    if fields < 0:
        return 0
    size = struct.unpack_from("<H", data, fields)[0]
    place = 4 + 2 * number
    if place + 2 > size:
        return 0
    distance: int = struct.unpack_from("<H", data, fields + place)[0]
    return table + distance if distance else 0

"""What an archive holds, as a file that is open: inflated as it is read, within the limits."""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from tiig.model.errors import FILE_DAMAGED, FILE_TOO_LARGE, TiigError, Where
from tiig.receive.limits import RATIO_FROM, Limits
from tiig.receive.source import Handle

STEP = 1 << 18
_BEYOND = "it inflates beyond the limit"


class Inner(Handle):
    """The one file of an archive; the archive's own bytes stay open beneath it."""

    def __init__(
        self, outer: Handle, where: Where, pieces: Callable[[], Iterator[bytes]], *, largest: int
    ) -> None:
        """Stand at the beginning; `pieces` inflates from there, each time it is called."""
        self._outer = outer
        self._where = where
        self.stream = io.BufferedReader(_Inflated(pieces), STEP)
        self.size = largest

    def read(self, size: int) -> bytes:
        """Read on; room is taken for what there is, not for what was asked."""
        pieces, left = [], size
        while left and (piece := self.stream.read(min(left, STEP))):
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)

    def check_unchanged(self) -> None:
        """Refuse an archive that changed while it was read."""
        self._outer.check_unchanged()


class _Inflated(io.RawIOBase):
    """A stream of inflated bytes that can be wound back, and no further."""

    def __init__(self, pieces: Callable[[], Iterator[bytes]]) -> None:
        super().__init__()
        self._begin = pieces
        self._pieces = pieces()
        self._rest = memoryview(b"")
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if (offset, whence) == (self._at, os.SEEK_SET) or (offset, whence) == (0, os.SEEK_CUR):
            return self._at
        if (offset, whence) != (0, os.SEEK_SET):
            message = "what is inflated is read in order"
            raise io.UnsupportedOperation(message)
        self._pieces = self._begin()
        self._rest, self._at = memoryview(b""), 0
        return 0

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - whatever holds bytes
        room = memoryview(buffer).cast("B")
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        taken = min(len(room), len(self._rest))
        room[:taken] = self._rest[:taken]
        self._rest = self._rest[taken:]
        self._at += taken
        return taken


class Inflation:
    """How far something inflates, held against the limits."""

    def __init__(self, limits: Limits, where: Where) -> None:
        """Begin with nothing."""
        self._limits, self._where = limits, where
        self._inflated = 0

    def add(self, inflated: int, *, packed: int) -> None:
        """Take account of a piece; `packed` is what was read of the archive so far."""
        self._inflated += inflated
        bomb = self._inflated > RATIO_FROM and self._inflated > self._limits.ratio * packed
        if bomb or self._inflated > self._limits.file:
            raise TiigError(FILE_TOO_LARGE, self._where, what=_BEYOND)


def gunzipped(outer: Handle, limits: Limits, where: Where) -> Iterator[bytes]:
    """Inflate a gzip file from its beginning; members that follow each other are one file."""
    outer.stream.seek(0)
    inflation = Inflation(limits, where)
    packed, data = 0, b""
    try:
        while data := data or outer.read(STEP):
            packed += len(data)
            member = zlib.decompressobj(wbits=31)
            while not member.eof:
                piece = member.decompress(data, STEP)
                inflation.add(len(piece), packed=packed)
                if piece:
                    yield piece
                data = member.unconsumed_tail
                if not data and not piece and not member.eof:
                    data = outer.read(STEP)
                    packed += len(data)
                    if not data:
                        raise TiigError(FILE_DAMAGED, where, what="the archive is cut off")
            data = member.unused_data.lstrip(b"\0")
            packed -= len(data)
    except zlib.error:
        raise TiigError(FILE_DAMAGED, where, what="the archive cannot be inflated") from None

"""The file's bytes as UTF-8, piece by piece, from one open handle.

Refuses what is not written in the declared encoding and a file that changes while it is
read. Nothing is detected and trusted: the encoding is declared, a byte order mark may only
contradict it.
"""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from tiig.model.errors import (
    FILE_DAMAGED,
    FILE_MISSING,
    FILE_TOO_LARGE,
    PROFILE_INVALID,
    TiigError,
    Where,
)
from tiig.model.file_errors import ENCODING_WRONG, NUL_BYTE

_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-8-sig": "utf-8",
    "ascii": "ascii",
    "cp1252": "cp1252",
    "windows-1252": "cp1252",
    "latin-1": "iso8859-1",
    "iso-8859-1": "iso8859-1",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}
ENCODING_NAMES = frozenset(_ENCODINGS)
"""What may be said of how a file is written: a file of XML names its encoding itself."""
_PIECE = 1 << 20
_SINGLE_BYTES = frozenset({"cp1252", "iso8859-1"})
"""Encodings in which any text can be read, also one that was written in UTF-8."""
_SUPERSETS_OF_ASCII = frozenset({"utf-8", "ascii", "cp1252", "iso8859-1"})
_BEYOND_ASCII = 0x80
_MARKS = (
    (codecs.BOM_UTF8, {"utf-8"}),
    (codecs.BOM_UTF16_LE, {"utf-16", "utf-16-le"}),
    (codecs.BOM_UTF16_BE, {"utf-16", "utf-16-be"}),
)


class Handle:
    """One open file, and whether it is still the file that was opened."""

    def __init__(self, path: Path, where: Where, *, largest: int) -> None:
        """Open the file for reading; a folder, a device or an unreadable file is refused."""
        self._path = path
        self._where = where
        try:
            if not path.is_file():
                raise TiigError(FILE_MISSING, where)
            self.stream: BinaryIO = path.open("rb")
        except OSError:
            raise TiigError(FILE_MISSING, where) from None
        self._then = _identity(os.fstat(self.stream.fileno()))
        self.size = self._then[2]
        if self.size > largest:
            self.stream.close()
            raise TiigError(FILE_TOO_LARGE, where, what=f"more than {largest:,} bytes")

    def check_unchanged(self) -> None:
        """Refuse a file that was written to, or replaced, since it was opened."""
        try:
            now = _identity(os.fstat(self.stream.fileno()))
            named = _identity(self._path.stat())
        except OSError:
            raise self._changed() from None
        if not self._then == now == named:
            raise self._changed()

    def read(self, size: int) -> bytes:
        """Read on; what the disk cannot give back is a damaged file."""
        try:
            return self.stream.read(size)
        except OSError:
            raise TiigError(FILE_DAMAGED, self._where, what="the disk cannot read it") from None

    @contextmanager
    def descriptor(self) -> Iterator[int]:
        """Give the descriptor of the file, at its beginning, to hand on."""
        yield self.stream.fileno()

    def _changed(self) -> TiigError:
        return TiigError(FILE_DAMAGED, self._where, what="it changed while it was read")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stream.close()


class Held(Handle):
    """Bytes that are held in memory, which nothing else can change."""

    def __init__(self, stream: BinaryIO, where: Where, *, largest: int) -> None:
        """Take a stream from its beginning."""
        self._where = where
        self.stream = stream
        self.size = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        if self.size > largest:
            raise TiigError(FILE_TOO_LARGE, where, what=f"more than {largest:,} bytes")

    def check_unchanged(self) -> None:
        """Memory stays as it was."""

    @contextmanager
    def descriptor(self) -> Iterator[int]:
        """Give a file that stands in memory alone, with the same bytes, to hand on."""
        with os.fdopen(os.memfd_create("rows"), "wb+", buffering=0) as copy:
            self.stream.seek(0)
            while piece := self.stream.read(_PIECE):
                copy.write(piece)
            copy.seek(0)
            yield copy.fileno()


def _identity(stat: os.stat_result) -> tuple[int, int, int, int]:
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns


class Utf8:
    """A file's text, transcoded to UTF-8 without a byte order mark and without NULs."""

    def __init__(self, handle: Handle, encoding: str, where: Where) -> None:
        """Take the declared encoding; one that TIIG does not read is a fault of the profile."""
        self._handle = handle
        self._declared = encoding
        self._where = where
        self._codec = _ENCODINGS.get(encoding.lower().replace("_", "-"), "")
        if not self._codec:
            raise TiigError(PROFILE_INVALID, what="layout.encoding is not one that is read")
        self._decoder = codecs.getincrementaldecoder(self._codec)()
        self._begun = False
        as_utf8 = self._codec in _SINGLE_BYTES
        self._otherwise = codecs.getincrementaldecoder("utf-8")() if as_utf8 else None
        self._first_accent: int | None = None

    def piece(self, size: int, breaks_before: Callable[[], int]) -> tuple[bytes, bool]:
        """Return the next piece of text, and whether it is the last.

        `breaks_before` counts the line breaks ahead of the piece; it is asked only to say
        where a fault stands.
        """
        raw = self._handle.read(size)
        last = len(raw) < size
        if not self._begun:
            self._refuse_other_mark(raw)
        text = self._transcoded(raw, breaks_before, last=last)
        self._refuse_utf8(raw, breaks_before, last=last)
        if not self._begun:
            text = text.removeprefix(codecs.BOM_UTF8)
        self._begun = True
        if b"\0" in text:
            line = breaks_before() + text.count(b"\n", 0, text.index(b"\0")) + 1
            raise TiigError(NUL_BYTE, self._at(line))
        return text, last

    def _refuse_other_mark(self, raw: bytes) -> None:
        for mark, codecs_of_mark in _MARKS:
            if raw.startswith(mark) and self._codec not in codecs_of_mark:
                raise TiigError(ENCODING_WRONG, self._at(1), encoding=self._declared)

    def _refuse_utf8(self, raw: bytes, breaks_before: Callable[[], int], *, last: bool) -> None:
        """Refuse text of single bytes whose every accent is sound UTF-8: none is by chance."""
        if self._otherwise is None:
            return
        if self._first_accent is None and not raw.isascii():
            place = next(place for place, byte in enumerate(raw) if byte >= _BEYOND_ASCII)
            self._first_accent = breaks_before() + raw.count(b"\n", 0, place) + 1
        try:
            self._otherwise.decode(raw, final=last)
        except UnicodeDecodeError:
            self._otherwise = None
            return
        if last and self._first_accent is not None:
            raise TiigError(ENCODING_WRONG, self._at(self._first_accent), encoding=self._declared)

    def _transcoded(self, raw: bytes, breaks_before: Callable[[], int], *, last: bool) -> bytes:
        state = self._decoder.getstate()
        if self._codec in _SUPERSETS_OF_ASCII and not state[0] and raw.isascii():
            return raw
        try:
            text = self._decoder.decode(raw, final=last)
        except UnicodeDecodeError as error:
            good = max(error.start - len(state[0]), 0)
            self._decoder.setstate(state)
            line = breaks_before() + self._decoder.decode(raw[:good]).count("\n") + 1
            raise TiigError(ENCODING_WRONG, self._at(line), encoding=self._declared) from None
        return text.encode()

    def _at(self, line: int) -> Where:
        return Where(file=self._where.file, rows=(line,))

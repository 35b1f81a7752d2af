"""A zip archive of one file: what it must be before anything of it is inflated.

Nothing is unpacked to disk, so that a path in it leads nowhere; one that tries is refused
all the same, since no exporting system writes it.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from tiig.kit.zip_members import files_among
from tiig.model.errors import FILE_DAMAGED, FILE_TOO_LARGE, TiigError, Where
from tiig.model.kind_errors import ARCHIVE_PROTECTED, ARCHIVE_UNFIT
from tiig.receive.limits import Limits
from tiig.receive.members import METHODS
from tiig.receive.source import Handle
from tiig.receive.unpacking import STEP, Inflation

_DIRECTORY = 16 << 20
"""More than this of a list of members is not read at once: no honest archive has it."""
_HEAD = 30
"""Bytes of a member's own head; its name and extra field follow, whose lengths end it."""
_BEHIND = frozenset({0, 12, 16, 20, 24})
"""Bytes between the member and the list: none, or sum and sizes with or without a mark."""
_ENCRYPTED = 0x1 | 0x40 | 0x2000


class Zipped:
    """A zip archive whose list of members was read."""

    def __init__(self, outer: Handle, limits: Limits, where: Where) -> None:
        """Read the list; what lists itself wrongly is damaged."""
        self._outer, self._limits, self._where = outer, limits, where
        try:
            self._zip = zipfile.ZipFile(cast("BinaryIO", _Careful(outer.stream)))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, zlib.error):
            raise self._damaged(what="the archive is cut off or is none") from None
        self.infos = self._zip.infolist()
        if len(self.infos) > limits.parts:
            raise TiigError(FILE_TOO_LARGE, where, what="too many parts in the archive")

    @property
    def names(self) -> frozenset[str]:
        """The names of all members in lower case."""
        return frozenset(info.filename.replace("\\", "/").lower() for info in self.infos)

    @property
    def comment(self) -> str:
        """What the archive and its members say of themselves."""
        said = [self._zip.comment, *(info.comment for info in self.infos)]
        return b" ".join(filter(None, said)).decode(errors="replace")

    @property
    def media(self) -> bytes:
        """What kind of package it says it is, in a member that is not compressed."""
        first = self.infos[0] if self.infos else None
        if first is None or first.filename != "mimetype" or first.flag_bits & _ENCRYPTED:
            return b""
        return next(self._inflated(first), b"")[:100]

    def only(self) -> zipfile.ZipInfo:
        """Return the one member, or say why the archive is not taken."""
        if any(info.flag_bits & _ENCRYPTED for info in self.infos):
            raise TiigError(ARCHIVE_PROTECTED, self._where)
        files = files_among(self.infos)
        if len({info.filename for info in files}) < len(files):
            raise self._unfit(what="two of its members have the same name")
        for info in self.infos:
            self._refuse_path(info)
        if len(files) != 1:
            raise self._unfit(what="it does not hold exactly one file")
        self._refuse_form(files[0])
        return files[0]

    def pieces(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """Inflate a member from its beginning, within the limits and checked by its sum."""
        inflation = Inflation(self._limits, self._where)
        for piece in self._inflated(info):
            inflation.add(len(piece), packed=info.compress_size)
            yield piece

    def _inflated(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(STEP):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError):
            raise self._damaged(what="the archive cannot be inflated") from None

    def _refuse_path(self, info: zipfile.ZipInfo) -> None:
        name = info.orig_filename.replace("\\", "/")
        steps = name.split("/")
        if name.startswith("/") or ".." in steps or ":" in name or "\0" in name:
            raise self._unfit(what="a member's name leads out of it")
        mode = info.external_attr >> 16
        if info.create_system == 3 and stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:  # noqa: PLR2004 - Unix
            raise self._unfit(what="a member is no plain file")

    def _refuse_form(self, info: zipfile.ZipInfo) -> None:
        if info.compress_type not in METHODS:
            raise self._unfit(what="its member is compressed by a rare method")
        self._outer.stream.seek(0)
        head = self._outer.read(_HEAD)
        named, extra = struct.unpack("<HH", head[-4:]) if len(head) == _HEAD else (0, 0)
        end = _HEAD + named + extra + info.compress_size
        if info.header_offset or self._zip.start_dir - end not in _BEHIND:
            raise self._unfit(what="it holds bytes that belong to no member")
        if int.from_bytes(head[6:8], "little") & _ENCRYPTED:  # which its list may leave out
            raise TiigError(ARCHIVE_PROTECTED, self._where)

    def _unfit(self, *, what: str) -> TiigError:
        return TiigError(ARCHIVE_UNFIT, self._where, what=what)

    def _damaged(self, *, what: str) -> TiigError:
        return TiigError(FILE_DAMAGED, self._where, what=what)


class _Careful(io.RawIOBase):
    """The archive's bytes, of which no more than a bounded piece is read at once."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._stream.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def read(self, size: int | None = -1) -> bytes:
        wanted = _DIRECTORY + 1 if size is None or size < 0 else min(size, _DIRECTORY + 1)
        data = self._stream.read(wanted)
        if len(data) > _DIRECTORY:
            raise zipfile.BadZipFile
        return data

"""The gate before all readers: archives are opened, kinds that are not read are named.

An archive is known by its first bytes and need not be declared: what it holds must then be
what the profile says. Its own names and remarks are texts like the name of a file.
"""

from __future__ import annotations

from dataclasses import replace
from io import BufferedReader
from typing import cast

from tiig.model.errors import TiigError, Where
from tiig.model.kind_errors import ARCHIVE_NESTED
from tiig.model.profile import FileFormat, FileLayout
from tiig.receive.corners import Stray
from tiig.receive.limits import Limits
from tiig.receive.signatures import (
    GZIP,
    LONGEST,
    OLE,
    ZIP,
    ZIP_EMPTY,
    refuse_office,
    refuse_ole,
    refuse_unread,
)
from tiig.receive.source import Handle
from tiig.receive.unpacking import STEP, Inner, gunzipped
from tiig.receive.zipped import Zipped

_CONTENT_TYPES = "[content_types].xml"
_NAMED, _REMARKED, _SUMMED, _EXTRA = 0x08, 0x10, 0x02, 0x04
_GZIP_HEAD = 10


def unpacked(
    handle: Handle, layout: FileLayout, limits: Limits, where: Where
) -> tuple[Handle, tuple[Stray, ...]]:
    """Return the file to read - the one that was sent, or what its archive holds - at its start.

    The texts are the archive's own: names and remarks. Raises what kind it is if no profile
    could declare it.
    """
    inner, names = _opened(handle, layout, limits, where)
    if inner is None:
        return handle, ()
    start = start_of(inner)
    if start.startswith(GZIP) or (start.startswith((ZIP, ZIP_EMPTY)) and not _is_office(start)):
        raise TiigError(ARCHIVE_NESTED, where)
    if start.startswith(OLE):
        raise refuse_ole(_directory(inner, limits), where)
    refuse_unread(start, where)
    return inner, tuple(("names inside the archive", name, False) for name in names if name)


def _opened(
    handle: Handle, layout: FileLayout, limits: Limits, where: Where
) -> tuple[Handle | None, tuple[str, ...]]:
    """Return what an archive holds with its texts; None for a file that is no archive."""
    start = start_of(handle)
    workbook = FileFormat.XLSX in (layout.format, *layout.also)
    largest = limits.workbook if workbook else limits.file
    limits = replace(limits, file=largest)
    if start.startswith(GZIP):
        inner = Inner(handle, where, lambda: gunzipped(handle, limits, where), largest=largest)
        return inner, _gzip_names(start)
    if start.startswith((ZIP, ZIP_EMPTY)):
        archive = Zipped(handle, limits, where)
        refuse_office(archive.names, archive.media, where)
        if _CONTENT_TYPES in archive.names:
            handle.stream.seek(0)
            return None, ()
        member = archive.only()
        inner = Inner(handle, where, lambda: archive.pieces(member), largest=largest)
        return inner, (member.filename, archive.comment)
    if start.startswith(OLE):
        raise refuse_ole(_directory(handle, limits), where)
    refuse_unread(start, where)
    return None, ()


def start_of(handle: Handle) -> bytes:
    """Return the first bytes and wind back; of an archive that breaks off, as many as there are."""
    start = b""
    stream = cast("BufferedReader", handle.stream)
    while len(start) < LONGEST and (piece := stream.read1(LONGEST - len(start))):
        start += piece
        if isinstance(handle, Inner):
            break
    stream.seek(0)
    return start


def _is_office(start: bytes) -> bool:
    return b"[Content_Types].xml" in start or b"xl/" in start


def _directory(handle: Handle, limits: Limits) -> bytes:
    """Return those bytes of a legacy container that may name its streams."""
    found, read = bytearray(), 0
    handle.stream.seek(0)
    while read < limits.workbook and (piece := handle.read(STEP)):
        read += len(piece)
        # Entries of the directory begin with their name at multiples of 128 bytes.
        found += b"".join(piece[at : at + 64] for at in range(0, len(piece), 128))
    return bytes(found)


def _gzip_names(start: bytes) -> tuple[str, ...]:
    """Return the name and the remark that the head of a gzip file holds."""
    flags = start[3] if len(start) > _GZIP_HEAD else 0
    rest = start[_GZIP_HEAD:]
    if flags & _EXTRA:
        rest = rest[2 + int.from_bytes(rest[:2], "little") :]
    texts = []
    for flag in (_NAMED, _REMARKED):
        if flags & flag:
            text, _, rest = rest.partition(b"\0")
            texts.append(text.decode("latin-1"))
    return tuple(texts)

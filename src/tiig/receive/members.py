"""What the members of a workbook's zip archive may be: what all programs would read alike."""

from __future__ import annotations

import struct
import zipfile

METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_FIELD = struct.Struct("<HH")
_OTHER_NAME = 0x7075
"""A second name in an extra field (APPNOTE 4.6.9), which some programs go by and others not."""


def member_name(info: zipfile.ZipInfo) -> str:
    """Return a name as programs compare it: of its letters only A to Z have two cases."""
    return folded(info.filename.replace("\\", "/"))


def folded(name: str) -> str:
    """Return a part's name in lower case, other letters than A to Z as they are."""
    return name.encode(errors="surrogatepass").lower().decode(errors="surrogatepass")


def unusual(info: zipfile.ZipInfo) -> str | None:
    """Say what about a member programs read in more than one way, if anything."""
    if "\0" in info.orig_filename or _OTHER_NAME in _fields(info.extra):
        return "one of its parts has two names"
    if info.compress_type not in METHODS:
        return "one of its parts is compressed by a rare method"
    return None


def _fields(extra: bytes) -> set[int]:
    found, at = set(), 0
    while at + _FIELD.size <= len(extra):
        field, length = _FIELD.unpack_from(extra, at)
        found.add(field)
        at += _FIELD.size + length
    return found

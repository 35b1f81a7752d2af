"""How an XML file is written: UTF-8 or UTF-16 by its first bytes, which its own word must fit."""

from __future__ import annotations

import codecs
import re

from tiig.model.errors import TiigError, Where
from tiig.model.file_errors import ENCODING_WRONG

_DECLARED = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"'<>]*)[\"']")
BY_START = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_ONE_BYTE = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "iso-8859-1",
    "latin1": "iso-8859-1",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
}
_TWO_BYTES = {
    "utf-16": {"utf-16", "utf-16-le", "utf-16-be"},
    "utf-16le": {"utf-16", "utf-16-le"},
    "utf-16be": {"utf-16", "utf-16-be"},
}
_MARKS = codecs.BOM_UTF8 + codecs.BOM_UTF16_LE
_FOUR_BYTES = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, b"<\0\0\0", b"\0\0\0<")


def encoding_of(start: bytes, where: Where) -> str:
    """Return the encoding of a file that begins so; ENCODING_WRONG where word and bytes differ.

    Without a word the bytes alone decide: a mark or two bytes a letter for UTF-16, else UTF-8.
    """
    found = next((name for mark, name in BY_START if start.startswith(mark)), None)
    wide = found is not None and found != "utf-8"
    if start.startswith(_FOUR_BYTES):
        raise _wrong(where, encoding="UTF-8 or UTF-16")
    head = start.replace(b"\0", b"") if wide else start
    said = _DECLARED.match(head.lstrip(_MARKS))
    if said is None:
        return found or "utf-8"
    word = said[1].decode("ascii", "replace").lower()
    if wide:
        fits = found in _TWO_BYTES.get(word, ())
    else:
        fits = word in _ONE_BYTE and (found is None or _ONE_BYTE[word] == found)
    if not fits:
        raise _wrong(where, encoding="the encoding that it declares")
    return found or _ONE_BYTE[word]


def _wrong(where: Where, *, encoding: str) -> TiigError:
    return TiigError(ENCODING_WRONG, Where(file=where.file, rows=(1,)), encoding=encoding)

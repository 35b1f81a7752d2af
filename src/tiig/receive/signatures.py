"""What a file is by its first bytes, whatever its name or its profile says."""

from __future__ import annotations

from tiig.model.errors import TiigError as _Error
from tiig.model.errors import Where
from tiig.model.file_errors import FILE_KIND

ZIP = b"PK\x03\x04"
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
LONGEST = 4096

CSV_NAME = "delimited text"
XLSX_NAME = "an Excel workbook (.xlsx)"
XML_NAME = "XML"

_BY_START = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a rich-text document"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
)
_BY_TAG = ((b"<?xml", XML_NAME), (b"<!doctype html", "a web page"), (b"<html", "a web page"))


def kind_of(start: bytes) -> str | None:
    """Name the kind of file that begins with these bytes; None for what may be text."""
    if start.startswith((ZIP, b"PK\x05\x06")):
        return XLSX_NAME if b"xl/" in start or b"[Content_Types].xml" in start else "a zip archive"
    if start.startswith(OLE):
        return "a legacy Office document (.xls)"
    for magic, name in _BY_START:
        if start.startswith(magic):
            return name
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return next((name for tag, name in _BY_TAG if text.startswith(tag)), None)


def refuse_kind(where: Where, *, expected: str, found: str) -> _Error:
    """Return the refusal of a file that is not what the profile declares."""
    return _Error(FILE_KIND, where, expected=expected, found=found)

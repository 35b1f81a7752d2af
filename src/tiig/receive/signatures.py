"""What a file is by its first bytes, whatever its name or its profile says."""

from __future__ import annotations

import re

from tiig.model.errors import Kind, Where
from tiig.model.errors import TiigError as _Error
from tiig.model.file_errors import FILE_KIND, FILE_PROTECTED
from tiig.model.kind_errors import (
    ARCHIVE_KIND,
    BINARY_KIND,
    DATABASE_KIND,
    DOCUMENT_KIND,
    SPREADSHEET_KIND,
)

ZIP = b"PK\x03\x04"
ZIP_EMPTY = b"PK\x05\x06"
GZIP = b"\x1f\x8b"
_ARCHIVES = (ZIP, ZIP_EMPTY, GZIP)
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
LONGEST = 4096

CSV_NAME = "delimited text"
XLSX_NAME = "an Excel workbook (.xlsx)"
XML_NAME = "XML"
LEGACY_NAME = "a legacy Excel workbook (.xls)"
WEB_PAGE = "a web page"

_UNREAD: tuple[tuple[int, bytes, str, Kind], ...] = (
    (0, b"%PDF", "a PDF document", DOCUMENT_KIND),
    (0, b"{\\rtf", "a rich-text document", DOCUMENT_KIND),
    (0, b"\x89PNG", "a picture", DOCUMENT_KIND),
    (0, b"\xff\xd8\xff", "a picture", DOCUMENT_KIND),
    (0, b"GIF8", "a picture", DOCUMENT_KIND),
    (0, b"II*\0", "a picture", DOCUMENT_KIND),
    (0, b"MM\0*", "a picture", DOCUMENT_KIND),
    (8, b"WEBP", "a picture", DOCUMENT_KIND),
    (4, b"ftyp", "a picture or film", DOCUMENT_KIND),
    (4, b"Standard Jet DB", "an Access database (.mdb)", DATABASE_KIND),
    (4, b"Standard ACE DB", "an Access database (.accdb)", DATABASE_KIND),
    (0, b"SQLite format 3\0", "a SQLite database", DATABASE_KIND),
    (0, b"PAR1", "a Parquet file", DATABASE_KIND),
    (0, b"ARROW1", "an Arrow file", DATABASE_KIND),
    (0, b"$FL2", "an SPSS file", DATABASE_KIND),
    (0, b"$FL3", "an SPSS file", DATABASE_KIND),
    (0, b"<stata_dta>", "a Stata file", DATABASE_KIND),
    (84, b"SAS FILE", "a SAS file", DATABASE_KIND),
    (0, b"BZh", "a bzip2 archive", ARCHIVE_KIND),
    (0, b"\xfd7zXZ\0", "an xz archive", ARCHIVE_KIND),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive", ARCHIVE_KIND),
    (0, b"Rar!\x1a\x07", "a RAR archive", ARCHIVE_KIND),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard archive", ARCHIVE_KIND),
    (0, b"MSCF\0\0\0\0", "a cabinet archive", ARCHIVE_KIND),
    (257, b"ustar", "a tar archive", ARCHIVE_KIND),
    (0, b"MZ\x90\0", "a program", BINARY_KIND),
    (0, b"\x7fELF", "a program", BINARY_KIND),
)
"""Where a mark stands, the mark, the kind, and what to do: formats' own specifications."""
_OFFICE: tuple[tuple[str, str, Kind], ...] = (
    ("xl/vbaproject.bin", "a workbook with macros (.xlsm)", SPREADSHEET_KIND),
    ("xl/workbook.bin", "a binary workbook (.xlsb)", SPREADSHEET_KIND),
    ("word/", "a Word document (.docx)", DOCUMENT_KIND),
    ("ppt/", "a PowerPoint document (.pptx)", DOCUMENT_KIND),
    ("visio/", "a Visio document", DOCUMENT_KIND),
)
_OLE: tuple[tuple[str, str, Kind], ...] = (
    ("Workbook", LEGACY_NAME, SPREADSHEET_KIND),
    ("Book", LEGACY_NAME, SPREADSHEET_KIND),
    ("WordDocument", "a legacy Word document (.doc)", DOCUMENT_KIND),
    ("PowerPoint Document", "a legacy PowerPoint document (.ppt)", DOCUMENT_KIND),
    ("__properties_version1.0", "an e-mail message (.msg)", DOCUMENT_KIND),
)
_ENCRYPTED = "EncryptedPackage"
_EXCEL_2003 = b'progid="Excel.Sheet"'
_TAG = re.compile(rb"<[A-Za-z_:?!\x80-\xff]")
_BY_TAG = ((b"<?xml", XML_NAME), (b"<!doctype html", WEB_PAGE), (b"<html", WEB_PAGE))


def is_archive(start: bytes) -> bool:
    """Tell whether a file that begins so is an archive: a workbook is one, too."""
    return start.startswith(_ARCHIVES)


def kind_of(start: bytes) -> str | None:
    """Name the kind of file that begins with these bytes; None for what may be text."""
    if start.startswith((ZIP, ZIP_EMPTY)):
        return XLSX_NAME if b"xl/" in start or b"[Content_Types].xml" in start else "a zip archive"
    if start.startswith(GZIP):
        return "a gzip archive"
    if start.startswith(OLE):
        return "a legacy Office document"
    unread = _unread(start)
    if unread is not None:
        return unread[0]
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return next((name for tag, name in _BY_TAG if text.startswith(tag)), None)


def is_markup(start: bytes) -> bool:
    """Tell whether a file begins like XML, with or without its declaration, in any encoding."""
    plain = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return _TAG.match(plain) is not None


def refuse_kind(where: Where, *, expected: str, found: str) -> _Error:
    """Return the refusal of a file that is not what the profile declares."""
    return _Error(FILE_KIND, where, expected=expected, found=found)


def refuse_unread(start: bytes, where: Where) -> None:
    """Refuse a file that begins like a kind which no profile can declare, and say what to do."""
    unread = _unread(start)
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if unread is None and text.startswith(b"<?xml") and _EXCEL_2003 in text:
        unread = "a workbook of Excel 2003 (XML)", SPREADSHEET_KIND
    if unread is None and text.lower().startswith((b"<!doctype html", b"<html")):
        unread = WEB_PAGE, SPREADSHEET_KIND
    if unread is not None:
        raise _Error(unread[1], where, found=unread[0])


def refuse_ole(names: bytes, where: Where) -> _Error:
    """Return the refusal of a legacy container; `names` are bytes that hold its directory."""
    if _wide(_ENCRYPTED) in names:
        return _Error(FILE_PROTECTED, where)
    for stream, found, kind in _OLE:
        if _wide(stream) in names:
            return _Error(kind, where, found=found)
    return _Error(SPREADSHEET_KIND, where, found="a legacy Office document")


def refuse_office(names: frozenset[str], media: bytes, where: Where) -> None:
    """Refuse a package of another kind than a plain workbook; `names` are its parts' in lower case.

    `media` is what its part `mimetype` says, if it has one.
    """
    if media.startswith(b"application/vnd.oasis.opendocument."):
        sheet = media.endswith(b"spreadsheet")
        found = "an OpenDocument spreadsheet (.ods)" if sheet else "an OpenDocument document"
        raise _Error(SPREADSHEET_KIND if sheet else DOCUMENT_KIND, where, found=found)
    for part, found, kind in _OFFICE:
        if any(name.startswith(part) for name in names):
            raise _Error(kind, where, found=found)


def _unread(start: bytes) -> tuple[str, Kind] | None:
    for place, mark, found, kind in _UNREAD:
        if start[place : place + len(mark)] == mark:
            return found, kind
    return None


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")

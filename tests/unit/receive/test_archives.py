"""Archives of one file are opened as they are read; what they must not be is refused."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from tiig.model.errors import FILE_DAMAGED, FILE_TOO_LARGE, Kind, TiigError
from tiig.model.file_errors import FILE_KIND, FILE_PROTECTED
from tiig.model.kind_errors import (
    ARCHIVE_KIND,
    ARCHIVE_NESTED,
    ARCHIVE_PROTECTED,
    ARCHIVE_UNFIT,
    BINARY_KIND,
    DATABASE_KIND,
    DOCUMENT_KIND,
    SPREADSHEET_KIND,
)
from tiig.model.profile import FileFormat, FileLayout
from tiig.receive import Limits, open_file

CSV = b"a,b\n1,2\n3,4\n"
XML = b"<Msg>\n<Rec><a>1</a><b>2</b></Rec>\n<Rec><a>3</a><b>4</b></Rec>\n</Msg>"
TEXT = FileLayout()
OF_XML = FileLayout(format=FileFormat.XML, record="Msg/Rec")
OF_XLSX = FileLayout(format=FileFormat.XLSX)
CELLS = [("1", "2"), ("3", "4")]


def zipped(
    *members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """Return a zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def gzipped(content: bytes, name: str = "") -> bytes:
    """Return a gzip file with a name in its head."""
    stream = io.BytesIO()
    with gzip.GzipFile(name, "wb", fileobj=stream, mtime=0) as archive:
        archive.write(content)
    return stream.getvalue()


def workbook() -> bytes:
    """Return a workbook with the same cells."""
    book = Workbook()
    for row in (["a", "b"], ["1", "2"], ["3", "4"]):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(
    folder: Path, content: bytes, layout: FileLayout, limits: Limits | None = None
) -> list[object]:
    """Return the cells of a file."""
    path = folder / "sent"
    path.write_bytes(content)
    with open_file(path, layout, limits=limits or Limits()) as opened:
        return [row[1:] for batch in opened.batches() for row in batch.frame.iter_rows()]


def refusal(
    folder: Path, content: bytes, layout: FileLayout = TEXT, limits: Limits | None = None
) -> TiigError:
    """Return the error that a file is refused with."""
    with pytest.raises(TiigError) as caught:
        read(folder, content, layout, limits)
    return caught.value


@pytest.mark.parametrize(
    ("content", "layout"),
    [(CSV, TEXT), (XML, OF_XML), (workbook(), OF_XLSX)],
    ids=["csv", "xml", "xlsx"],
)
def test_an_archive_reads_like_what_it_holds(
    tmp_path: Path, content: bytes, layout: FileLayout
) -> None:
    """Zip, stored or deflated, and gzip, in one member or several, give the same cells."""
    half = len(content) // 2
    stored = zipped(("month", content), method=zipfile.ZIP_STORED)
    parts = gzipped(content[:half]) + gzipped(content[half:]) + b"\0" * 512
    for archive in (content, zipped(("out/month", content)), stored, gzipped(content), parts):
        assert read(tmp_path, archive, layout) == CELLS


def test_a_member_without_a_name_is_no_crash(tmp_path: Path) -> None:
    """A name that ends before its first letter has none that could be asked for a slash."""
    nameless = zipped(("month.csv", CSV)).replace(b"month.csv", b"\0onth.csv")
    assert refusal(tmp_path, nameless).kind is ARCHIVE_UNFIT


def test_an_archive_holds_any_of_the_kinds_that_a_profile_allows(tmp_path: Path) -> None:
    """Where a layout is read as text or as a workbook, what is inside decides."""
    either = FileLayout(also=(FileFormat.XLSX,))
    for content in (CSV, workbook()):
        assert read(tmp_path, zipped(("month", content)), either) == CELLS
        assert read(tmp_path, gzipped(content), either) == CELLS


def test_an_archive_that_was_streamed_is_read(tmp_path: Path) -> None:
    """Sizes may follow the member, as a program writes that cannot seek; zip64 as well."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.held = b""

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            piece = bytes(data)  # type: ignore[call-overload]
            self.held += piece
            return len(piece)

    for large in (False, True):
        pipe = Pipe()
        with (
            zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open("month.csv", "w", force_zip64=large) as member,
        ):
            member.write(CSV)
        assert read(tmp_path, pipe.held, TEXT) == CELLS


def test_names_and_remarks_of_an_archive_are_texts_to_search(tmp_path: Path) -> None:
    """They are searched like the name of a file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.comment = b"for Mrs Jones"
        archive.writestr("Alan Smith.csv", CSV)
    for content, wanted in (
        (stream.getvalue(), ["Alan Smith.csv", "for Mrs Jones"]),
        (gzipped(CSV, "Alan Smith.csv"), ["Alan Smith.csv"]),
    ):
        path = tmp_path / "sent"
        path.write_bytes(content)
        with open_file(path, TEXT) as opened:
            assert opened.strays.frame["text"].to_list() == wanted


def link() -> zipfile.ZipInfo:
    """Return a member that is a symbolic link."""
    info = zipfile.ZipInfo("month.csv")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return info


def locked(*, head: int = 1, listed: int = 1, high: int = 0) -> bytes:
    """Return an archive whose member says in its head, its list or both that it is encrypted."""
    content = bytearray(zipped(("month.csv", CSV)))
    content[6] |= head
    content[7] |= high
    content[content.index(b"PK\x01\x02") + 8] |= listed
    return bytes(content)


def twice() -> bytes:
    """Return an archive with two members of one name."""
    with pytest.warns(UserWarning, match="Duplicate"):
        return zipped(("a.csv", CSV), ("a.csv", b"a,b\n5,6\n"))


def hidden() -> bytes:
    """Return an archive with a member that its list leaves out."""
    whole = zipped(("a.csv", CSV), ("b.csv", CSV))
    first = whole.index(b"PK\x01\x02")
    second = whole.index(b"PK\x01\x02", first + 1)
    end = whole.index(b"PK\x05\x06")
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, second - first, first, 0)
    assert end > second
    return whole[:second] + tail


def lying() -> bytes:
    """Return an archive whose member is larger than it says."""
    content = bytearray(zipped(("a.csv", CSV)))
    listed = content.index(b"PK\x01\x02")
    content[listed + 24 : listed + 28] = struct.pack("<I", 4)
    return bytes(content)


OLE = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 504


def container(*streams: str) -> bytes:
    """Return what begins like a legacy container with these streams."""
    return OLE + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)


def office(*parts: str) -> bytes:
    """Return an Office package of empty parts."""
    return zipped(*((part, b"<x/>") for part in ("[Content_Types].xml", *parts)))


ODS = b"application/vnd.oasis.opendocument.spreadsheet"
REFUSED: list[tuple[str, Kind, bytes]] = [
    ("gzip, cut off", FILE_DAMAGED, gzipped(CSV)[:-3]),
    ("gzip, cut off at its head", FILE_DAMAGED, gzipped(CSV)[:7]),
    ("gzip with a wrong sum", FILE_DAMAGED, gzipped(CSV)[:-8] + b"\1" * 8),
    ("gzip with something behind", FILE_DAMAGED, gzipped(CSV) + b"more"),
    ("gzip in gzip", ARCHIVE_NESTED, gzipped(gzipped(CSV))),
    ("zip in gzip", ARCHIVE_NESTED, gzipped(zipped(("a.csv", CSV)))),
    ("zip in zip", ARCHIVE_NESTED, zipped(("a.zip", zipped(("a.csv", CSV))))),
    ("7z in zip", ARCHIVE_KIND, zipped(("a.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 9))),
    ("legacy workbook in zip", SPREADSHEET_KIND, zipped(("a.xls", container("Workbook")))),
    ("zip, cut off", FILE_DAMAGED, zipped(("a.csv", CSV))[:-9]),
    ("zip of nothing", ARCHIVE_UNFIT, zipped()),
    ("zip of a folder", ARCHIVE_UNFIT, zipped(("a/", b""))),
    ("zip of two", ARCHIVE_UNFIT, zipped(("a.csv", CSV), ("b.csv", CSV))),
    ("zip of two of one name", ARCHIVE_UNFIT, twice()),
    ("zip with a hidden member", ARCHIVE_UNFIT, hidden()),
    ("zip with a lie", FILE_DAMAGED, lying()),
    ("zip slip", ARCHIVE_UNFIT, zipped(("../../etc/a.csv", CSV))),
    ("zip slip of Windows", ARCHIVE_UNFIT, zipped(("..\\a.csv", CSV))),
    ("absolute", ARCHIVE_UNFIT, zipped(("/etc/a.csv", CSV))),
    ("a drive", ARCHIVE_UNFIT, zipped(("C:\\a.csv", CSV))),
    ("a link", ARCHIVE_UNFIT, zipped((link(), b"/etc/passwd"))),
    ("a rare method", ARCHIVE_UNFIT, zipped(("a.csv", CSV), method=zipfile.ZIP_BZIP2)),
    ("encrypted member", ARCHIVE_PROTECTED, locked()),
    ("encrypted by its list", ARCHIVE_PROTECTED, locked(head=0)),
    ("encrypted by its head", ARCHIVE_PROTECTED, locked(listed=0)),
    ("its head masked", ARCHIVE_PROTECTED, locked(head=0, listed=0, high=0x20)),
    ("a workbook in a zip", FILE_KIND, zipped(("a.xlsx", workbook()))),
    ("legacy workbook", SPREADSHEET_KIND, container("Root Entry", "Workbook")),
    ("older workbook", SPREADSHEET_KIND, container("Root Entry", "Book")),
    ("legacy document", DOCUMENT_KIND, container("WordDocument")),
    ("e-mail", DOCUMENT_KIND, container("__properties_version1.0")),
    ("some container", SPREADSHEET_KIND, OLE),
    ("protected workbook", FILE_PROTECTED, container("EncryptionInfo", "EncryptedPackage")),
    ("macros", SPREADSHEET_KIND, office("xl/workbook.xml", "xl/vbaProject.bin")),
    ("binary workbook", SPREADSHEET_KIND, office("xl/workbook.bin")),
    ("Word", DOCUMENT_KIND, office("word/document.xml")),
    ("OpenDocument", SPREADSHEET_KIND, zipped(("mimetype", ODS), method=zipfile.ZIP_STORED)),
    ("OpenDocument text", DOCUMENT_KIND, zipped(("mimetype", ODS[:-11] + b"text"))),
    ("Access", DATABASE_KIND, b"\0\1\0\0Standard Jet DB\0"),
    ("newer Access", DATABASE_KIND, b"\0\1\0\0Standard ACE DB\0"),
    ("SQLite", DATABASE_KIND, b"SQLite format 3\0"),
    ("Parquet", DATABASE_KIND, b"PAR1"),
    ("SAS", DATABASE_KIND, b"\0" * 84 + b"SAS FILE"),
    ("PDF", DOCUMENT_KIND, b"%PDF-1.7"),
    ("a picture", DOCUMENT_KIND, b"\x89PNG\r\n\x1a\n"),
    ("7z", ARCHIVE_KIND, b"7z\xbc\xaf\x27\x1c"),
    ("RAR", ARCHIVE_KIND, b"Rar!\x1a\x07\1\0"),
    ("tar", ARCHIVE_KIND, b"a".ljust(257, b"\0") + b"ustar\0"),
    ("a program", BINARY_KIND, b"MZ\x90\0"),
    ("a web page", SPREADSHEET_KIND, b"\n<HTML><table>"),
    ("Excel 2003", SPREADSHEET_KIND,
     b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook/>'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "content"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
@pytest.mark.parametrize("layout", [TEXT, OF_XML], ids=["csv", "xml"])
def test_what_is_not_taken_is_named_with_advice(
    tmp_path: Path, kind: Kind, content: bytes, layout: FileLayout
) -> None:
    """The kind that was found is named, and what to do, whatever the profile declares."""
    error = refusal(tmp_path, content, layout)
    assert error.kind.id == kind.id
    assert error.__cause__ is None
    assert error.advice


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        (("xl/workbook.xml", "xl/vbaProject.bin"), SPREADSHEET_KIND),
        (("xl/workbook.bin",), SPREADSHEET_KIND),
        (("word/document.xml",), DOCUMENT_KIND),
    ],
)
def test_a_package_in_an_archive_is_named_as_it_is_by_itself(
    tmp_path: Path, parts: tuple[str, ...], kind: Kind
) -> None:
    """One list says which packages are not read, wherever they come from."""
    for packed in (zipped, lambda member: gzipped(member[1], member[0])):
        inside = refusal(tmp_path, packed(("a.bin", office(*parts))), OF_XLSX)
        alone = refusal(tmp_path, office(*parts), OF_XLSX)
        assert inside.kind is kind
        assert inside.sentence == alone.sentence


@pytest.mark.parametrize("layout", [TEXT, OF_XML], ids=["csv", "xml"])
def test_a_bomb_is_refused_while_it_inflates(tmp_path: Path, layout: FileLayout) -> None:
    """Beyond 64 MiB an archive may not inflate without end; nothing is kept meanwhile."""
    lines = (b"1," + b"2" * 97 + b"\n") * 700_000
    content = b"a,b\n" + lines if layout is TEXT else b"<Msg>\n" + b" " * 70_000_000 + b"</Msg>"
    for archive in (gzipped(content), zipped(("a", content))):
        error = refusal(tmp_path, archive, layout)
        assert error.kind is FILE_TOO_LARGE
        assert "inflates" in error.sentence


def test_an_archive_of_too_many_parts_is_refused(tmp_path: Path) -> None:
    """The list of members is bounded, before any of them is looked at."""
    content = zipped(*((f"{number}", b"") for number in range(30)))
    assert refusal(tmp_path, content, TEXT, Limits(parts=20)).kind is FILE_TOO_LARGE


def test_an_archive_beyond_the_size_of_a_file_is_refused(tmp_path: Path) -> None:
    """What is inflated may not be larger than a file that is sent as it is."""
    small = Limits(workbook=1000)
    assert refusal(tmp_path, gzipped(workbook()), OF_XLSX, small).kind is FILE_TOO_LARGE
    limits = Limits(file=1000)
    for content in (gzipped(b"a,b\n" + b"1,2\n" * 500), zipped(("a", b"a,b\n" + b"1,2\n" * 500))):
        assert refusal(tmp_path, content, TEXT, limits).kind is FILE_TOO_LARGE


def test_an_archive_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    """The handle beneath is looked at as that of any file."""
    path = tmp_path / "sent"
    path.write_bytes(gzipped(CSV))
    with open_file(path, TEXT) as opened:
        batches = opened.batches()
        next(batches)
        path.write_bytes(gzipped(CSV + b"5,6\n"))
        with pytest.raises(TiigError) as caught:
            next(batches)
    assert caught.value.kind is FILE_DAMAGED

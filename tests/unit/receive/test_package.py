"""A workbook that programs would take apart in more than one way is refused before it is read."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from contextlib import nullcontext

import pytest
from tests.corpus.makers.xlsx import BOOK, SHEET, parts_of, sheet_xml, zipped

from tiig.model.errors import FILE_DAMAGED, TiigError, Where
from tiig.receive.limits import USUAL
from tiig.receive.package import RELATIONS, Package

PARTS = parts_of({"Rows": sheet_xml([["a"], [1.0]])})


def refused(raw: bytes) -> str:
    """Return what a refusal says of a workbook."""
    with pytest.raises(TiigError) as caught:
        Package(raw, USUAL, Where())
    assert caught.value.kind is FILE_DAMAGED
    return str(caught.value)


@pytest.mark.parametrize(
    "again", [SHEET, SHEET.upper(), SHEET.replace("/", "\\"), f"{SHEET}\0more"]
)
def test_no_part_comes_twice(again: str) -> None:
    """One name twice, in other letters, by the other stroke, or cut off within."""
    marked = again.replace("\0", "@")
    with pytest.warns(UserWarning, match="Duplicate") if again == SHEET else nullcontext():
        raw = zipped([*PARTS.items(), (marked, b"<worksheet/>")])
    assert "same name" in refused(raw.replace(marked.encode(), again.encode()))


def test_no_part_has_two_names() -> None:
    """A name that ends within, or a second one beside it."""
    raw = zipped({**PARTS, "xl/styles.xml@": b"<styleSheet/>"})
    assert "two names" in refused(raw.replace(b"styles.xml@", b"styles.xml\0"))
    out, info = io.BytesIO(), zipfile.ZipInfo("xl/aaaaaa.xml")
    body = b"\x01" + struct.pack("<I", zlib.crc32(info.filename.encode())) + b"xl/styles.xml"
    info.extra = struct.pack("<HHxxHH", 1 << 15, 2, 0x7075, len(body)) + body
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in PARTS.items():
            archive.writestr(name, data)
        archive.writestr(info, b"<styleSheet/>")
    assert "two names" in refused(out.getvalue())


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_parts_are_compressed_as_usual(method: int) -> None:
    """No workbook's parts are packed by rarer methods."""
    assert "rare method" in refused(zipped(PARTS, method=method))


def test_letters_beyond_ascii_have_one_case() -> None:
    """The sign for kelvin is no `k`, whose lower case it has: no other program takes it so."""
    name = BOOK.replace("k", "\u212a")
    package = Package(zipped({**PARTS, name: b"<x/>"}), USUAL, Where())
    assert (package.has(BOOK), package.names.count(BOOK)) == (True, 1)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (RELATIONS, 'Target="', 'Target="./'),
        (RELATIONS, 'Target="', 'Target="a/../'),
        (RELATIONS, 'Target="worksheets/', 'Target="worksheets//'),
        (RELATIONS, 'Target="', 'xmlns:x="u" x:Target="worksheets/sheet2.xml" Target="'),
        (BOOK, 'name="', 'xmlns:x="u" x:name="Other" name="'),
    ],
)
def test_a_sheet_is_looked_for_in_one_way(part: str, old: str, new: str) -> None:
    """No detours to a sheet, and no second name of it."""
    edited = PARTS[part].decode().replace(old, new).encode()
    assert "sheet" in refused(zipped({**PARTS, part: edited}))

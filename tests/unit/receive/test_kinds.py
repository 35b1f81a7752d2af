"""Where a profile allows several kinds of file, the first bytes tell which one a file is."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from tiig.model.profile import FileFormat, FileLayout
from tiig.receive import layout_of

CSV, XLSX, XML = FileFormat.CSV, FileFormat.XLSX, FileFormat.XML
BOTH = FileLayout(format=CSV, also=(XLSX, XML))


def workbook(path: Path) -> Path:
    """Write an empty workbook."""
    xlsxwriter.Workbook(str(path)).close()
    return path


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"No,Site\r\n", CSV),
        (b"\xef\xbb\xbfNo,Site", CSV),
        (b"", CSV),
        (b"<?xml version='1.0'?>", XML),
    ],
)
def test_text_is_told_from_xml(content: bytes, kind: FileFormat, tmp_path: Path) -> None:
    """A mark or nothing at all does not make a file another kind."""
    path = tmp_path / "extract.xlsx"  # the name says nothing
    path.write_bytes(content)

    assert layout_of(path, BOTH).format is kind


@pytest.mark.parametrize("layout", [BOTH, FileLayout(format=XLSX, also=(CSV,))])
def test_a_workbook_is_one_whatever_its_name(layout: FileLayout, tmp_path: Path) -> None:
    """The order in which a profile names its kinds does not matter."""
    assert layout_of(workbook(tmp_path / "extract.csv"), layout).format is XLSX


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"PK\x03\x04 of something else", b"\x1f\x8b\x08"])
def test_what_is_none_of_them_keeps_the_first(content: bytes, tmp_path: Path) -> None:
    """It is for the opening to refuse it, or to look into the archive."""
    path = tmp_path / "extract.csv"
    path.write_bytes(content)

    assert layout_of(path, BOTH).format is CSV


def test_a_profile_of_one_kind_is_believed(tmp_path: Path) -> None:
    """Nothing is guessed where nothing else is allowed, or the file cannot be read."""
    assert layout_of(workbook(tmp_path / "a.csv"), FileLayout(format=CSV)).format is CSV
    assert layout_of(tmp_path / "nowhere.csv", BOTH).format is CSV

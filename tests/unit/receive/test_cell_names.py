"""Names of cells: whatever their order and writing, they say how wide a sheet is, or refuse it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from tiig.model.errors import FILE_DAMAGED, FILE_TOO_LARGE, TiigError
from tiig.model.profile import FileFormat, FileLayout
from tiig.receive import Limits, open_file, opening
from tiig.receive.cell_names import CellNames

SHEET = "xl/worksheets/sheet1.xml"
ROOT = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


PREFIXES = "".join(f" xmlns:{one}={ROOT.partition('=')[2][:-1]}" for one in ("x", "a-b", "é"))


def of_cells(folder: Path, *names: str) -> Path:
    """Write a workbook whose one row, the second, holds cells of these names, in this order."""
    cells = "".join(f"<c{name}><v>1</v></c>" for name in names)
    return of_rows(folder, f'<row r="2">{cells}</row>')


def of_rows(folder: Path, rows: str) -> Path:
    """Write a workbook of a sheet with these rows, whose elements may have a prefix."""
    plain, path = io.BytesIO(), folder / "cells.xlsx"
    Workbook().save(plain)
    with zipfile.ZipFile(plain) as book, zipfile.ZipFile(path, "w") as changed:
        for part in book.namelist():
            sheet = f"{ROOT[:-1]}{PREFIXES}><sheetData>{rows}</sheetData></worksheet>"
            changed.writestr(part, sheet if part == SHEET else book.read(part))
    return path


def refusal(path: Path, limits: Limits) -> TiigError:
    """Return the error with which a workbook is refused."""
    layout = FileLayout(format=FileFormat.XLSX, header_row=2)
    with pytest.raises(TiigError) as caught, open_file(path, layout, limits=limits):
        pass
    return caught.value


@pytest.mark.parametrize("apart", [True, False], ids=["apart", "here"])
@pytest.mark.parametrize(
    "names",
    [
        (' r="XFD2"', ' r="A2"'),
        (' r="A2"', ' r="XFD2"', ' r="B2"'),
        (" r='XFD2'", ' r="A2"'),
        (' s="0" r = "XFD2"', ' r="A2"'),
        ("\tr='xfd2'", ' r="A2"'),
        (' x="&gt;>" r="XFD2"', ' r="A2"'),
        (*[' x=" r=&quot;A2&quot;"'] * 16_384, ' r="A2"'),
    ],
)
def test_cells_out_of_order_do_not_hide_how_wide_a_sheet_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...], *, apart: bool
) -> None:
    """The widest cell counts, wherever it stands in its row and however its name is written."""
    monkeypatch.setattr(opening, "APART", apart)
    error = refusal(of_cells(tmp_path, *names), Limits(cells=30_000))
    assert error.kind is FILE_TOO_LARGE


@pytest.mark.parametrize(
    "names",
    [
        (' r="A2"', ' r="A1048576"'),
        (' r="A2"', ' r="B3"'),
        (' s="0" r="A12"',),
        (' r="A"',),
        (' r=""',),
        (' r="ABCD2"',),
        (" r",),
    ],
)
def test_a_cell_that_names_a_place_outside_its_row_is_refused(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    """A reader that goes by it would make the sheet as long as the cell says."""
    error = refusal(of_cells(tmp_path, *names), Limits())
    what = "a cell does not say where it stands"
    assert (error.kind, dict(error.facts)) == (FILE_DAMAGED, {"what": what})


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c r="A2"/><a-b:c r="XFD1048576"><v>1</v></a-b:c></row>',
        '<row r="2"><c r="A2"/><é:c r="XFD2"><v>1</v></é:c></row>',
        '<row r="2"><c r="A2"><a-b:v>1</a-b:v></c></row>',
        '<row r="2"><c r="A2"/></row><a-b:row r="3"><a-b:c r="A3"/></a-b:row>',
        '<row r="2"><c r="A2"/></row><c r="XFD1048576"><v>1</v></c>',
        '<row r="1"/><c r="XFD1048576"><v>1</v></c><row r="2"><c r="A2"/></row>',
        '<c r="XFD1048576"><v>1</v></c><row r="2"><c r="A2"/></row>',
        '<x:row r="1"><x:c r="XFD1"/></x:row><row r="2"><c r="A2"/></row>',
        '<x:row r="2"><x:c r="XFD2"><x:v>1</x:v></x:c></x:row>',
    ],
)
def test_what_only_the_reader_would_see_is_refused(tmp_path: Path, rows: str) -> None:
    """Whoever lays a sheet out takes cells of any prefix, in rows or not: no program does that."""
    assert refusal(of_rows(tmp_path, rows), Limits()).kind is FILE_DAMAGED


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_cells_are_named_with_and_without_a_prefix_and_not_at_all(prefix: str) -> None:
    """A row is as wide as its widest name, and unnamed cells may follow that."""
    names = CellNames()
    assert names.fits(3, f'<{prefix}c r="B3"/><{prefix}c r="AA3"></{prefix}c>'.encode())
    assert (names.width, names.unnamed) == (27, 0)
    assert names.fits(4, f"<{prefix}c><{prefix}v>1</{prefix}v></{prefix}c><{prefix}c/>".encode())
    assert (names.width, names.unnamed) == (29, 2)
    assert not names.fits(5, f'<{prefix}c r="B4"/>'.encode())

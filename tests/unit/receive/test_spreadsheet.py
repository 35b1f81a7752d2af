"""Workbooks: cells as text with their sheet row, the rows counted in the XML, every refusal."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tiig.model.errors import (
    FILE_DAMAGED,
    FILE_EMPTY,
    FILE_TOO_LARGE,
    PROFILE_INVALID,
    Kind,
    TiigError,
)
from tiig.model.file_errors import (
    COUNTS_DISAGREE,
    FILE_KIND,
    FILE_NO_ROWS,
    FILE_PROTECTED,
    FORMULAS_EMPTY,
    HEADER_BLANK,
    HEADER_MISSING,
    HEADER_TWICE,
    SHEET_MISSING,
    SHEET_UNNAMED,
)
from tiig.model.kind_errors import SPREADSHEET_KIND
from tiig.model.profile import FileFormat, FileLayout
from tiig.receive import (
    Limits,
    Opened,
    Reason,
    Tally,
    calamine_grid,
    open_file,
    opening,
    plain_cells,
    plain_grid,
    spreadsheet,
)

Row = tuple[object, ...]
SHEET = "xl/worksheets/sheet1.xml"
XLSX = FileLayout(format=FileFormat.XLSX)


def layout(**parts: object) -> FileLayout:
    """Return a workbook's layout."""
    return FileLayout(format=FileFormat.XLSX, **parts)  # type: ignore[arg-type]


def workbook(*rows: list[object]) -> bytes:
    """Return a workbook of one sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Return a workbook's bytes."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rewritten(content: bytes, change: dict[str, bytes | None]) -> bytes:
    """Return the package with parts replaced, added or (None) taken away."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if name not in change:
                new.writestr(name, old.read(name), zipfile.ZIP_DEFLATED)
        for name, text in change.items():
            if text is not None:
                new.writestr(name, text, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def part(content: bytes, name: str = SHEET) -> bytes:
    """Return a part of the package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)


def opened(folder: Path, content: bytes, how: FileLayout = XLSX) -> Opened:
    """Write a workbook and open it."""
    path = folder / "month.xlsx"
    path.write_bytes(content)
    return open_file(path, how)


def read(
    folder: Path, content: bytes, how: FileLayout = XLSX, rows: int = 100_000
) -> tuple[list[Row], Tally]:
    """Return all rows with their numbers, and the tally."""
    with opened(folder, content, how) as file:
        found = [row for batch in file.batches(rows) for row in batch.frame.rows()]
        return found, file.tally


def refusal(folder: Path, content: bytes, how: FileLayout = XLSX) -> TiigError:
    """Return the error with which a workbook is refused."""
    with pytest.raises(TiigError) as caught:
        read(folder, content, how)
    return caught.value


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("word", "word"),
        ("two words", "two words"),
        (202503000002, "202503000002"),
        (1e15, "1000000000000000"),
        (1.5, "1.5"),
        (0.1, "0.1"),
        (True, "TRUE"),
        (False, "FALSE"),
        (datetime(2026, 6, 1, 12, 30), "2026-06-01T12:30:00"),
        (date(2026, 6, 1), "2026-06-01T00:00:00"),
        (time(9, 5), "09:05:00"),
        (timedelta(hours=26), "26:00:00"),
        ("#N/A", "#N/A"),
        ("#DIV/0!", "#DIV/0!"),
    ],
)
def test_each_kind_of_cell_has_one_written_form(tmp_path: Path, cell: object, text: str) -> None:
    """Numbers lose the .0 of the workbook, moments are ISO, error cells keep their name."""
    rows, _ = read(tmp_path, workbook(["a", "b"], ["x", cell]))
    assert rows == [(2, "x", text)]


def test_rows_carry_the_number_that_excel_shows(tmp_path: Path) -> None:
    """Blank rows between are ignored by number, and rows below keep theirs."""
    content = workbook(["a", "b"], [1, None], [], [], [None, 2])
    for size in (1, 2, 3, 100):
        rows, tally = read(tmp_path, content, rows=size)
        assert rows == [(2, "1", None), (5, None, "2")]
        assert [(one.row, one.reason) for one in tally.ignored] == [
            (3, Reason.BLANK),
            (4, Reason.BLANK),
        ]
        assert (tally.physical_lines, tally.records) == (5, 4)
        assert tally.agrees(2)


def test_titles_above_and_a_table_away_from_the_corner(tmp_path: Path) -> None:
    """Merged titles are preamble in their own cells, empty columns beside the table are passed."""
    book = Workbook()
    sheet = book.active
    sheet["B1"] = date(2026, 6, 1)
    sheet.merge_cells("B1:D1")
    sheet["C3"], sheet["D3"] = "a", "b "
    sheet["C4"], sheet["D4"] = "x", "y"
    with opened(tmp_path, saved(book), layout(header_row=3)) as file:
        assert file.preamble == ((None, "2026-06-01T00:00:00"), ())
        assert file.header == ("a", "b")
        assert (file.sheet, file.date_system) == ("Sheet", 1900)
        assert [batch.frame.rows() for batch in file.batches()] == [[(4, "x", "y")]]


def test_a_value_beside_the_table_is_refused(tmp_path: Path) -> None:
    """A cell that no header names is said by its row."""
    error = refusal(tmp_path, workbook(["a", "b"], [1, 2], [3, 4, 5]))
    assert (error.kind, error.where.rows) == (HEADER_BLANK, (3,))


def test_hidden_rows_are_read_and_counted(tmp_path: Path) -> None:
    """A filter hides rows from the eye, not from the file; empty ones do not count."""
    book = Workbook()
    for cells in (["a"], [1], [2], [], [4]):
        book.active.append(cells)
    for number in (2, 4, 5):
        book.active.row_dimensions[number].hidden = True
    rows, tally = read(tmp_path, saved(book))
    assert rows == [(2, "1"), (3, "2"), (5, "4")]
    assert tally.hidden == 2


def test_a_header_merged_over_columns_or_in_two_lines_is_refused_with_advice(
    tmp_path: Path,
) -> None:
    """Only the first cell of a merged one has a name; the lower line alone may be named."""
    book = Workbook()
    for cells in (["Patient", None, "Visit"], ["Age", "Sex", "Date"], [34, "F", "x"]):
        book.active.append(cells)
    book.active.merge_cells("A1:B1")
    error = refusal(tmp_path, saved(book))
    assert (error.kind, error.where.rows) == (HEADER_BLANK, (1,))
    assert "merged" in error.advice
    assert read(tmp_path, saved(book), layout(header_row=2))[0] == [(3, "34", "F", "x")]


def test_footer_rows_are_ignored(tmp_path: Path) -> None:
    """The last rows with a value are the footer; blank rows before it stay blank."""
    rows, tally = read(tmp_path, workbook(["a", "b"], [1, 2], [], ["Total"]), layout(footer_rows=1))
    assert rows == [(2, "1", "2")]
    assert [(one.row, one.reason.value) for one in tally.ignored] == [(3, "blank"), (4, "footer")]
    assert tally.agrees(1)


def test_days_since_1904_are_read_and_noted(tmp_path: Path) -> None:
    """A workbook that counts its days from 1904 gives the same moment."""
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (["a"], [datetime(2026, 6, 1, 12, 30)]):
        book.active.append(row)
    with opened(tmp_path, saved(book)) as file:
        assert file.date_system == 1904
        assert [batch.frame.rows() for batch in file.batches()] == [[(2, "2026-06-01T12:30:00")]]


def test_a_sheet_is_chosen_by_name_and_never_guessed(tmp_path: Path) -> None:
    """Without a name the workbook must have one sheet; other sheets' names are not told."""
    book = Workbook()
    book.active.append(["a"])
    secret = book.create_sheet("Secret")
    secret.append(["b"])
    secret.append(["x"])
    content = saved(book)
    assert read(tmp_path, content, layout(sheet="Secret"))[0] == [(2, "x")]
    error = refusal(tmp_path, content)
    assert (error.kind, dict(error.facts)) == (SHEET_UNNAMED, {"count": 2})
    error = refusal(tmp_path, content, layout(sheet="June"))
    assert error.kind is SHEET_MISSING
    assert "Secret" not in error.sentence


def test_shared_texts_are_counted_and_empty_ones_are_blank(tmp_path: Path) -> None:
    """A row whose only cells name an empty shared text holds no value, and is said to be blank."""
    shared = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<si><t>a</t></si><si><t></t></si><si><r><t>x</t></r><r><t>y</t></r></si><si/></sst>"
    )
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" s="0"/><c r="B{row}" t="s"><v>{index}</v></c></row>'
        for row, index in ((1, 0), (2, 1), (3, 2), (4, 3), (5, 2))
    )
    content = workbook(["a"])
    sheet = part(content)
    begin, end = sheet.index(b"<sheetData>"), sheet.index(b"</sheetData>")
    sheet = sheet[:begin] + b"<sheetData>" + rows.encode() + sheet[end:]
    relations = part(content, "xl/_rels/workbook.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="rId9" Target="sharedStrings.xml" Type="http://schemas.openxmlformats'
        b'.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>',
    )
    content = rewritten(
        content,
        {
            SHEET: sheet,
            "xl/sharedStrings.xml": shared,
            "xl/_rels/workbook.xml.rels": relations,
        },
    )
    found, tally = read(tmp_path, content)
    assert found == [(3, "xy"), (5, "xy")]
    assert [one.row for one in tally.ignored] == [2, 4]


def _changed(old: bytes, new: bytes) -> bytes:
    content = workbook(["a"], ["x"], ["y"])
    assert old in part(content)
    return rewritten(content, {SHEET: part(content).replace(old, new)})


def _encrypted() -> bytes:
    return bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")


def _flagged() -> bytes:
    content = bytearray(workbook(["a"], ["x"]))
    entry = content.index(b"PK\x01\x02")
    content[entry + 8] |= 1
    return bytes(content)


def _corrupt() -> bytes:
    content = bytearray(workbook(["a"], ["x"]))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as package:
        info = package.getinfo(SHEET)
    skip = sum(struct.unpack_from("<HH", content, info.header_offset + 26)) + 30
    for offset in range(8, 24):
        content[info.header_offset + skip + offset] ^= 0x5A
    return bytes(content)


def _twice() -> bytes:
    stream = io.BytesIO(workbook(["a"], ["x"]))
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("XL\\worksheets/sheet1.xml", b"")
    return stream.getvalue()


def _zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("month.csv", b"a\n1\n")
    return stream.getvalue()


GOOD = workbook(["a"], ["x"])
DOCTYPE = b"<!DOCTYPE x><worksheet"
REFUSED: list[tuple[str, Kind, bytes, FileLayout]] = [
    ("empty file", FILE_EMPTY, b"", XLSX),
    ("empty sheet", FILE_EMPTY, workbook(), XLSX),
    ("header alone", FILE_NO_ROWS, workbook(["a"]), XLSX),
    ("header below the end", HEADER_MISSING, GOOD, layout(header_row=3)),
    ("header row empty", HEADER_BLANK, workbook(["a"], [], ["x"]), layout(header_row=2)),
    ("header gap", HEADER_BLANK, workbook(["a", None, "b"], [1, 2, 3]), XLSX),
    ("header twice", HEADER_TWICE, workbook(["a", "a"], [1, 2]), XLSX),
    ("header row 0", PROFILE_INVALID, GOOD, layout(header_row=0)),
    ("text", FILE_KIND, b"a,b\n1,2\n", XLSX),
    ("legacy", SPREADSHEET_KIND, bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 99, XLSX),
    ("zip", FILE_KIND, _zip(), XLSX),
    ("macros", SPREADSHEET_KIND, rewritten(GOOD, {"xl/vbaProject.bin": b"x"}), XLSX),
    ("binary", SPREADSHEET_KIND, rewritten(GOOD, {"xl/workbook.bin": b"x"}), XLSX),
    ("encrypted", FILE_PROTECTED, _encrypted(), XLSX),
    ("encrypted part", FILE_PROTECTED, _flagged(), XLSX),
    ("cut off", FILE_DAMAGED, GOOD[:-40], XLSX),
    ("corrupt part", FILE_DAMAGED, _corrupt(), XLSX),
    ("part twice", FILE_DAMAGED, _twice(), XLSX),
    ("no relations", FILE_DAMAGED, rewritten(GOOD, {"xl/_rels/workbook.xml.rels": None}), XLSX),
    ("no XML", FILE_DAMAGED, rewritten(GOOD, {"xl/workbook.xml": b"<workbook>"}), XLSX),
    ("no sheet part", FILE_DAMAGED, rewritten(GOOD, {SHEET: None}), XLSX),
    ("document type", FILE_DAMAGED, _changed(b"<worksheet", DOCTYPE), XLSX),
    ("UTF-16", FILE_DAMAGED, rewritten(GOOD, {SHEET: "<x/>".encode("utf-16")}), XLSX),
    ("comment", FILE_DAMAGED, _changed(b'<row r="2">', b'<!-- --><row r="2">'), XLSX),
    ("instruction", FILE_DAMAGED, _changed(b'<row r="2">', b'<?x y?><row r="2">'), XLSX),
    ("rows out of order", FILE_DAMAGED, _changed(b'<row r="3">', b'<row r="2">'), XLSX),
    ("row beyond Excel", FILE_DAMAGED, _changed(b'<row r="3">', b'<row r="1048577">'), XLSX),
    ("row not closed", FILE_DAMAGED, _changed(b"</row></sheetData>", b""), XLSX),
    (
        "cells around no data",
        COUNTS_DISAGREE,
        _changed(b"<sheetData>", b'<she xmlns="urn:x"etData>'),
        XLSX,
    ),
    ("value without a cell", COUNTS_DISAGREE, _changed(b'<row r="3"><c', b'<row r="3"><d'), XLSX),
    ("sheet unnamed", SHEET_MISSING, GOOD, layout(sheet="June")),
]


@pytest.mark.parametrize(
    ("kind", "content", "how"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_faulty_workbooks_are_refused(
    tmp_path: Path, kind: Kind, content: bytes, how: FileLayout
) -> None:
    """Each fault has its kind, and no library's words are passed on."""
    error = refusal(tmp_path, content, how)
    assert error.kind.id == kind.id
    assert error.__cause__ is None


@pytest.mark.parametrize(
    "limits",
    [Limits(workbook=100), Limits(inflated=1_000), Limits(parts=3), Limits(cells=4)],
    ids=["bytes", "inflated", "parts", "cells"],
)
def test_a_workbook_beyond_a_limit_is_refused(tmp_path: Path, limits: Limits) -> None:
    """Size, inflated size, number of parts and spanned cells each have a bound."""
    path = tmp_path / "month.xlsx"
    path.write_bytes(workbook(["a"], ["x"], [None, None, "y"]))
    with pytest.raises(TiigError) as caught:
        open_file(path, XLSX, limits=limits)
    assert caught.value.kind is FILE_TOO_LARGE


def test_a_workbook_that_inflates_beyond_its_ratio_is_refused(tmp_path: Path) -> None:
    """A small file that becomes a very large one is refused before it does."""
    bomb = rewritten(GOOD, {"xl/media/a.bin": b"\0" * (65 << 20)})
    assert refusal(tmp_path, bomb).kind is FILE_TOO_LARGE


def test_two_distant_cells_do_not_fill_the_memory(tmp_path: Path) -> None:
    """A sheet that spans billions of cells is refused from the XML, before it is laid out."""
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "a", "x"
    assert refusal(tmp_path, saved(book)).kind is FILE_TOO_LARGE


def test_a_reader_that_loses_a_row_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows of the XML decide: a reader that gives other rows refuses the file."""
    monkeypatch.setattr(opening, "APART", False)  # a reader of this process can be tampered with
    monkeypatch.setattr(spreadsheet, "plain_grid", lambda *_: None)
    open_sheet = calamine_grid._calamine_sheet
    other = workbook(["a"], ["x"], [], ["z"])
    monkeypatch.setattr(
        calamine_grid, "_calamine_sheet", lambda _raw, name, where: open_sheet(other, name, where)
    )
    error = refusal(tmp_path, workbook(["a"], ["x"], ["y"], ["z"]))
    assert error.kind is COUNTS_DISAGREE
    assert dict(error.facts) == {"lines": 3, "found": 2}


@pytest.mark.parametrize("part", ["rows", "row"])
def test_what_the_quick_reader_loses_is_read_by_the_other(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows and values are counted a second time: where one is lost, nothing of it is believed."""
    monkeypatch.setattr(opening, "APART", False)
    find = plain_cells.cells_of

    def losing(stretch: bytes) -> plain_cells.Cells:
        found = find(stretch)
        return replace(found, **{part: getattr(found, part)[:-1]})

    monkeypatch.setattr(plain_grid, "cells_of", losing)
    rows, _ = read(tmp_path, workbook(["a"], ["x"], ["y"]))
    assert rows == [(2, "x"), (3, "y")]


def test_two_sheets_of_one_name_are_refused(tmp_path: Path) -> None:
    """Programs differ in which of the two they take."""
    book = Workbook()
    book.active.title, book.create_sheet("Other")["A1"] = "Rows", "a"
    raw = saved(book)
    listed = zipfile.ZipFile(io.BytesIO(raw)).read("xl/workbook.xml")
    twice = rewritten(raw, {"xl/workbook.xml": listed.replace(b"Other", b"Rows")})
    error = refusal(tmp_path, twice, layout(sheet="Rows"))
    assert dict(error.facts) == {"what": "two of its sheets have the same name"}


def with_cells(*cells: str, texts: str = "") -> bytes:
    """Return a workbook whose one sheet has a header and a row of these cells."""
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
    start = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    sheet = f"{start}<sheetData>{head}{''.join(cells)}</sheetData></worksheet>"
    return rewritten(workbook(["a"], ["x"]), {SHEET: (texts or sheet).encode()})


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ('<row r="2"><c r="A2" t="s"><v> 0 </v></c></row>', "a cell names no text"),
        ('<row r="2"><c r="A2" t="s"><v>-1</v></c></row>', "a cell names no text"),
        ('<row r="2"><c t="e"><v>#N/A</v></c></row>', "a cell does not say where it stands"),
        (
            '<row r="2"><c r="A2"><v>1</v></c></row></sheetData><sheetData><row r="3"/>',
            "the sheet has rows after its end",
        ),
    ],
)
def test_cells_that_programs_read_differently_are_refused(
    tmp_path: Path, cells: str, what: str
) -> None:
    """Nothing is read that another program would read as something else."""
    error = refusal(tmp_path, with_cells(cells))
    assert (error.kind, dict(error.facts)) == (FILE_DAMAGED, {"what": what})


def test_formulas_that_nobody_has_carried_out_are_refused(tmp_path: Path) -> None:
    """Read as a blank they would be silence; one that came to an empty text is a blank."""
    empty = '<row r="2"><c r="A2"><f>B2</f></c></row>'
    error = refusal(tmp_path, with_cells(empty))
    assert (error.kind, error.where.rows) == (FORMULAS_EMPTY, (2,))
    told = '<row r="3"><c r="A3"><f>B3</f><v>7</v></c><c r="B3" t="str"><f>C3</f><v></v></c></row>'
    rows, _ = read(tmp_path, with_cells(told))
    assert rows == [(3, "7")]


def test_days_before_the_first_keep_their_number(tmp_path: Path) -> None:
    """A serial below nothing is no time of day: it stays what stands there, which no date reads."""
    book = Workbook()
    for value in ("a", datetime(2026, 6, 1, 12, 30)):
        book.active.append([value])
    raw = saved(book)
    sheet = zipfile.ZipFile(io.BytesIO(raw)).read(SHEET).decode()
    changed = re.sub(r"<v>46174[.0-9]*</v>", "<v>-1</v>", sheet)
    assert changed != sheet
    rows, _ = read(tmp_path, rewritten(raw, {SHEET: changed.encode()}))
    assert rows == [(2, "-1")]


def test_numbers_of_many_digits_are_written_as_they_were_kept(tmp_path: Path) -> None:
    """Fifteen digits and zeros, as spreadsheets keep them, not the digits of a binary number."""
    rows, _ = read(tmp_path, workbook(["a"], [999000391000000000], [12345678901]))
    assert rows == [(2, "999000391000000000"), (3, "12345678901")]

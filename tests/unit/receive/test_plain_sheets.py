"""What a plain sheet may look like, byte by byte; everything else is left to calamine."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.corpus.makers.xlsx import HEAD, MAIN, SHEET, STRINGS, parts_of, zipped

from tiig.model.errors import Where
from tiig.receive import package, plain_text, plain_walk
from tiig.receive.limits import USUAL
from tiig.receive.package import Package
from tiig.receive.plain_grid import plain_grid
from tiig.receive.plain_styles import STYLES_PART

TEXTS = f'{HEAD}<sst xmlns="{MAIN}"><si><t>No</t></si><si><t>A</t></si><si><t>B</t></si></sst>'
ROWS = (
    '<row r="1" spans="1:2"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr">'
    '<is><t>Site</t></is></c></row><row r="2"><c r="A2" s="0"/><c r="B2" t="s"><v>1</v></c></row>'
    '<row r="3" hidden="1"/><row r="5"><c r="A5"><v>7</v></c><c r="B5" t="b"><v>1</v></c></row>'
)
BEFORE, AFTER = '<cols><col min="1" max="2"/></cols>', '<pageMargins left="1"/>'
READ = [("No", "Site"), (None, "A"), (None, None), (None, None), ("7", "TRUE")]


FORMATS = '<numFmts><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts>'
CELLS = '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs>'
STYLES = f'{HEAD}<styleSheet xmlns="{MAIN}">{FORMATS}{CELLS}</styleSheet>'


def numbers(*values: float | str) -> str:
    """Write numbers below each other, each of the second style of cells."""
    cells = (f'<c r="A{row}" s="1"><v>{value}</v></c>' for row, value in enumerate(values, 1))
    return sheet("".join(f'<row r="{row}">{cell}</row>' for row, cell in enumerate(cells, 1)))


def sheet(rows: str, *, start: str = HEAD, before: str = BEFORE, after: str = AFTER) -> str:
    """Write a sheet."""
    around = f'{start}<worksheet xmlns="{MAIN}">{before}<sheetData>'
    return f"{around}{rows}</sheetData>{after}</worksheet>"


def read(
    content: str, texts: str = TEXTS, styles: str | None = None
) -> list[tuple[str | None, ...]] | None:
    """Read a sheet; None where it is not plain."""
    parts = {**parts_of({"Rows": content}), STRINGS: texts.encode("utf-8", "surrogateescape")}
    if styles is not None:
        parts[STYLES_PART] = styles.encode()
    book = Package(zipped(parts), USUAL, Where())
    grid = plain_grid(book, "Rows", SHEET, USUAL)
    if grid is None:
        return None
    columns = [column.to_pylist() for column in grid.take(grid.known.filled[-1])]
    return list(zip(*columns, strict=True))


def test_a_plain_sheet_is_read() -> None:
    """Shared and inline texts, numbers, truths, empty cells and rows; with or without a start."""
    assert read(sheet(ROWS)) == read(sheet(ROWS, start="")) == READ
    assert read(sheet(ROWS), TEXTS.removeprefix(HEAD)) == READ
    kept = TEXTS.replace("<t>A", '<t xml:space="preserve"> A')
    assert read(sheet(ROWS), kept) == [READ[0], (None, " A"), *READ[2:]]


def test_what_stands_around_the_rows_is_sound_by_itself() -> None:
    """A tag that is broken off before the rows is not mended by what follows them."""
    assert read(sheet(ROWS, before="<x ", after="/>")) is None
    assert read(sheet(ROWS, before="<x>", after="</x>")) == READ


def test_stretches_join(monkeypatch: pytest.MonkeyPatch) -> None:
    """However a sheet is parted, it reads the same, and no row comes twice."""
    for step in (7, 60, 250):
        monkeypatch.setattr(package, "_STEP", step)
        monkeypatch.setattr(plain_walk, "_AT_ONCE", step)
        assert read(sheet(ROWS)) == READ
        assert read(sheet(ROWS.replace('<row r="5">', '<row r="2">').replace('5"', '2"'))) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<si><t>No", "<si/><si><t>No"),
        ("<si><t>No", "<si></si><si><t>No"),
        ("<si><t>No</t></si>", "<si><t>No</t></si><si><r><t>x</t></r></si>"),
        ("<si><t>No</t></si>", "<si><t>No</t></si><t>x</t>"),
        ("<si><t>No</t></si>", "<si><t>No<t>x</t></t></si>"),
        ("<si><t>No</t></si>", "<si><t>No</t></si> "),
        ("<si><t>No", "<x/><si><t>No"),
        ("<t>A", "<t> A"),
        ("<t>A", "<t>&#65;"),
        ("<t>A", "<t>_x0041_"),
        ("<t>A", "<t>\r"),
        ("<t>A", "<t>\udcff"),
        ("<t>A", "<t><!-- A -->A"),
        ("</sst>", ""),
        ("</sst>", "</sst><sst/>"),
        ("UTF-8", "ISO-8859-1"),
        ("<sst ", "<sst a='<' "),
    ],
)
def test_shared_texts_that_are_not_plain(old: str, new: str) -> None:
    """No text is left out or doubled, which would shift the numbers of the others."""
    for texts in (TEXTS, TEXTS.removeprefix(HEAD)):
        if old in texts:
            assert read(sheet(ROWS), texts.replace(old, new, 1)) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<row r="2">', '<row r="1">'),
        ('<row r="2">', '<row r="02">'),
        ('<row r="2">', "<row>"),
        ('<row r="2">', '<row r="2" r="2">'),
        ('<row r="2">', '<row r="2" hidden="0" hidden="1">'),
        ('<row r="2">', '<row r="2">x'),
        ('<row r="2">', '<row r="2"><row r="2">'),
        ('<row r="2">', '</row><row r="2">'),
        ('<row r="3" hidden="1"/>', '<c r="A3"><v>1</v></c>'),
        ('<row r="3" hidden="1"/>', '<row r="3" hidden="1"></row><!-- -->'),
        ('<row r="3" hidden="1"/>', "</sheetData><sheetData>"),
        ('<c r="A2" s="0"/>', '<c r="A3"/>'),
        ('<c r="A2" s="0"/>', '<c r="A2" s="0"></c>'),
        ('<c r="A2" s="0"/>', '<c r="B2"/>'),
        ('<c r="A2" s="0"/>', '<c r="C2"/>'),
        ('<c r="A2" s="0"/>', '<c r="a2"/>'),
        ('<c r="A2" s="0"/>', '<c r="2"/>'),
        ('<c r="A2" s="0"/>', '<c r="A"/>'),
        ('<c r="A2" s="0"/>', '<c r="XFE2"/>'),
        ('<c r="A2" s="0"/>', "<c/>"),
        ('<c r="A2" s="0"/>', '<c r="A2" s="0" s="1"/>'),
        ('<c r="A2" s="0"/>', '<c r="A2"s="0"/>'),
        ('<c r="A2" s="0"/>', '<x:c r="A2"/>'),
        ('<c r="A5">', '<c r="A5" s="1">'),
        ('<c r="A5">', '<c r="A5" t="e">'),
        ('<c r="A5">', '<c r="A5" t="str">'),
        ('<c r="A5">', '<c r="A5" t="d">'),
        ('<c r="A5">', '<c r="A5" t="inlineStr">'),
        ('<c r="A5">', '<c r="A5"><f>1+6</f>'),
        ('<c r="A5">', '<c r="A5"> '),
        ("<v>7</v>", "<v></v>"),
        ("<v>7</v>", "<v/>"),
        ("<v>7</v>", "<v> 7</v>"),
        ("<v>7</v>", "<v>0x7</v>"),
        ("<v>7</v>", "<v>inf</v>"),
        ("<v>7</v>", "<v>--7</v>"),
        ("<v>7</v>", "<v>&#55;</v>"),
        ("<v>7</v>", "<v>7</v><v>8</v>"),
        ("<v>7</v>", "<v>7</v> "),
        ("<v>7</v>", '<v xml:space="preserve">7</v>'),
        ("<v>7</v>", "<v>7</v></c></row>"),
        ('t="b"><v>1', 't="b"><v>2'),
        ('t="b"><v>1', 't="b"><v>01'),
        ('t="b"><v>1', 't="b"><v>true'),
        ('t="s"><v>1', 't="s"><v>3'),
        ('t="s"><v>1', 't="s"><v>-1'),
        ('t="s"><v>1', 't="s"><v>1.0'),
        ('t="s"><v>1', 't="s"><v>:'),
        ('t="s"><v>1', 't="s"><v>123456789'),
        ("<is><t>", "<is><r><t>"),
        ("<is><t>", "<is><t/><t>"),
        ("<is><t>", "<is> <t>"),
        ("<is><t>", '<is><t a="1">'),
        ('t="inlineStr"', 't="s"'),
        ("</t></is>", "</t> </is>"),
        ("<cols>", "<dimension/><cols>"),
        ("<cols>", '<dimension ref="A0"/><cols>'),
        ("<cols>", '<dimension ref="&#65;1"/><cols>'),
        ("<cols>", '<cols><c r="A9"/>'),
        ("<cols>", "<sheetData/><cols>"),
        ("<cols>", "<x:sheetData xmlns:x='urn:x' /><cols>"),
        ("<pageMargins", "<sheetData a='1'/><pageMargins"),
        ("<cols>", "<!-- --><cols>"),
        ("<cols>", "<?x ?><cols>"),
        ("<cols>", "<cols a='<'>"),
        ("<pageMargins", '<row r="9"/><pageMargins'),
        ("<pageMargins", "<!-- --><pageMargins"),
        ("<pageMargins", "<x><![CDATA[y]]></x><pageMargins"),
        ("<pageMargins", "<open><pageMargins"),
        ("</worksheet>", ""),
        ("UTF-8", "latin-1"),
    ],
)
def test_sheets_that_are_not_plain(old: str, new: str) -> None:
    """Rows and cells stand in their order and places, and nothing stands between them."""
    plain = sheet(ROWS)
    assert old in plain
    assert read(plain.replace(old, new, 1)) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (FORMATS + CELLS, CELLS + FORMATS),
        (CELLS, CELLS + CELLS),
        (FORMATS, f"<x>{CELLS}</x>{FORMATS}"),
        (FORMATS, f"<x>{FORMATS}</x>"),
        (FORMATS, f"<x><styleSheet/></x>{FORMATS}"),
        ('<xf numFmtId="14"/>', '<x><xf numFmtId="14"/></x>'),
        ('<xf numFmtId="14"/>', '<xf numFmtId="0"><xf numFmtId="14"/></xf>'),
        ('"14"', '"014"'),
        ('"14"', '"&#49;4"'),
        ("yyyy-mm-dd", "\u017f"),
        ("<numFmts>", "<!-- --><numFmts>"),
        (HEAD, HEAD.replace("UTF-8", "ISO-8859-1")),
        ("<numFmts>", "<a>" * 60_000 + "</a>" * 60_000 + "<numFmts>"),
        ("<numFmts>", "<a/>" * 300_000 + "<numFmts>"),
    ],
)
def test_styles_that_are_not_plain(old: str, new: str) -> None:
    """Programs find styles in more than one way: where all stands in its place, they agree."""
    assert read(numbers(45000), styles=STYLES) == [("2023-03-15T00:00:00",)]
    assert read(numbers(45000), styles=STYLES.replace(old, new, 1)) is None


def test_moments_on_the_brink() -> None:
    """Times half-way between two thousandths, and the last day there is."""
    times = STYLES.replace("yyyy-mm-dd", "hh:mm:ss")
    found = read(numbers("0.3366780266203703", "0.3811582928240741"), styles=times)
    assert found == [("08:04:48.982",), ("09:08:52.076",)]  # as calamine rounds them
    assert read(numbers("2958465.99999"), styles=STYLES) == [("9999-12-31T23:59:59.136",)]
    assert read(numbers("2958465.999999999"), styles=STYLES) is None


def test_what_is_large_is_left_to_calamine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shared texts that fill the memory, a row beyond the limit, more cells than are laid out."""
    for limits in (replace(USUAL, chunk=100), replace(USUAL, cells=9)):
        parts = {**parts_of({"Rows": sheet(ROWS)}), STRINGS: TEXTS.encode()}
        book = Package(zipped(parts), limits, Where())
        assert plain_grid(book, "Rows", SHEET, limits) is None
    monkeypatch.setattr(plain_text, "_LARGEST", len(TEXTS) - 1)
    assert read(sheet(ROWS)) is None

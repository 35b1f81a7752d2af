"""Workbooks whose sheets, cells, parts or bytes are not what a reader expects."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from tests.corpus.makers.base import FAULTY, HEADER, MONTH, Row, Sample, faulty, month, sent
from tests.corpus.makers.xlsx import (
    BOOK,
    HEAD,
    MAIN,
    SHEET,
    STRINGS,
    Cell,
    Parts,
    Raw,
    parts_of,
    sheet_xml,
    zipped,
)

ARRIVED = 'formats = ["%d/%m/%Y %H:%M"]'
XLSX = {'format = "csv"': 'format = "xlsx"\nsheet = "Rows"'}
EXCEL = {ARRIVED: 'formats = ["excel"]'}
FIRST_OF_JUNE = 46174
NHS = "9990000018"


def table(rows: Sequence[Row]) -> list[list[Cell]]:
    """Return header and rows as cells."""
    named: list[Row] = [dict(zip(HEADER, HEADER, strict=True)), *rows]
    return [[row[name] for name in HEADER] for row in named]


def book(
    cells: Sequence[Sequence[Cell]],
    *,
    profile: Mapping[str, str] | None = None,
    change: Callable[[Parts], None] | None = None,
    **around: str,
) -> Sample:
    """Send one sheet of cells; `change` makes a part wrong, `around` stands around the rows."""
    parts = parts_of({"Rows": sheet_xml(cells, **around)})  # type: ignore[arg-type]
    if change is not None:
        change(parts)
    return sent(zipped(parts), name="extract.xlsx", profile={**XLSX, **(profile or {})})


def plain(canary: str) -> Sample:
    """Write every cell as text in the sheet."""
    return book(table(faulty(Bed=canary)))


def numbers(canary: str) -> Sample:
    """Write ages, categories and triage ids as numbers, as Excel does by itself."""
    cells = table(faulty(Bed=canary))
    for row in cells[1:]:
        for name in ("Age", "Where", "Triage"):
            place = HEADER.index(name)
            row[place] = float(str(row[place]))
    return book(cells)


def shared(canary: str, *, change: str = "") -> Sample:
    """Write the place texts as shared strings, whole or in some way broken."""
    cells, texts = table(faulty(Place=canary)), []
    place = HEADER.index("Place")
    for row in cells[1:]:
        texts.append(f"<si><t>{row[place]}</t></si>")
        row[place] = Raw(f"<v>{len(texts) - 1}</v>", ' t="s"')
    if change == "index":
        cells[12][place] = Raw("<v>60000</v>", ' t="s"')
    if change == "rich":
        texts[5] = "<si><r><t>Corn </t></r><r><t>Market</t></r><rPh><t>kana</t></rPh></si>"
    if change == "empty":
        texts[5] = "<si><t/></si>"
    head = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' if change == "bomb" else ""
    xml = f'{HEAD}{head}<sst xmlns="{MAIN}">{"".join(texts)}</sst>'

    def add(parts: Parts) -> None:
        if change != "missing":
            parts[STRINGS] = xml[:-200].encode() if change == "cut" else xml.encode()
            parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
                b"</Relationships>",
                b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/'
                b'2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
            )

    return book(cells, change=add)


def serial_days(canary: str, *, from_1904: bool, styled: bool) -> Sample:
    """Write arrivals as serial days, with a style of dates or bare."""
    cells = table(faulty(Bed=canary))
    for row in cells[1:]:
        told = str(row[2])
        day = FIRST_OF_JUNE + int(told[:2]) - 1 - (1462 if from_1904 else 0)
        value = day + (int(told[11:13]) + 0.25) / 24
        row[2] = Raw(f"<v>{value:.10f}</v>", ' s="1"' if styled else "")

    def add(parts: Parts) -> None:
        if from_1904:
            parts[BOOK] = parts[BOOK].replace(b"<sheets>", b'<workbookPr date1904="1"/><sheets>')
        if styled:
            parts["xl/styles.xml"] = (
                f'{HEAD}<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
                '<xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>'
            ).encode()
            parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
                b"</Relationships>",
                b'<Relationship Id="rId8" Type="http://schemas.openxmlformats.org/officeDocument/'
                b'2006/relationships/styles" Target="styles.xml"/></Relationships>',
            )

    return book(cells, profile=EXCEL, change=add)


def one_cell(canary: str, *, column: str, raw: Raw) -> Sample:
    """Write one cell as an error, formula or truth value."""
    cells = table(faulty(Bed=canary))
    cells[FAULTY + 1][HEADER.index(column)] = raw
    return book(cells)


def around(canary: str, *, before: str = "", after: str = "") -> Sample:
    """Put something around the rows: protection, a filter, merged cells, a wrong extent."""
    return book(table(faulty(Bed=canary)), before=before, after=after)


def titles(canary: str, *, said: bool) -> Sample:
    """Put a merged title and an empty row above the header, said in the profile or not."""
    above: list[list[Cell]] = [["Elm Trust", None, None], [f"run by {canary}"], []]
    cells = [*above, *table(month())]
    merged = '<mergeCells count="1"><mergeCell ref="A1:M1"/></mergeCells>'
    layout = XLSX['format = "csv"'] + ("\nheader_row = 4" if said else "")
    parts = parts_of({"Rows": sheet_xml(cells, after=merged)})
    return sent(zipped(parts), name="extract.xlsx", profile={'format = "csv"': layout})


def two_tables(canary: str, *, beside: bool) -> Sample:
    """Put a second table beside or below the first."""
    cells = table(faulty(Bed=canary))
    if beside:
        for row, told in zip(cells, (["Ward", "Beds"], ["1", "20"], ["2", "24"]), strict=False):
            row += [None, *told]
    else:
        cells += [[], ["Ward", "Beds"], ["1", "20"], ["2", "24"]]
    return book(cells)


def sheets(
    canary: str, *, second: str, state: str = "", cells: tuple[str, ...] = (), says: str = "Rows"
) -> Sample:
    """Add a second sheet, visible or hidden; the profile names a sheet or none."""
    told = [[cell.replace("CANARY", canary)] for cell in cells]
    parts = parts_of(
        {"Rows": sheet_xml(table(month())), second: sheet_xml(told)},
        states={second: state} if state else None,
    )
    layout = 'format = "xlsx"' + (f'\nsheet = "{says}"' if says else "")
    return sent(zipped(parts), name="extract.xlsx", profile={'format = "csv"': layout})


def renamed(canary: str, *, name: str) -> Sample:
    """Name the only sheet otherwise; the profile names none."""
    parts = parts_of({name: sheet_xml(table(faulty(Bed=canary)))})
    return sent(zipped(parts), name="extract.xlsx", profile={'format = "csv"': 'format = "xlsx"'})


def hidden_rows(canary: str) -> Sample:
    """Hide rows, as a filter does before the file is saved."""
    xml = sheet_xml(table(faulty(Bed=canary)), hidden=range(5, 25))
    return sent(zipped(parts_of({"Rows": xml})), name="extract.xlsx", profile=XLSX)


def part(canary: str, *, name: str, old: bytes = b"", new: bytes = b"") -> Sample:
    """Replace bytes of a part, or add or drop the whole part."""

    def change(parts: Parts) -> None:
        if not old and not new:
            del parts[name]
        elif not old:
            parts[name] = new.replace(b"CANARY", canary.encode())
        else:
            assert old in parts[name]  # a maker that changes nothing is a mistake
            parts[name] = parts[name].replace(old, new)

    return book(table(faulty(Bed=canary)), change=change)


def unnumbered(canary: str) -> Sample:
    """Leave row and cell references out, as some exporters do."""
    xml = sheet_xml(table(faulty(Bed=canary)))
    bare = re.sub(r'(<(?:c|row)) r="[A-Z0-9]+"', r"\1", xml)
    return sent(zipped(parts_of({"Rows": bare})), name="extract.xlsx", profile=XLSX)


def prefixed(canary: str) -> Sample:
    """Write all elements of the sheet with a namespace prefix."""
    xml = sheet_xml(table(faulty(Bed=canary)))
    told = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", xml).replace(
        "<x:worksheet xmlns=", "<x:worksheet xmlns:x="
    )
    return sent(zipped(parts_of({"Rows": told})), name="extract.xlsx", profile=XLSX)


def wide_encoding(canary: str) -> Sample:
    """Write the sheet in UTF-16, which no spreadsheet program does."""
    xml = sheet_xml(table(faulty(Bed=canary))).replace("UTF-8", "UTF-16")
    parts = parts_of({"Rows": ""}) | {SHEET: xml.encode("utf-16")}
    return sent(zipped(parts), name="extract.xlsx", profile=XLSX)


def inflating(canary: str, *, mebibytes: int) -> Sample:
    """Add a part of zeros that inflates a thousandfold; it is never held whole here either."""
    out = io.BytesIO(zipped(parts_of({"Rows": sheet_xml(table(faulty(Bed=canary)))})))
    info = zipfile.ZipInfo("xl/media/picture.bin", (2026, 7, 1, 9, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "a") as archive, archive.open(info, "w") as zeros:
        for _ in range(mebibytes):
            zeros.write(bytes(1 << 20))
    return sent(out.getvalue(), name="extract.xlsx", profile=XLSX)


def doubled(canary: str, *, name: str) -> Sample:
    """Add a second part of the same name, letter for letter or but for case."""
    parts = list(parts_of({"Rows": sheet_xml(table(month()))}).items())
    other = sheet_xml(table(faulty(Bed=canary)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return sent(zipped([*parts, (name, other.encode())]), name="extract.xlsx", profile=XLSX)


def damaged(canary: str, *, how: str) -> Sample:
    """Cut the archive, flip a byte of a part, or mark it as encrypted."""
    data = bytearray(zipped(parts_of({"Rows": sheet_xml(table(faulty(Bed=canary)))})))
    if how == "cut":
        del data[len(data) // 2 :]
    elif how == "flipped":
        data[data.index(b"xl/worksheets/sheet1.xml") + 200] ^= 0xFF
    elif how == "encrypted":
        for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = -1
            while (at := data.find(magic, at + 1)) >= 0:
                data[at + place] |= 1
    return sent(bytes(data), name="extract.xlsx", profile=XLSX)


def bytes_of(canary: str, *, data: bytes) -> Sample:
    """Send other bytes under a profile that says workbook."""
    return sent(data.replace(b"CANARY", canary.encode()), name="extract.xlsx", profile=XLSX)


def comment(canary: str, *, text: str) -> Sample:
    """Remark on the archive as a whole."""
    parts = parts_of({"Rows": sheet_xml(table(faulty(Bed=canary)))})
    return sent(zipped(parts, comment=text.encode()), name="extract.xlsx", profile=XLSX)


def trailing(canary: str, *, rows: int) -> Sample:
    """Leave many formatted rows without a value behind the table."""
    xml = sheet_xml(table(faulty(Bed=canary)))
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(62, 62 + rows))
    data = zipped(parts_of({"Rows": xml.replace("</sheetData>", f"{empty}</sheetData>")}))
    return sent(data, name="extract.xlsx", profile=XLSX, month=MONTH)


OLE = bytes.fromhex("D0CF11E0A1B11AE1")
ENCRYPTED = OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 96 + b"\0" * 512


def core(words: str) -> bytes:
    """Return the part of a workbook that holds its properties."""
    office = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    return (
        f'<cp:coreProperties xmlns:cp="{office}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{words}</cp:coreProperties>"
    ).encode()


FILES: Mapping[str, partial[Sample]] = {
    "texts-in-the-sheet": partial(plain),
    "numbers-as-numbers": partial(numbers),
    "shared-texts": partial(shared),
    "shared-text-in-runs-with-reading-aid": partial(shared, change="rich"),
    "shared-text-without-a-letter": partial(shared, change="empty"),
    "shared-text-that-is-not-there": partial(shared, change="index"),
    "shared-texts-missing": partial(shared, change="missing"),
    "shared-texts-cut": partial(shared, change="cut"),
    "shared-texts-with-entity-bomb": partial(shared, change="bomb"),
    "serial-days-with-style": partial(serial_days, from_1904=False, styled=True),
    "serial-days-bare": partial(serial_days, from_1904=False, styled=False),
    "serial-days-from-1904": partial(serial_days, from_1904=True, styled=True),
    "error-as-code": partial(one_cell, column="Weapon", raw=Raw("<v>#N/A</v>", ' t="e"')),
    "error-as-arrival": partial(one_cell, column="Arrived", raw=Raw("<v>#REF!</v>", ' t="e"')),
    "formula-with-value": partial(one_cell, column="Age", raw=Raw("<f>30+4</f><v>34</v>")),
    "formula-without-value": partial(one_cell, column="Age", raw=Raw("<f>30+4</f>")),
    "formula-without-value-as-site": partial(one_cell, column="Site", raw=Raw("<f>A1</f>")),
    "truth-value-as-code": partial(one_cell, column="Weapon", raw=Raw("<v>1</v>", ' t="b"')),
    "merged-titles-said": partial(titles, said=True),
    "merged-titles-not-said": partial(titles, said=False),
    "merged-cells-within-the-table": partial(
        around, after='<mergeCells count="1"><mergeCell ref="A3:A4"/></mergeCells>'
    ),
    "second-table-beside": partial(two_tables, beside=True),
    "second-table-below": partial(two_tables, beside=False),
    "hidden-rows": partial(hidden_rows),
    "filtered": partial(around, after='<autoFilter ref="A1:M61"/>'),
    "sheet-protected-without-password": partial(around, after='<sheetProtection sheet="1"/>'),
    "extent-that-lies": partial(around, before='<dimension ref="A1:XFD1048576"/>'),
    "hidden-sheet-harmless": partial(
        sheets, second="Lists", state="hidden", cells=("Knife", "Glass")
    ),
    "hidden-sheet-with-nhs-numbers": partial(
        sheets, second="Lists", state="veryHidden", cells=("NHS", NHS, "CANARY")
    ),
    "two-sheets-and-none-named": partial(sheets, second="Lists", cells=("Knife",), says=""),
    "sheet-that-is-not-there": partial(sheets, second="Lists", cells=("Knife",), says="June"),
    "sheet-named-for-a-patient": partial(renamed, name="Mrs Mary Jones"),
    "comment-names-a-patient": partial(
        part, name="xl/comments1.xml",
        new=f'<comments xmlns="{MAIN}"><commentList><comment ref="A2"><text><t>NHS {NHS} '
        "CANARY</t></text></comment></commentList></comments>".encode(),
    ),
    "properties-name-the-author": partial(
        part, name="docProps/core.xml", new=core("<dc:creator>Mary Jones</dc:creator>")
    ),
    "properties-title-names-a-patient": partial(
        part, name="docProps/core.xml", new=core(f"<dc:title>NHS {NHS}</dc:title>")
    ),
    "defined-name-holds-a-telephone": partial(
        part, name=BOOK, old=b"</sheets>",
        new=b'</sheets><definedNames><definedName name="desk">"call 07700 900123"</definedName>'
        b"</definedNames>",
    ),
    "page-header-names-a-patient": partial(
        around, after="<headerFooter><oddHeader>for Mrs Mary Jones</oddHeader></headerFooter>"
    ),
    "archive-remark-with-nhs-number": partial(comment, text=f"NHS {NHS}"),
    "references-left-out": partial(unnumbered),
    "elements-with-prefix": partial(prefixed),
    "sheet-in-utf16": partial(wide_encoding),
    "rows-out-of-order": partial(part, name=SHEET, old=b'<row r="30">', new=b'<row r="3">'),
    "row-beyond-the-last": partial(part, name=SHEET, old=b'<row r="61">', new=b'<row r="1048577">'),
    "sheet-cut-off": partial(part, name=SHEET, old=b"</sheetData></worksheet>", new=b""),
    "sheet-with-external-entity": partial(
        part, name=SHEET, old=b"<worksheet ",
        new=b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet ',
    ),
    "sheet-with-comment-that-hides-a-row": partial(
        part, name=SHEET, old=b'<row r="12">', new=b'<!-- <row r="11"> --><row r="12">'
    ),
    "sheet-part-missing": partial(part, name=SHEET),
    "relations-missing": partial(part, name="xl/_rels/workbook.xml.rels"),
    "workbook-part-is-no-xml": partial(part, name=BOOK, old=b"<sheets>", new=b"<sheets><<"),
    "relation-leads-outside": partial(
        part, name="xl/_rels/workbook.xml.rels", old=b"worksheets/sheet1.xml",
        new=b"../../../etc/passwd",
    ),
    "part-twice": partial(doubled, name=SHEET),
    "part-twice-but-for-case": partial(doubled, name=SHEET.upper()),
    "macros": partial(part, name="xl/vbaProject.bin", new=b"CANARY"),
    "binary-workbook": partial(part, name="xl/workbook.bin", new=b"CANARY"),
    "part-of-300-MiB": partial(inflating, mebibytes=300),
    "archive-cut": partial(damaged, how="cut"),
    "byte-of-a-part-flipped": partial(damaged, how="flipped"),
    "parts-encrypted": partial(damaged, how="encrypted"),
    "workbook-under-a-password": partial(bytes_of, data=ENCRYPTED),
    "legacy-workbook": partial(bytes_of, data=OLE + b"\0" * 2048),
    "text-where-a-workbook-is-said": partial(bytes_of, data=b"No,Site\nCANARY,A\n"),
    "web-page-saved-as-workbook": partial(bytes_of, data=b"<html><table><tr><td>CANARY"),
    "thousand-empty-rows-behind": partial(trailing, rows=1000),
}  # fmt: skip

"""A workbook part by part, so that each can be made wrong; its bytes are the same each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
STRINGS = "xl/sharedStrings.xml"
_WHEN = (2026, 7, 1, 9, 0, 0)


@dataclass(frozen=True)
class Raw:
    """A cell as it stands in the sheet: attributes and content, reference left out."""

    content: str
    attributes: str = ""


Cell = str | float | Raw | None
Parts = dict[str, bytes]


def letters(column: int) -> str:
    """Return the letters of a column, counted from 0."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def cell_xml(cell: Cell, reference: str) -> str:
    """Write one cell; text stands in the sheet itself."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, Raw):
        return f'<c r="{reference}"{cell.attributes}>{cell.content}</c>'
    if isinstance(cell, str):
        return f'<c r="{reference}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    return f'<c r="{reference}"><v>{cell!r}</v></c>'


def sheet_xml(
    rows: Sequence[Sequence[Cell]], *, before: str = "", after: str = "", hidden: Sequence[int] = ()
) -> str:
    """Write a sheet; `before` and `after` stand around its rows, `hidden` are row numbers."""
    written = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(cell_xml(cell, f"{letters(n)}{number}") for n, cell in enumerate(row))
        mark = ' hidden="1"' if number in hidden else ""
        written.append(f'<row r="{number}"{mark}>{cells}</row>')
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{"".join(written)}</sheetData>'
        f"{after}</worksheet>"
    )


def parts_of(
    sheets: Mapping[str, str], *, states: Mapping[str, str] | None = None, book: str = ""
) -> Parts:
    """Return the parts of a workbook of some sheets; `book` stands within the workbook part."""
    listed, relations, types = "", "", ""
    parts: Parts = {}
    for number, (name, xml) in enumerate(sheets.items(), start=1):
        state = (states or {}).get(name)
        mark = f' state="{state}"' if state else ""
        listed += f'<sheet name="{escape(name)}" sheetId="{number}"{mark} r:id="rId{number}"/>'
        relations += (
            f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" '
            f'Target="worksheets/sheet{number}.xml"/>'
        )
        types += (
            f'<Override PartName="/xl/worksheets/sheet{number}.xml" '
            f'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        )
        parts[f"xl/worksheets/sheet{number}.xml"] = xml.encode()
    types += (
        f'<Override PartName="/{BOOK}" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sheet.main+xml"/>'
    )
    return {
        "[Content_Types].xml": (
            f'{HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
        ).encode(),
        "_rels/.rels": (
            f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/officeDocument" Target="{BOOK}"/></Relationships>'
        ).encode(),
        BOOK: (
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}">{book}'
            f"<sheets>{listed}</sheets></workbook>"
        ).encode(),
        "xl/_rels/workbook.xml.rels": (
            f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'
        ).encode(),
        **parts,
    }


def zipped(
    parts: Mapping[str, bytes] | Sequence[tuple[str, bytes]],
    *,
    comment: bytes = b"",
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """Write parts as a zip archive, all of one moment."""
    out = io.BytesIO()
    pairs = parts.items() if isinstance(parts, Mapping) else parts
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in pairs:
            info = zipfile.ZipInfo(name, _WHEN)
            info.compress_type = zipfile.ZIP_STORED if name.endswith("/") else method
            archive.writestr(info, data)
        archive.comment = comment
    return out.getvalue()

"""The parts of a Word document that python-docx has no word for: tables, lanes, fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tiig.publish.word_looks import BESIDE, KEPT, TABLE_STYLE
from tiig.publish.word_pieces import GUTTER, Figures
from tiig.publish.word_sizes import column_widths

_TWIPS = 1440 / 2.54
"""Twentieths of a point in a centimetre."""
_LOOK = (
    '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
    'w:noHBand="1" w:noVBand="1"/>'
)
_INDENT = f'<w:tblInd w:w="{BESIDE}" w:type="dxa"/>'
"""As much as stands beside the text of a cell: lines of tables begin where paragraphs do."""
# A table is written as text and read once: cell by cell it takes ten times as long.


def add_table(document: Any, figures: Figures, size: float) -> None:  # noqa: ANN401 - python-docx has no public types
    """Add a table whose first row is a header that each page repeats."""
    from docx.oxml import parse_xml  # noqa: PLC0415 - heavy, and only this needs it
    from docx.oxml.ns import nsdecls  # noqa: PLC0415

    grid = figures.grid
    widths = [_twips(one) for one in column_widths(grid, size, figures.width)]
    texts = [list(grid.columns), *([cell.text for cell in row] for row in grid.rows)]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(
        _row(said, figures, widths, head=not place, kept=figures.kept and place < len(texts) - 1)
        for place, said in enumerate(texts)
    )
    document.element.body._insert_tbl(  # noqa: SLF001 - before the properties of the last section
        parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="{TABLE_STYLE}"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>{_INDENT}'
            f'<w:tblLayout w:type="fixed"/>{_LOOK}'
            f"<w:tblCaption w:val={quoteattr(figures.title)}/></w:tblPr>"
            f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
        )
    )


def _row(
    said: Sequence[str], figures: Figures, widths: Sequence[int], *, head: bool, kept: bool
) -> str:
    whole = KEPT if kept else ""
    repeated = "<w:tblHeader/>" if head else ""
    bold = "<w:rPr><w:b/></w:rPr>" if head else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{widths[place]}" w:type="dxa"/></w:tcPr><w:p><w:pPr>'
        f'<w:pStyle w:val="{_style(figures, place)}{whole}"/></w:pPr><w:r>{bold}'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
        for place, text in enumerate(said)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


def _style(figures: Figures, place: int) -> str:
    words = figures.grid.words or place < figures.grid.stubs
    return figures.style + ("Heading" if words else "Figure")


def set_lanes(section: Any, widths: Sequence[float]) -> None:  # noqa: ANN401
    """Give a section of a document its lanes, each so wide in centimetres."""
    from docx.oxml import parse_xml  # noqa: PLC0415
    from docx.oxml.ns import nsdecls, qn  # noqa: PLC0415

    properties = section._sectPr  # noqa: SLF001
    between = f'w:space="{_twips(GUTTER)}"'
    lanes = "".join(
        f'<w:col w:w="{_twips(width)}"{f" {between}" if place < len(widths) - 1 else ""}/>'
        for place, width in enumerate(widths)
    )
    told = f'w:num="{len(widths)}" {between} w:equalWidth="0"'
    made = f"<w:cols {nsdecls('w')} {told}>{lanes}</w:cols>"
    if len(widths) == 1:
        made = f'<w:cols {nsdecls("w")} w:num="1" {between}/>'
    old = properties.find(qn("w:cols"))
    properties.replace(old, parse_xml(made))


def add_field(paragraph: Any, name: str) -> None:  # noqa: ANN401
    """Add a field that Word fills in: PAGE, NUMPAGES."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)  # noqa: SLF001


def _twips(centimetres: float) -> int:
    return round(centimetres * _TWIPS)

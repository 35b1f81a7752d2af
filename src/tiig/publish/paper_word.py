"""A paper as a Word document: real headings, repeated header rows, pictures with their text."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import product
from pathlib import Path
from typing import Any

from tiig.publish.drawing import png
from tiig.publish.paper import Block, Cards, Exhibit, Grid, NotShown, Paper, Section, Text

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MARGINS, _TEXT = {True: 1.5, False: 2.0}, {True: 9.0, False: 10.5}
_WIDTHS = {(True, 1): 9.5, (True, 2): 6.6, (False, 1): 16.0}
"""Margins in centimetres and text in points of compact and other papers; widths of pictures
in centimetres, also by the columns of the page."""
_PAGE = {True: 18.0, False: 17.0}
_TOP = {True: 1.4, False: 2.54}
_OF_A_COLUMN = 8.6
"""The widest table in one of two columns, in centimetres."""
_MOST_IN_A_COLUMN = 5
"""More columns of a table than this take the whole page."""
_HIGHEST = 3.4
"""How high a picture of a compact paper may be, in centimetres."""
_MARGIN_OF_CELLS = 50
"""Left and right of the text of a cell, in twentieths of a point."""
_UNBROKEN = 18
"""Tables of at most so many rows stay in one piece, with their picture."""
_COMPACT_HEADINGS = {"Title": 16, "Subtitle": 9, "Heading 1": 11, "Heading 2": 9}
_STUB, _STUB_OF_MANY = 0.4, 0.16
_FIGURE_WIDTH = 2.6
"""A column of figures is not wider than this, in centimetres."""
_WIDE = 8
"""From so many columns on a table is set in small type."""
_SECTION, _TITLE = "Heading1", "Heading2"
_CELL, _SMALL_CELL, _TINY_CELL = "Cell", "SmallCell", "TinyCell"
_HEADING, _FIGURE = "Heading", "Figure"
_KEPT = "Kept"
_PACKED = ".png"
"""Pictures are compressed as they are."""


def write_word(paper: Paper, path: Path) -> None:
    """Write a paper as .docx; equal papers give equal bytes."""
    import docx  # noqa: PLC0415 - heavy, and only this needs it
    from docx.shared import Cm, Pt  # noqa: PLC0415

    document = docx.Document()
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(_MARGINS[paper.compact])
        section.top_margin = section.bottom_margin = Cm(_TOP[paper.compact])
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(_TEXT[paper.compact])
    if paper.compact:
        for name, size in _COMPACT_HEADINGS.items():
            style = document.styles[name]
            style.font.size = Pt(size)
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(6), Pt(2)
        normal.paragraph_format.space_after = Pt(3)
    _language(document)
    _styles(document)
    _properties(document, paper)
    _running(document, paper)
    document.add_heading(paper.title, level=0)
    document.add_paragraph(paper.subtitle, style="Subtitle")
    columns = 1
    for part in paper.sections:
        wanted = 2 if paper.compact and not (part.wide or _broad(part)) else 1
        if wanted != columns:
            columns = _columns(document, wanted)
        heading = _paragraph(document, part.heading, _SECTION)
        heading.paragraph_format.page_break_before = part.apart or None
        for block in part.blocks:
            picture = _WIDTHS[paper.compact, columns]
            table = _OF_A_COLUMN if columns > 1 else _PAGE[paper.compact]
            _block(document, block, _Place(picture, table, small=paper.compact))
    if columns > 1:
        _columns(document, 1)
    _paragraph(document, "Where these figures come from", _SECTION)
    for line in paper.lineage:
        _paragraph(document, line, _SMALL_CELL + _HEADING if paper.compact else None)
    _save(document, path)


@dataclass(frozen=True)
class _Place:
    """Where a block stands: widths of pictures and tables in cm, and whether type is small."""

    width: float
    table: float
    small: bool


def _broad(part: Section) -> bool:
    """Tell whether a table of a section has too many columns for half a page."""
    exhibits = (block for block in part.blocks if isinstance(block, Exhibit))
    return any(len(one.grid.columns) > _MOST_IN_A_COLUMN for one in exhibits)


def _columns(document: Any, number: int) -> int:  # noqa: ANN401
    """Go on in so many columns on the same page."""
    from docx.enum.section import WD_SECTION  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    properties = document.add_section(WD_SECTION.CONTINUOUS)._sectPr  # noqa: SLF001
    columns = properties.find(qn("w:cols"))
    columns.set(qn("w:num"), str(number))
    return number


def _block(document: Any, block: Block, place: _Place) -> None:  # noqa: ANN401 - python-docx has no public types
    if isinstance(block, Text):
        for one in block.paragraphs:
            _paragraph(document, one, "ListBullet" if block.bullets else None)
    elif isinstance(block, Cards):
        _cards(document, block)
    elif isinstance(block, NotShown):
        _paragraph(document, f"{block.what} is not shown, because: {block.because}.")
    else:
        _exhibit(document, block, place)


def _cards(document: Any, cards: Cards) -> None:  # noqa: ANN401
    for card in cards.cards:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{card.label}: {card.value.text}. ").bold = True
        paragraph.add_run(". ".join((*card.lines, card.quality)).strip(". ") + ".")


def _exhibit(document: Any, one: Exhibit, place: _Place) -> None:  # noqa: ANN401
    from docx.shared import Cm  # noqa: PLC0415

    _paragraph(document, one.title, _TITLE)
    if one.chart is not None:
        picture = document.add_picture(io.BytesIO(png(one.chart)), width=Cm(_fitting(one, place)))
        document.paragraphs[-1].paragraph_format.keep_with_next = True
        named = picture._inline.docPr  # noqa: SLF001 - python-docx has no word for alternative text
        named.set("descr", one.summary)
        named.set("title", one.title)
    _table(document, one.grid, place)
    for note in one.short_notes if place.small else one.notes:
        _paragraph(document, note, "Caption")


def _fitting(one: Exhibit, place: _Place) -> float:
    """Return the width at which a picture is not too high for a page of many."""
    if not place.small or one.chart is None:
        return place.width
    return min(place.width, _HIGHEST * one.chart.width / one.chart.height)


def _paragraph(document: Any, text: str, style: str | None = None) -> Any:  # noqa: ANN401
    """Add a paragraph with the id of its style: looking styles up by name is slow."""
    made = document.add_paragraph(text)
    if style is not None:
        made._p.style = style  # noqa: SLF001
    return made


def _styles(document: Any) -> None:  # noqa: ANN401
    """Add the styles of cells, so that a reader can change all tables at once."""
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    left, right = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
    sizes, sides = (
        ((_CELL, 9), (_SMALL_CELL, 7), (_TINY_CELL, 6)),
        ((_HEADING, left), (_FIGURE, right)),
    )
    for (prefix, size), (suffix, side), kept in product(sizes, sides, ("", _KEPT)):
        style = document.styles.add_style(prefix + suffix + kept, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size = document.styles["Normal"], Pt(size)
        shape = style.paragraph_format
        shape.alignment = side
        shape.space_before = shape.space_after = Pt(0)
        shape.line_spacing, shape.keep_with_next = 1.0, bool(kept)


def _table(document: Any, grid: Grid, place: _Place) -> None:  # noqa: ANN401
    table = document.add_table(rows=len(grid.rows) + 1, cols=len(grid.columns))
    table.style = "Light List Accent 1"
    texts = [list(grid.columns), *([cell.text for cell in row] for row in grid.rows)]
    many = len(grid.columns) > _WIDE
    prefix = _SMALL_CELL if place.small or many else _CELL
    prefix = _TINY_CELL if place.small and many else prefix
    _margins(table)
    widths = _cell_widths(len(grid.columns), place, many=many)
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):  # noqa: SLF001
        column.w = width
    for place_of_row, (row, said) in enumerate(zip(table.rows, texts, strict=True), start=1):
        kept = _KEPT if place_of_row < len(texts) <= _UNBROKEN else ""
        for number, (cell, text) in enumerate(zip(row.cells, said, strict=True)):
            cell._tc.width = widths[number]  # noqa: SLF001 - an equal share of the page otherwise
            paragraph = cell.paragraphs[0]
            paragraph.add_run(text)
            suffix = _FIGURE if number >= grid.stubs else _HEADING
            paragraph._p.style = prefix + suffix + kept  # noqa: SLF001
    _repeat_header(table.rows[0])


def _margins(table: Any) -> None:  # noqa: ANN401
    """Let figures stand closer to the lines than Word has it."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        one = OxmlElement(f"w:{side}")
        one.set(qn("w:w"), str(_MARGIN_OF_CELLS))
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    table._tbl.tblPr.append(margins)  # noqa: SLF001 - python-docx has no word for it


def _cell_widths(columns: int, place: _Place, *, many: bool) -> list[int]:
    """Return the widths of a table's columns: the first has the words."""
    from docx.shared import Cm  # noqa: PLC0415

    first = place.table * (_STUB_OF_MANY if many else min(_STUB, 1.6 / columns))
    rest = min((place.table - first) / max(columns - 1, 1), _FIGURE_WIDTH)
    return [int(Cm(first)), *[int(Cm(rest))] * (columns - 1)]


def _repeat_header(row: Any) -> None:  # noqa: ANN401
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001


def _language(document: Any) -> None:  # noqa: ANN401
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    properties = document.styles["Normal"].element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    properties.append(language)


def _properties(document: Any, paper: Paper) -> None:  # noqa: ANN401
    core = document.core_properties
    core.title, core.subject, core.author = paper.title, paper.subtitle, paper.author
    core.keywords, core.language = ", ".join(paper.keywords), "en-GB"
    core.content_status = paper.status.value
    made = datetime.combine(paper.made_on, time(), UTC).replace(tzinfo=None)
    core.created = core.modified = made
    core.last_modified_by = paper.author


def _running(document: Any, paper: Paper) -> None:  # noqa: ANN401
    section = document.sections[0]
    lines = [f"{paper.title} - {paper.status.upper()}", *paper.marks]
    section.header.paragraphs[0].text = lines[0]
    for line in lines[1:]:
        section.header.add_paragraph(line)
    made = f"{paper.author}, {paper.made_on:%d %B %Y}. Preset: {paper.preset}. Page "
    footer = section.footer.paragraphs[0]
    footer.text = made
    _field(footer, "PAGE")
    footer.add_run(" of ")
    _field(footer, "NUMPAGES")


def _field(paragraph: Any, name: str) -> None:  # noqa: ANN401
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)  # noqa: SLF001


def _save(document: Any, path: Path) -> None:  # noqa: ANN401
    """Write the package with fixed times, so that equal papers give equal bytes."""
    raw = io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in made.namelist():
            packed = zipfile.ZIP_STORED if name.endswith(_PACKED) else zipfile.ZIP_DEFLATED
            out.writestr(zipfile.ZipInfo(name, _EPOCH), made.read(name), packed)

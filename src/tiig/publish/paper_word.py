"""A paper as a Word document: real headings, repeated header rows, pictures with their text."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from tiig.publish.drawing import png
from tiig.publish.paper import Paper
from tiig.publish.word_looks import add_styles, looks
from tiig.publish.word_parts import add_field, add_table, set_lanes
from tiig.publish.word_pieces import Figures, Line, Picture, Piece, Strip
from tiig.publish.word_plan import FOOTER_AT, HEADER_AT, HEIGHT, SIDE, WIDTH, Plan, plan

_EPOCH = (1980, 1, 1, 0, 0, 0)
_BLANK = "\N{NO-BREAK SPACE}"
_PACKED = ".png"
"""Pictures are compressed as they are."""


def write_word(paper: Paper, path: Path) -> None:
    """Write a paper as .docx; equal papers give equal bytes."""
    import docx  # noqa: PLC0415 - heavy, and only this needs it

    document = docx.Document()
    planned = plan(paper)
    add_styles(document, compact=paper.compact)
    _language(document)
    _page(document.sections[0], paper, planned)
    _properties(document, paper)
    _running(document, paper)
    for place, strip in enumerate(planned.strips):
        if place:
            _begin(document, strip)
        _strip(document, strip, paper)
    _save(document, path)


def _page(section: Any, paper: Paper, planned: Plan) -> None:  # noqa: ANN401 - python-docx has no public types
    from docx.shared import Cm  # noqa: PLC0415

    section.page_width, section.page_height = Cm(WIDTH), Cm(HEIGHT)
    section.left_margin = section.right_margin = Cm(SIDE[paper.compact])
    section.top_margin, section.bottom_margin = Cm(planned.top), Cm(planned.bottom)
    section.header_distance, section.footer_distance = Cm(HEADER_AT), Cm(FOOTER_AT)


def _begin(document: Any, strip: Strip) -> None:  # noqa: ANN401
    """End the strip before, and begin one on the same page or the next."""
    from docx.enum.section import WD_SECTION  # noqa: PLC0415

    document.add_section(WD_SECTION.NEW_PAGE if strip.turns else WD_SECTION.CONTINUOUS)
    ending = document.element.body[-2]
    before = ending.getprevious()
    before.get_or_add_pPr().append(ending.pPr.sectPr)  # the strip's own last paragraph ends it
    document.element.body.remove(ending)


def _strip(document: Any, strip: Strip, paper: Paper) -> None:  # noqa: ANN401
    from docx.enum.text import WD_BREAK  # noqa: PLC0415

    set_lanes(document.sections[-1], strip.widths)
    for place, lane in enumerate(strip.lanes):
        if place:
            _paragraph(document, "", "Thin").add_run().add_break(WD_BREAK.COLUMN)
        for number, piece in enumerate(lane):
            _piece(document, piece, paper, first=not number and len(strip.lanes) > 1)
    if strip.closed:
        # Not empty: LibreOffice drops an empty one, and then sets the last table elsewhere.
        _paragraph(document, _BLANK, "Closing")


def _piece(document: Any, piece: Piece, paper: Paper, *, first: bool) -> None:  # noqa: ANN401
    """Add a piece; the first ones of lanes side by side stand on one line."""
    from docx.shared import Pt  # noqa: PLC0415

    if isinstance(piece, Line):
        shape = _paragraph(document, piece.text, piece.style).paragraph_format
        if piece.apart and not paper.compact:  # a compact paper's strip turns the page
            shape.page_break_before = True
        if piece.kept:
            shape.keep_with_next = True
        if first:
            shape.space_before = Pt(0)
    elif isinstance(piece, Figures):
        add_table(document, piece, looks(compact=paper.compact)[piece.style].size)
    else:
        _picture(document, piece)


def _picture(document: Any, piece: Picture) -> None:  # noqa: ANN401
    from docx.shared import Cm  # noqa: PLC0415

    drawn = io.BytesIO(png(piece.chart))
    picture = document.add_picture(drawn, width=Cm(piece.width), height=Cm(piece.height))
    document.element.body[-2].style = "Picture"
    named = picture._inline.docPr  # noqa: SLF001 - python-docx has no word for alternative text
    named.set("descr", piece.exhibit.summary)
    named.set("title", piece.exhibit.title)


def _paragraph(document: Any, text: str, style: str) -> Any:  # noqa: ANN401
    """Add a paragraph with the id of its style: looking styles up by name is slow."""
    made = document.add_paragraph(text)
    made._p.style = style  # noqa: SLF001
    return made


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
    section.header.paragraphs[0].text = f"{paper.title} - {paper.status.upper()}"
    for line in paper.marks:
        section.header.add_paragraph(line)._p.style = "Mark"  # noqa: SLF001
    footer = section.footer.paragraphs[0]
    footer.text = f"{paper.closing} Page "
    add_field(footer, "PAGE")
    footer.add_run(" of ")
    add_field(footer, "NUMPAGES")


def _save(document: Any, path: Path) -> None:  # noqa: ANN401
    """Write the package with fixed times, so that equal papers give equal bytes."""
    raw = io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in made.namelist():
            packed = zipfile.ZIP_STORED if name.endswith(_PACKED) else zipfile.ZIP_DEFLATED
            out.writestr(zipfile.ZipInfo(name, _EPOCH), made.read(name), packed)

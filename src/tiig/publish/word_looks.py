"""How the paragraphs of a Word paper look: one table makes its styles and measures its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

INK, ACCENT, SOFT, WARNING = "212B32", "005EB8", "4C6272", "A82A2A"
PALE = "F0F4F5"
FONT = "Arial"
TABLE_STYLE = "Figures"
KEPT = "Kept"
BESIDE = 51
"""Left and right of the text of a cell, in twentieths of a point."""
_INSIDE = 120
"""Left and right of the text of a card, in twentieths of a point."""


@dataclass(frozen=True)
class Look:
    """A style of paragraphs: its type and the room around it, in points.

    `kept` paragraphs stay with what follows; `boxed` ones stand on a pale ground with a bar
    at their left; an `exact` line is as high as its type says, whatever its signs.
    """

    size: float
    before: float = 0.0
    after: float = 0.0
    bold: bool = False
    italic: bool = False
    colour: str = INK
    right: bool = False
    kept: bool = False
    boxed: bool = False
    exact: bool = False


_THIN, _CLOSING = Look(1, exact=True), Look(4, exact=True)
_COMPACT: Final[Mapping[str, Look]] = {
    "Normal": Look(8.6, after=2),
    "ListBullet": Look(8.6, after=1),
    "Title": Look(15, after=1, bold=True, colour=ACCENT),
    "Subtitle": Look(9, after=2, colour=SOFT),
    "Heading1": Look(10.5, before=5, after=1.5, bold=True, colour=ACCENT, kept=True),
    "Heading2": Look(8.8, before=1, after=2, bold=True, kept=True),
    "Caption": Look(7.2, before=2, colour=SOFT),
    "Header": Look(7.5, colour=SOFT),
    "Mark": Look(7.5, bold=True, colour=WARNING),
    "Footer": Look(7.5, colour=SOFT),
    "Lineage": Look(5.8, after=1, colour=SOFT),
    "CardLabel": Look(8.6, bold=True, kept=True, boxed=True),
    "CardFigure": Look(17, bold=True, kept=True, boxed=True),
    "CardLine": Look(7.2, kept=True, boxed=True),
    "CardQuality": Look(7.2, italic=True, boxed=True),
    "Picture": Look(1, after=2, kept=True),
    "Cell": Look(7.2, exact=True),
    "TinyCell": Look(5.7, exact=True),
    "Thin": _THIN,
    "Closing": _CLOSING,
}
_ROOMY: Final[Mapping[str, Look]] = {
    "Normal": Look(10.5, after=5),
    "ListBullet": Look(10.5, after=3),
    "Title": Look(20, after=4, bold=True, colour=ACCENT),
    "Subtitle": Look(12, after=8, colour=SOFT),
    "Heading1": Look(14, before=12, after=5, bold=True, colour=ACCENT, kept=True),
    "Heading2": Look(11, before=8, after=4, bold=True, kept=True),
    "Caption": Look(8.5, before=2, after=2, colour=SOFT),
    "Header": Look(7.5, colour=SOFT),
    "Mark": Look(7.5, bold=True, colour=WARNING),
    "Footer": Look(7.5, colour=SOFT),
    "Lineage": Look(8.5, after=3, colour=SOFT),
    "CardLabel": Look(10.5, bold=True, kept=True, boxed=True),
    "CardFigure": Look(24, bold=True, kept=True, boxed=True),
    "CardLine": Look(8.5, kept=True, boxed=True),
    "CardQuality": Look(8.5, italic=True, boxed=True, after=6),
    "Picture": Look(1, after=4, kept=True),
    "Cell": Look(8.5, exact=True),
    "TinyCell": Look(6.4, exact=True),
    "Thin": _THIN,
    "Closing": _CLOSING,
}
_CELLS = ("Cell", "TinyCell")


def looks(*, compact: bool) -> Mapping[str, Look]:
    """Return the styles of a paper by their ids, those of cells with their sides and kin."""
    base = _COMPACT if compact else _ROOMY
    cells = {
        f"{name}{side}{kept}": replace(base[name], right=side == "Figure", kept=bool(kept))
        for name in _CELLS
        for side in ("Heading", "Figure")
        for kept in ("", KEPT)
    }
    return {**base, **cells}


def add_styles(document: Any, *, compact: bool) -> None:  # noqa: ANN401 - python-docx has no public types
    """Give a document its styles, so that a reader can change all of a kind at once."""
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415 - heavy, and only this needs it

    there = {style.style_id: style for style in document.styles}
    for name, look in looks(compact=compact).items():
        style = there.get(name)
        if style is None:
            style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = there["Normal"]
        _dress(style, look)
    normal = there["Normal"].font
    normal.name = FONT
    document.styles.element.append(_table_style())


def _dress(style: Any, look: Look) -> None:  # noqa: ANN401
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING  # noqa: PLC0415
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    properties = style.element.get_or_add_rPr()
    for child in list(properties):  # the template's own colours and fonts
        properties.remove(child)
    style.font.size, style.font.bold, style.font.italic = (
        Pt(look.size),
        look.bold or None,
        look.italic or None,
    )
    style.font.color.rgb = RGBColor.from_string(look.colour)
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
    if look.exact:
        shape.line_spacing = Pt(look.size * 1.2)
    shape.keep_with_next = look.kept
    shape.alignment = WD_ALIGN_PARAGRAPH.RIGHT if look.right else WD_ALIGN_PARAGRAPH.LEFT
    _ground(style.element.get_or_add_pPr(), boxed=look.boxed)


def _ground(properties: Any, *, boxed: bool) -> None:  # noqa: ANN401
    """Draw the bar and the ground of a card; take the template's own lines away."""
    from docx.oxml import parse_xml  # noqa: PLC0415
    from docx.oxml.ns import nsdecls, qn  # noqa: PLC0415

    for name in ("w:pBdr", "w:shd"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    if not boxed:
        return
    bar = f'<w:left w:val="single" w:sz="24" w:space="4" w:color="{ACCENT}"/>'
    following = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc")
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{bar}</w:pBdr>")
    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{PALE}"/>')
    inner = parse_xml(f'<w:ind {nsdecls("w")} w:left="{_INSIDE}" w:right="{_INSIDE}"/>')
    properties.insert_element_before(border, *following)
    properties.insert_element_before(shade, *following[1:])
    properties.insert_element_before(inner, "w:jc", "w:outlineLvl")


def _table_style() -> Any:  # noqa: ANN401
    """Return the style of tables: a line under each row, a dark one under the headings."""
    from docx.oxml import parse_xml  # noqa: PLC0415
    from docx.oxml.ns import nsdecls  # noqa: PLC0415

    line = 'w:val="single" w:space="0"'
    pale, dark = f'{line} w:sz="4" w:color="D8DDE0"', f'{line} w:sz="6" w:color="{INK}"'
    side = f'w:w="{BESIDE}" w:type="dxa"'
    return parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABLE_STYLE}">'
        f'<w:name w:val="{TABLE_STYLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>'
        f"<w:tblPr><w:tblBorders><w:bottom {pale}/><w:insideH {pale}/></w:tblBorders>"
        f"<w:tblCellMar><w:left {side}/><w:right {side}/></w:tblCellMar></w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
        f'<w:bottom {dark}/></w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
        "</w:style>"
    )

"""What the numbers of a plain workbook mean by their styles: a number, or a day or time."""

from __future__ import annotations

import re
from enum import IntEnum

from tiig.receive.package import Package
from tiig.receive.plain_xml import START, insist, walk, whole

STYLES_PART = "xl/styles.xml"
_FORMATS, _FORMAT = "styleSheet/numFmts", "styleSheet/numFmts/numFmt"
_CELLS, _CELL = "styleSheet/cellXfs", "styleSheet/cellXfs/xf"
_USUAL = {
    "styleSheet": {"styleSheet"},
    "numFmts": {_FORMATS},
    "cellXfs": {_CELLS},
    "numFmt": {_FORMAT, "styleSheet/dxfs/dxf/numFmt"},
    "xf": {_CELL, "styleSheet/cellStyleXfs/xf"},
}
"""Where elements stand, by their name: some programs go by the name alone."""
_START = re.compile(START + rb"<styleSheet[ >]")
_NUMBERED, _USUALLY = b"numFmtId", re.compile(rb' numFmtId="(?:0|[1-9][0-9]{0,8})"')
_LOCALE = re.compile(r"^\[\$-[0-9A-Fa-f]+\]")
_ESCAPED = re.compile(r"\\[^a-zA-Z]")
_NUMBER_FORMAT = re.compile(r"(?:General|@|[0#?.,% -]+)")
_DAY_FORMAT = re.compile(r"[dmyhs/.: ,-]*[dmyhs][dmyhs/.: ,-]*(?:;@)?", re.IGNORECASE | re.ASCII)
_NUMBERS = frozenset({*range(5), *range(9, 14), *range(37, 41), 48, 49})
_DAYS = frozenset({*range(14, 23), 45, 47})
"""Built-in formats by number: ECMA-376 part 1, 18.8.30."""
_FIRST_OWN = 164


class Style(IntEnum):
    """What a number means by its style."""

    NUMBER = 0
    DAY = 1
    OTHER = 2


def styles(package: Package) -> list[Style]:
    """Return what each style of cells means, by its number; at least one."""
    if not package.has(STYLES_PART):
        return [Style.NUMBER]
    content = whole(package, STYLES_PART)
    insist(_START.match(content))
    insist(content.count(_NUMBERED) == len(_USUALLY.findall(content)))
    found = _Found()
    walk([content], found.enter)
    return [_style(number, found.formats) for number in found.numbers] or [Style.OTHER]


class _Found:
    """Formats by their number, and the number of each cell style's format."""

    def __init__(self) -> None:
        self.formats: dict[str, str] = {}
        self.numbers: list[str] = []
        self._lists: list[str] = []

    def enter(self, names: list[str], attributes: dict[str, str]) -> None:
        """Take in an element; NotPlainError where it stands in an unusual place or order."""
        if names[-1] not in _USUAL:
            return
        path = "/".join(names)
        insist(path in _USUAL[names[-1]])
        number = attributes.get("numFmtId", "")
        if path in {_FORMATS, _CELLS}:
            self._lists.append(path)
            insist(self._lists in ([_FORMATS], [_CELLS], [_FORMATS, _CELLS]))
        elif path == _FORMAT:
            code = attributes.get("formatCode", "")
            insist(self.formats.setdefault(number, code) == code)
        elif path == _CELL:
            self.numbers.append(number)


def _style(number: str, formats: dict[str, str]) -> Style:
    code = formats.get(number)
    known = int(number or -1)
    if code is None:
        if known in _DAYS:
            return Style.DAY
        return Style.NUMBER if known in _NUMBERS else Style.OTHER
    if known < _FIRST_OWN:
        return Style.OTHER
    code = _ESCAPED.sub(" ", _LOCALE.sub("", code))
    if _NUMBER_FORMAT.fullmatch(code):
        return Style.NUMBER
    return Style.DAY if _DAY_FORMAT.fullmatch(code) else Style.OTHER

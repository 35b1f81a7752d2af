"""What the numbers of a plain workbook mean by their styles: a number, or a day or time."""

from __future__ import annotations

import re
from enum import IntEnum
from xml.parsers import expat

from tiig.receive.package import Package
from tiig.receive.plain_text import NotPlainError, insist

STYLES_PART = "xl/styles.xml"
_FORMAT, _CELLS, _CELL = "styleSheet/numFmts/numFmt", "styleSheet/cellXfs", "styleSheet/cellXfs/xf"
_DEEPEST, _LONGEST_NUMBER = 3, 9
_LARGEST = 16 << 20
_LOCALE = re.compile(r"^\[\$-[0-9A-Fa-f]+\]")
_ESCAPED = re.compile(r"\\[^a-zA-Z]")
_NUMBER_FORMAT = re.compile(r"(?:General|@|[0#?.,% -]+)")
_DAY_FORMAT = re.compile(r"[dmyhs/.: ,-]*[dmyhs][dmyhs/.: ,-]*(?:;@)?", re.IGNORECASE)
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
    formats: dict[str, str] = {}
    numbers: list[str] = []
    for path, attributes in _elements(b"".join(package.pieces(STYLES_PART))):
        if path == _FORMAT:
            number, code = attributes.get("numFmtId", ""), attributes.get("formatCode", "")
            insist(formats.setdefault(number, code) == code)
        elif path == _CELL:
            numbers.append(attributes.get("numFmtId", ""))
    found = [_style(number, formats) for number in numbers]
    return found or [Style.OTHER]


def _elements(content: bytes) -> list[tuple[str, dict[str, str]]]:
    """List elements with their path; one list of cells' styles is all that there may be."""
    found: list[tuple[str, dict[str, str]]] = []
    path: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(name.rpartition(" ")[2])
        if len(path) <= _DEEPEST:
            found.append(("/".join(path), attributes))

    insist(len(content) <= _LARGEST)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: path.pop()
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError):
        raise NotPlainError from None
    insist(sum(one == _CELLS for one, _ in found) <= 1)
    return found


def _style(number: str, formats: dict[str, str]) -> Style:
    code = formats.get(number)
    plain = number.isdecimal() and number.isascii() and len(number) <= _LONGEST_NUMBER
    known = int(number) if plain else -1
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

"""What cells of a plain workbook refer to: its shared texts, and which styles mean a day.

Plain is what spreadsheet programs write for a table of values. Whatever goes beyond is
NotPlainError, and the whole sheet is left to calamine: nothing is read by halves.
"""

from __future__ import annotations

import re
from enum import IntEnum

import pyarrow as pa

from tiig.receive.package import Package

_TEXTS = "xl/sharedStrings.xml"
_STYLES = "xl/styles.xml"
_ITEM = re.compile(rb'<si><t( xml:space="preserve")?>([^<]*)</t></si>')
_BLANKS = b" \t\r\n"
_TAGS_OF_ITEM = 4
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
_ENTITY = re.compile(r"&(?!(?:lt|gt|quot|apos|amp);)")
_ESCAPED = re.compile(r"\\[^a-zA-Z]")
_NUMBER_FORMAT = re.compile(r"(?:General|@|[0#?.,% -]+)")
_DAY_FORMAT = re.compile(r"[dmyhs/.: ,-]*[dmyhs][dmyhs/.: ,-]*(?:;@)?", re.IGNORECASE)
_NUMBERS = frozenset({*range(5), *range(9, 14), *range(37, 41), 48, 49})
_DAYS = frozenset({*range(14, 23), 45, 47})
"""Built-in formats by number: ECMA-376 part 1, 18.8.30."""


class NotPlainError(Exception):
    """The sheet holds more than a plain table of values."""


class Style(IntEnum):
    """What a number means by its style."""

    NUMBER = 0
    DAY = 1
    OTHER = 2


def shared_texts(package: Package) -> pa.Array:
    """Return the shared texts by their number, empty ones as null."""
    if not package.has(_TEXTS):
        return pa.array([], pa.string())
    content = b"".join(package.pieces(_TEXTS))
    found = _ITEM.findall(content)
    around = content.count(b"<") - _TAGS_OF_ITEM * len(found)
    if content.count(b"<si>") != len(found) or around not in {2, 3} or b"_x" in content:
        raise NotPlainError
    if any(not kept and text.strip(_BLANKS) != text for kept, text in found):
        raise NotPlainError
    if b"\r" in content.partition(b"<sst")[2]:
        raise NotPlainError
    try:
        texts = [text.decode() or None for _, text in found]
    except UnicodeDecodeError:
        raise NotPlainError from None
    if b"&" in content:
        texts = [text and _without_entities(text) for text in texts]
    return pa.array(texts, pa.string())


def _without_entities(text: str) -> str:
    if "&" not in text:
        return text
    if _ENTITY.search(text):
        raise NotPlainError
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    return text


def styles(package: Package) -> list[Style]:
    """Return what each style of cells means, by its number."""
    if not package.has(_STYLES):
        return [Style.NUMBER]
    own: dict[str, str] = {}
    found: list[Style] = []
    within = ""
    for name, attributes in package.elements(_STYLES):
        if name == "numFmt":
            own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        if name.endswith(("Xfs", "Styles", "xfs", "styles")):
            within = name
        if name == "xf" and within == "cellXfs":
            found.append(_style(attributes.get("numFmtId", "0"), own))
    return found or [Style.NUMBER]


def _style(number: str, own: dict[str, str]) -> Style:
    code = own.get(number)
    if code is None:
        known = int(number) if number.isdigit() else -1
        if known in _DAYS:
            return Style.DAY
        return Style.NUMBER if known in _NUMBERS else Style.OTHER
    code = _ESCAPED.sub(" ", code)
    if _NUMBER_FORMAT.fullmatch(code):
        return Style.NUMBER
    return Style.DAY if _DAY_FORMAT.fullmatch(code) else Style.OTHER

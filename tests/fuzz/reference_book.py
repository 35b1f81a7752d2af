"""A slow second reader of workbooks: the standard library's XML, one cell at a time.

It shares nothing with the readers that it judges but the written form of a cell, and reads
what a plain table of values holds.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime, timedelta
from decimal import Decimal
from xml.etree import ElementTree as ET

Grid = dict[int, dict[int, str]]
"""Texts by row (from 1) and column (from 0)."""

_TEXTS, _STYLES = "xl/sharedstrings.xml", "xl/styles.xml"
_BUILT_IN_DAYS = {*map(str, range(14, 23)), "45", "47"}
_NO_LETTERS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|General')
_EPOCH = datetime(1899, 12, 30)
_TO_EVEN_DIGITS = 2**53


def read(data: bytes, part: str) -> Grid:
    """Read the cells of a sheet that hold a text; raises what the library raises."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name.replace("\\", "/").lower(): archive.read(name) for name in archive.namelist()}
    shared = shared_texts(parts[_TEXTS]) if _TEXTS in parts else []
    days = days_of(parts[_STYLES]) if _STYLES in parts else [False]
    found: Grid = {}
    for row in root(parts[part.lower()]).iterfind("sheetData/row"):
        number = int(row.attrib["r"])
        cells = {}
        for cell in row:
            text = text_of(cell, shared, days)
            if text:
                cells[column_of(cell.attrib["r"], number)] = text
        if cells:
            found[number] = cells
    return found


def root(data: bytes) -> ET.Element:
    """Parse a part; namespaces do not count."""
    tree = ET.fromstring(data)  # noqa: S314 - what would be dangerous was refused before
    for element in tree.iter():
        element.tag = element.tag.rpartition("}")[2]
    return tree


def shared_texts(data: bytes) -> list[str]:
    """Return the shared texts."""
    return [
        "".join(text.text or "" for text in [*item.iterfind("t"), *item.iterfind("r/t")])
        for item in root(data).iterfind("si")
    ]


def days_of(data: bytes) -> list[bool]:
    """Tell for each style of cells whether a number is a day or a time."""
    tree = root(data)
    own = {
        one.attrib["numFmtId"]: one.attrib["formatCode"] for one in tree.iterfind("numFmts/numFmt")
    }
    numbers = [one.attrib.get("numFmtId", "0") for one in tree.iterfind("cellXfs/xf")]
    return [
        bool(re.search("[dmyhs]", _NO_LETTERS.sub("", own[number]), re.IGNORECASE))
        if number in own
        else number in _BUILT_IN_DAYS
        for number in numbers
    ]


def column_of(place: str, row: int) -> int:
    """Return a cell's column, from 0; its place must be of this row."""
    letters = place.removesuffix(str(row))
    if not re.fullmatch("[A-Z]{1,3}", letters):
        raise ValueError(place)
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def text_of(cell: ET.Element, shared: list[str], days: list[bool]) -> str:
    """Write a cell as text."""
    kind, value = cell.attrib.get("t", "n"), cell.findtext("v") or ""
    if kind == "inlineStr":
        return cell.findtext("is/t") or ""
    if not value:
        return ""
    if kind == "s":
        return shared[int(value)]
    if kind == "b":
        return {"0": "FALSE", "1": "TRUE"}[value]
    if value.startswith("-"):
        return value
    return moment(value) if "s" in cell.attrib and days[int(cell.attrib["s"])] else number(value)


def number(value: str) -> str:
    """Write a number, whole ones without a point."""
    told = float(value)
    if told.is_integer():
        return str(int(told) if told < _TO_EVEN_DIGITS else int(Decimal(repr(told))))
    return repr(told)


def moment(value: str) -> str:
    """Write a serial day; what is less than one is a time."""
    exact = Decimal(repr(float(value))) * 86_400_000
    at = _EPOCH + timedelta(milliseconds=int(exact + Decimal("0.5")))
    day, clock = at.date().isoformat(), at.time()
    told = clock.isoformat("milliseconds" if clock.microsecond else "seconds")
    return f"{day}T{told}" if float(value) >= 1 else told

"""Which rows of a sheet hold a value, told from the XML's bytes alone.

Text in XML never holds a bare `<`, and comments and their like are refused: so `<row`,
`<v>` and `<t>` are what they seem, and a scan by plain search is exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from tiig.model.errors import FILE_TOO_LARGE, TiigError, Where
from tiig.receive.cell_names import CellNames, index_of
from tiig.receive.limits import Limits
from tiig.receive.package import Package

_ROOT = re.compile(rb"<(\w+:)?worksheet[\s>]")
_NUMBER = re.compile(rb"""\sr=["'](\d+)["']""")
_HIDDEN = re.compile(
    rb"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*?\s+hidden\s*=\s*["'](?:1|true)["']"""
)
_COLUMN = re.compile(rb"""\sr=["']([A-Z]{1,3})\d""")
_VALUE = re.compile(rb"<(?:\w+:)?[vt](?:\s[^<>]*)?>[^<]")
_CELL = re.compile(rb"<(?:\w+:)?c(\s[^<>]*)?(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_SHARED = re.compile(rb"""\st=["']s["']""")
_SHARED_INDEX = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>\s*(\d+)")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_OF_TEXT = re.compile(rb"""\st=["']str["']""")
_NO_NUMBER = re.compile(rb"""\st=["'](?!n["'])""")
_ERROR = re.compile(rb"""\st=["']e["']""")
_ERROR_NAME = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>(#[A-Z0-9/!?_]+)<")
_BELOW_NOTHING = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>(-[0-9.]+(?:[Ee][+-]?\d+)?)<")
_NO_INDEX = re.compile(rb"""\st=["']s["'][^<>]*>\s*<(?:\w+:)?v(?:\s[^<>]*)?>(?!\d+</(?:\w+:)?v>)""")
_USUAL_INDEX = re.compile(rb't="s"><v>\d+</v>')
_USUAL_TAG = b' r="'
_ANY_CELL = re.compile(rb"<(?:[^\s<>/]+:)?(?:row|c)[\s/>]")
_MORE_ROWS = re.compile(rb"<(?:\w+:)?(?:row|sheetData)[\s/>]")
_ITEM = re.compile(rb"<(?:\w+:)?si(?=[\s/>])")
_DECLARATION = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>")
_SHARED_PART = "xl/sharedStrings.xml"
_LAST_ROW = 1_048_576
_LONGEST_TAG = 64


@dataclass
class SheetRows:
    """The rows with a value, ascending; the used width; cells by (row, column from 0).

    `own` are the texts of cells that keep what stands there: errors, and numbers below 0,
    which as a day or time would become another one.
    `hidden` counts the rows with a value that a filter or a person has hidden, `uncalculated`
    are those with a formula that holds none.
    """

    filled: list[int] = field(default_factory=list)
    width: int = 0
    own: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: int = 0
    uncalculated: list[int] = field(default_factory=list)


def rows_of(package: Package, part: str, limits: Limits, where: Where) -> SheetRows:
    """Scan a sheet; refuses what no spreadsheet program writes, and a sheet too wide to hold."""
    empty_texts = _empty_texts(package)
    found, names, last = SheetRows(), CellNames(), 0
    for segment in _segments(package, part, limits, where):
        tag, content = _row(package, segment)
        row = _row_number(tag, last)
        if not last < row <= _LAST_ROW:
            raise package.damaged(what="the rows of the sheet are out of order")
        last = row
        if not names.fits(row, content):
            raise package.damaged(what="a cell does not say where it stands")
        if _may_name_no_text(content) and _NO_INDEX.search(content):
            raise package.damaged(what="a cell names no text")
        if b'"e"' in content or b"'e'" in content or b">-" in content:
            found.own.update(_own(package, row, content))
        if b"f" in content and _uncalculated(content):
            found.uncalculated.append(row)
        if _holds_value(content, empty_texts):
            found.filled.append(row)
            found.hidden += b"hidden" in tag and _HIDDEN.match(tag) is not None
    found.width = names.width
    refuse_vast(found, limits, where)
    return found


def refuse_vast(found: SheetRows, limits: Limits, where: Where) -> None:
    """Refuse a sheet that spans more cells than are laid out, empty ones included."""
    if found.filled and found.filled[-1] * found.width > limits.cells:
        raise TiigError(FILE_TOO_LARGE, where, what=f"more than {limits.cells:,} cells")


def _segments(package: Package, part: str, limits: Limits, where: Where) -> Iterator[bytes]:
    """Yield what follows each `<row`, as far as the next one or the end of the rows."""
    text, token, prefix = b"", b"<row", None
    pieces = package.pieces(part)
    for piece in pieces:
        text += piece
        if prefix is None:
            text = _DECLARATION.sub(b"", text)
            root = _ROOT.search(text)
            prefix = root and (root[1] or b"")
        if b"<!" in text or b"<?" in text:
            raise package.damaged(what="the sheet holds what no spreadsheet program writes")
        if prefix is None:
            continue
        token = b"<" + prefix + b"row"
        rows, ended, rest = text.partition(b"</" + prefix + b"sheetData>")
        before, *segments = rows.split(token)
        if (segments or ended) and _ANY_CELL.search(before):
            raise package.damaged(what="the sheet holds what no spreadsheet program writes")
        if ended:
            yield from segments
            _refuse_more(package, rest, pieces)
            return
        yield from segments[:-1]
        text = token + segments[-1] if segments else text
        if len(text) > limits.chunk:
            raise TiigError(FILE_TOO_LARGE, where, what="a row of the sheet is too long")
    if token in text:
        raise package.damaged(what="the sheet is cut off")


def _refuse_more(package: Package, rest: bytes, pieces: Iterator[bytes]) -> None:
    """Refuse rows after the end of the rows, which some programs would read."""
    for piece in chain([b""], pieces):
        rest = rest[-_LONGEST_TAG:] + piece if piece else rest
        if _MORE_ROWS.search(rest):
            raise package.damaged(what="the sheet has rows after its end")


def _row(package: Package, segment: bytes) -> tuple[bytes, bytes]:
    """Part a row's own tag from its cells."""
    tag, closed, content = segment.partition(b">")
    if not closed or segment[:1] not in {b" ", b">", b"/", b"\t", b"\r", b"\n"}:
        raise package.damaged(what="a row of the sheet is cut off")
    if tag.endswith(b"/"):
        if content.strip():
            raise package.damaged(what="the sheet holds what no spreadsheet program writes")
        return tag, b""
    content, row_closed, _ = content.rpartition(b"</")
    if not row_closed:
        raise package.damaged(what="a row of the sheet is cut off")
    return tag, content


def _row_number(tag: bytes, last: int) -> int:
    """Return what a row's tag says, as programs write it first; else the next number."""
    if tag.startswith(_USUAL_TAG):
        digits = tag[len(_USUAL_TAG) : tag.find(b'"', len(_USUAL_TAG))]
        if digits.isdigit():
            return int(digits)
    number = _NUMBER.search(tag)
    return int(number[1]) if number else last + 1


def _may_name_no_text(content: bytes) -> bool:
    """Tell whether some shared text is not named in the way that nearly all programs do."""
    named = content.count(b'="s"') + content.count(b"='s'")
    return named > 0 and len(_USUAL_INDEX.findall(content)) != named


def _holds_value(content: bytes, empty_texts: frozenset[int]) -> bool:
    if not empty_texts:
        first = content.find(b"<v>") + len(b"<v>")
        usual = first >= len(b"<v>") and content[first : first + 1] not in {b"<", b""}
        return usual or _VALUE.search(content) is not None
    for attributes, cell in _CELL.findall(content):
        index = _SHARED.search(attributes) and _SHARED_INDEX.search(cell)
        if index:
            if int(index[1]) not in empty_texts:
                return True
        elif _VALUE.search(cell):
            return True
    return False


def _uncalculated(content: bytes) -> bool:
    """Tell whether a formula holds no value, which would be read as a blank that nobody left.

    A formula that was worked out to an empty text says that it is a text.
    """
    return _FORMULA.search(content) is not None and any(
        _FORMULA.search(cell) and not _VALUE.search(cell) and not _OF_TEXT.search(attributes)
        for attributes, cell in _CELL.findall(content)
    )


def _own(package: Package, row: int, content: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for attributes, cell in _CELL.findall(content):
        if _ERROR.search(attributes):
            text = _ERROR_NAME.search(cell)
        else:
            text = None if _NO_NUMBER.search(attributes) else _BELOW_NOTHING.search(cell)
        if text:
            column = _COLUMN.search(attributes)
            if column is None:
                raise package.damaged(what="a cell does not say where it stands")
            yield (row, index_of(column[1])), text[1].decode()


def _empty_texts(package: Package) -> frozenset[int]:
    """Return the numbers of shared texts without a character: a cell that names one is empty."""
    if not package.has(_SHARED_PART):
        return frozenset()
    empty, number, text = set(), -1, b""
    for piece in package.pieces(_SHARED_PART):
        first, *items = _ITEM.split(text + piece)
        # What stands before the first item closes the one that was begun.
        for item in [first, *items][:-1]:
            if number >= 0 and not _VALUE.search(item):
                empty.add(number)
            number += 1
        text = [first, *items][-1]
    if number >= 0 and not _VALUE.search(text):
        empty.add(number)
    return frozenset(empty)

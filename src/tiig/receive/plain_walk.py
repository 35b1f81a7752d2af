"""The rows of a plain sheet's part in stretches of whole rows, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tiig.receive.package import Package
from tiig.receive.plain_text import START, insist, is_sound

_HEAD = re.compile(START + rb"<worksheet[ >]")
_ROW, _ROWS, _ROWS_END = b"<row", b"<sheetData>", b"</sheetData>"
_AT_ONCE = 1 << 22
_LONGEST = 1 << 24
_PLACE = b"<rows/>"
"""An element where the rows stood, so that head and rest are not sound by each other's halves."""
_OF_ROWS = frozenset({"sheetData", "row", "c", "v", "is"})


def stretches(package: Package, part: str) -> Iterator[bytes]:
    """Yield the rows; NotPlainError where what stands around them is not sound or holds cells."""
    pieces = package.pieces(part)
    head, text = _head(pieces)
    ended, enough = False, _AT_ONCE
    while not ended:
        while len(text) < enough and (piece := next(pieces, None)) is not None:
            text += piece
        rows, end, rest = text.partition(_ROWS_END)
        ended = bool(end)
        cut = len(rows) if ended else rows.rfind(_ROW)
        insist(ended or enough <= len(text) < _LONGEST)
        if cut > 0:
            yield rows[:cut]
        # A row that is longer than a stretch comes whole.
        enough = _AT_ONCE if cut > 0 else 2 * len(text)
        text = rest if ended else rows[max(cut, 0) :]
    insist(is_sound(_around(head, text, pieces), without=_OF_ROWS))


def _head(pieces: Iterator[bytes]) -> tuple[bytes, bytes]:
    """Return what stands before the rows, and what was read beyond that."""
    text = b""
    for piece in pieces:
        text += piece
        head, begun, rest = text.partition(_ROWS)
        if begun:
            insist(_HEAD.match(head))
            return head, rest
        insist(len(text) < _LONGEST)
    insist(False)
    raise AssertionError


def _around(head: bytes, rest: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield head + _PLACE + rest
    yield from pieces

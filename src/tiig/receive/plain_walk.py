"""The rows of a plain sheet's part in stretches of whole rows, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tiig.receive.package import Package
from tiig.receive.plain_xml import START, NotPlainError, insist, insist_sound

_HEAD = re.compile(START + rb"<worksheet[ >]")
_ROW, _ROWS, _ROWS_END = b"<row", b"<sheetData>", b"</sheetData>"
_AT_ONCE = 1 << 22
_LONGEST_HEAD = 1 << 22
_PLACE = b"<rows/>"
"""An element where the rows stood, so that head and rest are not sound by each other's halves."""
_OF_ROWS = frozenset({"sheetData", "row", "c", "v", "is"})
_DIMENSION = re.compile(
    rb'<dimension ref="[A-Z]{1,3}[1-9][0-9]{0,6}(?::[A-Z]{1,3}[1-9][0-9]{0,6})?" ?/>'
)


def stretches(package: Package, part: str, longest: int) -> Iterator[bytes]:
    """Yield the rows; NotPlainError where what stands around them is not sound or holds cells.

    A row may be so many bytes long.
    """
    pieces = package.pieces(part)
    head, text = _head(pieces)
    ended, enough = False, _AT_ONCE
    while not ended:
        while len(text) < enough and (piece := next(pieces, None)) is not None:
            text += piece
        rows, end, rest = text.partition(_ROWS_END)
        ended = bool(end)
        cut = len(rows) if ended else rows.rfind(_ROW)
        insist(len(rows) <= longest and (ended or enough <= len(text)))
        if cut > 0:
            yield rows[:cut]
        # A row that is longer than a stretch comes whole.
        enough = _AT_ONCE if cut > 0 else 2 * len(text)
        text = rest if ended else rows[max(cut, 0) :]
    insist_sound(_around(head, text, pieces), without=_OF_ROWS)


def _head(pieces: Iterator[bytes]) -> tuple[bytes, bytes]:
    """Return what stands before the rows, and what was read beyond that."""
    text = b""
    for piece in pieces:
        text += piece
        head, begun, rest = text.partition(_ROWS)
        if begun:
            insist(_HEAD.match(head))
            insist(head.count(b"dimension") == len(_DIMENSION.findall(head)))
            return head, rest
        insist(len(text) < _LONGEST_HEAD)
    raise NotPlainError


def _around(head: bytes, rest: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield head + _PLACE + rest
    yield from pieces

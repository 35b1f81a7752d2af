"""Where the pages of a Word paper turn, and how high its pictures are.

A compact paper is planned as its PDF is: pictures are as high as leaves room for everything.
Lanes are newspaper columns with a break between them, so that the document has no table but
those of figures, and is read from its first line to its last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tiig.publish.paper import Paper
from tiig.publish.word_looks import Look, looks
from tiig.publish.word_pieces import Cutter, Figures, Line, Picture, Piece, Strip, Strips
from tiig.publish.word_sizes import POINT, lines, points_high, table_height

HEIGHT, WIDTH = 29.7, 21.0
"""A4, in centimetres, as all lengths here."""
SIDE = {True: 1.3, False: 2.0}
"""Margins left and right of compact and other papers."""
HEADER_AT, FOOTER_AT = 0.8, 0.7
_BELOW_HEADER, _BOTTOM = {True: 0.25, False: 0.6}, {True: 1.3, False: 1.8}
_TALLEST = (4.4, 4.2, 4.0, 3.8, 3.6, 3.4, 3.2, 3.0, 2.8, 2.6, 2.4, 2.2, 2.0, 1.8, 1.6, 1.4)
"""How high pictures of a compact paper may be."""
_TALLEST_ROOMY = 8.0


@dataclass(frozen=True)
class Plan:
    """The strips of a paper in order, its pages where it is compact, its margins."""

    strips: Strips
    pages: int
    top: float
    bottom: float


def plan(paper: Paper) -> Plan:
    """Plan a paper; a compact one on the pages that it may have, if anyhow possible."""
    dressed, width = looks(compact=paper.compact), WIDTH - 2 * SIDE[paper.compact]
    top = HEADER_AT + _header_height(paper, dressed, width) + _BELOW_HEADER[paper.compact]
    bottom = _BOTTOM[paper.compact]
    if not paper.compact:
        return Plan(Cutter(paper, width, _TALLEST_ROOMY).roomy(), 0, top, bottom)
    for tallest in _TALLEST:
        groups = Cutter(paper, width, tallest).groups()
        strips, pages = _turned(groups, dressed, HEIGHT - top - bottom)
        if pages <= paper.most_pages:
            break
    return Plan(strips, pages, top, bottom)


def _header_height(paper: Paper, dressed: Mapping[str, Look], width: float) -> float:
    """Return the height of what stands at the top of every page."""
    size = dressed["Mark"].size
    taken = sum(lines(mark, size, width, bold=True) for mark in (paper.title, *paper.marks))
    return points_high(taken, size)


def _turned(
    groups: Sequence[Strips], dressed: Mapping[str, Look], room: float
) -> tuple[Strips, int]:
    """Let a group that does not fit begin a page; words alone flow on."""
    placed: list[Strip] = []
    page, filled = 1, 0.0
    for group in groups:
        height = sum(_strip_height(strip, dressed) for strip in group)
        words = all(isinstance(piece, Line) for piece in _pieces(group))
        begins = any(isinstance(piece, Line) and piece.apart for piece in _pieces(group))
        turns = begins or (not words and filled > 0 and filled + height > room)
        if turns:
            page, filled = page + 1, 0.0
        first, *rest = group
        placed += [replace(first, turns=turns), *rest]
        filled += height
        while filled > room:
            page, filled = page + 1, filled - room
    return tuple(placed), page


def _pieces(group: Strips) -> Iterator[Piece]:
    return (piece for strip in group for lane in strip.lanes for piece in lane)


def _strip_height(strip: Strip, dressed: Mapping[str, Look]) -> float:
    closing = points_high(1, dressed["Closing"].size) if strip.closed else 0.0
    return closing + max(
        sum(_height(piece, width, dressed) for piece in lane)
        for lane, width in zip(strip.lanes, strip.widths, strict=True)
    )


def _height(piece: Piece, width: float, dressed: Mapping[str, Look]) -> float:
    """Return the height of a piece with the room around it."""
    if isinstance(piece, Figures):
        return table_height(piece.grid, dressed[piece.style].size, piece.width)
    look = dressed["Picture" if isinstance(piece, Picture) else piece.style]
    around = (look.before + look.after) * POINT
    if isinstance(piece, Picture):
        return piece.height + around
    return around + points_high(lines(piece.text, look.size, width, bold=look.bold), look.size)

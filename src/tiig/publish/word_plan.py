"""Where the parts of a paper stand in Word: strips of one or two lanes, and where pages turn.

A compact paper is planned as its PDF is: short sections side by side, pictures as high as
leaves room for everything. Lanes are newspaper columns with a break between them, so that
the document has no table but those of figures, and is read from its first line to its last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tiig.publish.paper import (
    Block,
    Card,
    Cards,
    Chart,
    Exhibit,
    Grid,
    NotShown,
    Paper,
    Section,
    Text,
)
from tiig.publish.word_looks import looks
from tiig.publish.word_sizes import POINT, lines, points_high, table_height

SIDE = {True: 1.3, False: 2.0}
"""Margins left and right of compact and other papers, in centimetres."""
HEADER_AT, FOOTER_AT = 0.8, 0.7
_BELOW_HEADER, _BOTTOM = {True: 0.25, False: 0.6}, {True: 1.3, False: 1.8}
_HEIGHT, _WIDTH = 29.7, 21.0
GUTTER = 0.5
_PICTURE, _FIGURES = 0.38, 0.62
"""The lanes of a wide picture and of its table."""
_FULL = 0.97
"""So much of a page is filled: Word may need a little more than is planned."""
_TALLEST = (4.4, 4.0, 3.6, 3.2, 2.8, 2.4, 2.0)
"""How high pictures may be, in centimetres: as high as leaves room for all."""
_TALLEST_ROOMY, _WIDEST_ROOMY = 8.0, 14.0
_USUAL_WIDTH = 620
"""Pixels of a picture as wide as its lane."""
_TINY_FROM = 9
"""A table of so many columns is set in the smallest type."""


@dataclass(frozen=True)
class Line:
    """A paragraph, and the id of its style; one that is `apart` begins a page."""

    text: str
    style: str = "Normal"
    apart: bool = False


@dataclass(frozen=True)
class Picture:
    """A chart with its alternative text, so wide and high in centimetres."""

    exhibit: Exhibit
    chart: Chart
    width: float
    height: float


@dataclass(frozen=True)
class Figures:
    """A table, in centimetres; `title` is its name for who cannot see it."""

    grid: Grid
    title: str
    width: float
    style: str


Piece = Line | Picture | Figures
Lane = tuple[Piece, ...]


@dataclass(frozen=True)
class Strip:
    """Lanes side by side, each so wide in centimetres; one that `turns` begins a page."""

    lanes: tuple[Lane, ...]
    widths: tuple[float, ...]
    turns: bool = False

    @property
    def closed(self) -> bool:
        """Whether it needs a last paragraph of its own, below lanes or after a table."""
        return len(self.lanes) > 1 or isinstance(self.lanes[-1][-1], Figures)


@dataclass(frozen=True)
class _Group:
    """Strips that stay on one page."""

    strips: tuple[Strip, ...]
    height: float


@dataclass(frozen=True)
class Plan:
    """The strips of a paper in order, its pages, and its margin at the top in centimetres."""

    strips: tuple[Strip, ...]
    pages: int
    top: float
    bottom: float


def plan(paper: Paper) -> Plan:
    """Plan a paper; a compact one on the pages that it may have, if anyhow possible."""
    top = HEADER_AT + _header_height(paper) + _BELOW_HEADER[paper.compact]
    bottom = _BOTTOM[paper.compact]
    room = (_HEIGHT - top - bottom) * _FULL
    if not paper.compact:
        return Plan(_Planner(paper, _TALLEST_ROOMY).roomy(), 0, top, bottom)
    for tallest in _TALLEST:
        strips, pages = _turned(_Planner(paper, tallest).groups(), room)
        if pages <= paper.most_pages:
            break
    return Plan(strips, pages, top, bottom)


def _header_height(paper: Paper) -> float:
    """Return the height of what stands at the top of every page."""
    width = _WIDTH - 2 * SIDE[paper.compact]
    size = looks(compact=paper.compact)["Mark"].size
    taken = sum(lines(mark, size, width, bold=True) for mark in (paper.title, *paper.marks))
    return points_high(taken, size)


def _turned(groups: Sequence[_Group], room: float) -> tuple[tuple[Strip, ...], int]:
    """Let a group that does not fit begin a page; words alone flow on."""
    placed: list[Strip] = []
    page, filled = 1, 0.0
    for group in groups:
        words = all(isinstance(piece, Line) for piece in _pieces(group))
        begins = any(isinstance(piece, Line) and piece.apart for piece in _pieces(group))
        turns = begins or (not words and filled + group.height > room and filled > 0)
        if turns:
            page, filled = page + 1, 0.0
        first, *rest = group.strips
        placed += [replace(first, turns=turns), *rest]
        filled += group.height
        while filled > room:
            page, filled = page + 1, filled - room
    return tuple(placed), page


def _pieces(group: _Group) -> Iterator[Piece]:
    for strip in group.strips:
        for lane in strip.lanes:
            yield from lane


class _Planner:
    """Cuts a paper into strips, with pictures of a greatest height."""

    def __init__(self, paper: Paper, tallest: float) -> None:
        self._paper, self._tallest = paper, tallest
        self._looks = looks(compact=paper.compact)
        self._page = _WIDTH - 2 * SIDE[paper.compact]
        self._half = (self._page - GUTTER) / 2

    def roomy(self) -> tuple[Strip, ...]:
        """Return everything in one lane."""
        paper = self._paper
        parts = [piece for part in paper.sections for piece in self._section(part, self._page)]
        return (Strip(((*self._head(), *parts, *self._lineage()),), (self._page,)),)

    def groups(self) -> list[_Group]:
        """Return what stays together: wide sections, and rows of narrow ones."""
        made = [self._group((self._one(self._head()),))]
        waiting: list[Section] = []
        for part in self._paper.sections:
            if part.wide:
                made += self._rows(waiting)
                waiting = []
                made.append(self._group(self._wide(part)))
            else:
                waiting.append(part)
        return [*made, *self._rows(waiting), self._group((self._one(self._lineage()),))]

    def _head(self) -> Lane:
        return (Line(self._paper.title, "Title"), Line(self._paper.subtitle, "Subtitle"))

    def _lineage(self) -> Lane:
        told = (Line(one, "Lineage") for one in self._paper.lineage)
        return (Line("Where these figures come from", "Heading1"), *told)

    def _rows(self, waiting: Sequence[Section]) -> Iterator[_Group]:
        """Set narrow sections in rows of two: beside each goes what is about as long."""
        left = list(waiting)
        while left:
            first, second = left.pop(0), list[Section]()
            while left and (not second or _size(*second, left[0]) <= _size(first)):
                second.append(left.pop(0))
            lanes = [
                tuple(piece for part in parts for piece in self._section(part, self._half))
                for parts in ([first], second)
                if parts
            ]
            yield self._group((Strip(tuple(lanes), (self._half,) * len(lanes)),))

    def _wide(self, part: Section) -> tuple[Strip, ...]:
        """Cut a wide section: cards and two exhibits side by side, tables beside pictures."""
        heading = Line(part.heading, "Heading1", apart=part.apart)
        exhibits = [block for block in part.blocks if isinstance(block, Exhibit)]
        halves = (self._half, self._half)
        if len(exhibits) == len(part.blocks) == len(halves):
            lanes = tuple(tuple(self._block(one, self._half)) for one in exhibits)
            return (self._one((heading,)), Strip(lanes, halves))
        made, whole = list[Strip](), [heading, *list[Piece]()]
        for block in part.blocks:
            beside = list(self._beside(block))
            if not beside:
                whole += self._block(block, self._page)
                continue
            title = [Line(block.title, "Heading2")] if isinstance(block, Exhibit) else []
            made += [self._one((*whole, *title)), *beside]
            whole = []
        return (*made, self._one(tuple(whole))) if whole else tuple(made)

    def _beside(self, block: Block) -> Iterator[Strip]:
        """Yield what stands side by side: cards, or a picture and its table."""
        if isinstance(block, Cards) and len(block.cards) > 1:
            width = (self._page - GUTTER * (len(block.cards) - 1)) / len(block.cards)
            lanes = tuple(tuple(_card(card)) for card in block.cards)
            yield Strip(lanes, (width,) * len(lanes))
        elif isinstance(block, Exhibit) and block.chart is not None:
            left, right = (share * (self._page - GUTTER) for share in (_PICTURE, _FIGURES))
            drawn, *told = self._exhibit(block, left, right)
            yield Strip(((drawn,), tuple(told)), (left, right))

    def _section(self, part: Section, width: float) -> Iterator[Piece]:
        yield Line(part.heading, "Heading1", apart=part.apart)
        for block in part.blocks:
            yield from self._block(block, width)

    def _block(self, block: Block, width: float) -> Iterator[Piece]:
        if isinstance(block, Text):
            style = "ListBullet" if block.bullets else "Normal"
            yield from (Line(one, style) for one in block.paragraphs)
        elif isinstance(block, Cards):
            for card in block.cards:
                yield from _card(card)
        elif isinstance(block, NotShown):
            yield Line(f"{block.what} is not shown, because: {block.because}.")
        else:
            yield Line(block.title, "Heading2")
            yield from self._exhibit(block, width, width)

    def _exhibit(self, one: Exhibit, picture: float, table: float) -> Iterator[Piece]:
        if one.chart is not None:
            chart = one.chart
            widest = picture if self._paper.compact else min(picture, _WIDEST_ROOMY)
            width = min(
                widest * min(1.0, chart.width / _USUAL_WIDTH),
                self._tallest * chart.width / chart.height,
            )
            yield Picture(one, chart, width, width * chart.height / chart.width)
        style = "TinyCell" if len(one.grid.columns) >= _TINY_FROM else "Cell"
        yield Figures(one.grid, one.title, table, style)
        for note in one.short_notes if self._paper.compact else one.notes:
            yield Line(note, "Caption")

    def _one(self, lane: Sequence[Piece]) -> Strip:
        return Strip((tuple(lane),), (self._page,))

    def _group(self, strips: tuple[Strip, ...]) -> _Group:
        return _Group(strips, sum(self._strip_height(strip) for strip in strips))

    def _strip_height(self, strip: Strip) -> float:
        closing = points_high(1, self._looks["Closing"].size) if strip.closed else 0.0
        return closing + max(
            sum(self._height(piece, width) for piece in lane)
            for lane, width in zip(strip.lanes, strip.widths, strict=True)
        )

    def _height(self, piece: Piece, width: float) -> float:
        """Return the height of a piece with the room around it, in centimetres."""
        if isinstance(piece, Picture):
            look = self._looks["Picture"]
            return piece.height + (look.before + look.after) * POINT
        if isinstance(piece, Figures):
            return table_height(piece.grid, self._looks[piece.style].size, piece.width)
        look = self._looks[piece.style]
        taken = lines(piece.text, look.size, width, bold=look.bold)
        return points_high(taken, look.size) + (look.before + look.after) * POINT


def _size(*sections: Section) -> int:
    """Return how many exhibits there are: that is how long sections are."""
    return sum(isinstance(block, Exhibit) for part in sections for block in part.blocks)


def _card(card: Card) -> Iterator[Line]:
    yield Line(card.label, "CardLabel")
    yield Line(card.value.text, "CardFigure")
    told = (*card.lines, *([card.quality] if card.quality else []))
    for place, line in enumerate(told):
        last = place == len(told) - 1
        yield Line(line, "CardQuality" if last and card.quality else "CardLine")

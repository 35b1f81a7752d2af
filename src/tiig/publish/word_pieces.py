"""What a Word paper is cut into: paragraphs, pictures and tables, in strips of one or two lanes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tiig.publish.drawing import size
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

GUTTER = 0.5
_PICTURE, _FIGURES = 0.38, 0.62
"""The lanes of a wide picture and of its table."""
_WIDEST_ROOMY = 14.0
"""How wide a picture may be where a paper is not compact, in centimetres."""
_USUAL_WIDTH = 620
"""Pixels of a picture as wide as its lane."""
_TINY_FROM = 9
"""A table of so many columns is set in the smallest type."""
_UNBROKEN = 18
"""Tables of fewer rows stay in one piece, with their picture."""
_GOES_ALONG = 12
"""So many pieces of a last section, at most, go along with the lineage: it has no page alone."""


@dataclass(frozen=True)
class Line:
    """A paragraph, and the id of its style; one that is `apart` begins a page.

    One that is `kept` stays on the page of what follows it.
    """

    text: str
    style: str = "Normal"
    apart: bool = False
    kept: bool = False


@dataclass(frozen=True)
class Picture:
    """A chart with its alternative text, so wide and high in centimetres."""

    exhibit: Exhibit
    chart: Chart
    width: float
    height: float


@dataclass(frozen=True)
class Figures:
    """A table, in centimetres; `title` is its name for who cannot see it.

    One that is `kept` stays in one piece with what stands above it. Not in lanes: there it has
    its place by plan, and LibreOffice ends where rows in columns are told to keep together.
    """

    grid: Grid
    title: str
    width: float
    style: str
    kept: bool


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


Strips = tuple[Strip, ...]
"""Strips that belong together: a page never turns between them."""


class Cutter:
    """Cuts a paper into strips, with pictures of a greatest height."""

    def __init__(self, paper: Paper, page: float, tallest: float) -> None:
        """Cut this paper to a page so wide within its margins, in centimetres."""
        self._paper, self._page, self._tallest = paper, page, tallest
        self._half = (self._page - GUTTER) / 2

    def roomy(self) -> Strips:
        """Return everything in one lane."""
        paper = self._paper
        sections = [list(self._section(part, self._page)) for part in paper.sections]
        closing = self._lineage()
        if sections and closing and len(sections[-1]) <= _GOES_ALONG:
            sections[-1] = [_kept(piece) for piece in sections[-1]]
        parts = (piece for section in sections for piece in section)
        return (Strip(((*self._head(), *parts, *closing),), (self._page,)),)

    def groups(self) -> list[Strips]:
        """Return what stays together: wide sections, and rows of narrow ones."""
        made: list[Strips] = [(self._one(self._head()),)]
        waiting: list[Section] = []
        for part in self._paper.sections:
            if part.wide:
                made += self._rows(waiting)
                waiting = []
                made.append(self._wide(part))
            else:
                waiting.append(part)
        closing = self._lineage()
        return [*made, *self._rows(waiting), *([(self._one(closing),)] if closing else [])]

    def _head(self) -> Lane:
        return (Line(self._paper.title, "Title"), Line(self._paper.subtitle, "Subtitle"))

    def _lineage(self) -> Lane:
        if not self._paper.lineage:
            return ()
        told = (Line(one, "Lineage") for one in self._paper.lineage)
        return (Line("Where these figures come from", "Heading1"), *told)

    def _rows(self, waiting: Sequence[Section]) -> Iterator[Strips]:
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
            yield (Strip(tuple(lanes), (self._half,) * len(lanes)),)

    def _wide(self, part: Section) -> Strips:
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
            wide, high = size(one.chart)
            widest = picture if self._paper.compact else min(picture, _WIDEST_ROOMY)
            width = min(widest * min(1.0, wide / _USUAL_WIDTH), self._tallest * wide / high)
            yield Picture(one, one.chart, width, width * high / wide)
        style = "TinyCell" if len(one.grid.columns) >= _TINY_FROM else "Cell"
        kept = not self._paper.compact and len(one.grid.rows) < _UNBROKEN
        yield Figures(one.grid, one.title, table, style, kept=kept)
        for note in one.short_notes if self._paper.compact else one.notes:
            yield Line(note, "Caption")

    def _one(self, lane: Sequence[Piece]) -> Strip:
        return Strip((tuple(lane),), (self._page,))


def _kept(piece: Piece) -> Piece:
    """Keep a line on the page of what follows it."""
    return replace(piece, kept=True) if isinstance(piece, Line) else piece


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

"""How wide words are and how high tables: enough of Arial's measures to plan a page of Word.

Word and LibreOffice set a page only when it is opened; what a plan needs is near enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tiig.publish.paper import Grid

POINT = 2.54 / 72
"""Centimetres of a point."""
LINE, _SINGLE = 1.2, 1.17
"""From one line to the next, by the size of type: in cells, and in text of single spacing."""
BESIDE = 0.09
"""Left and right of the text of a cell, in centimetres."""
BETWEEN_ROWS = 0.02
_NARROW, _WIDE, _CAPITAL, _OTHER = 0.30, 0.85, 0.70, 0.556
_BOLD = 1.07
_BROKEN_FROM, _BROKEN = 11, 0.6
"""A longer heading of figures stands in two lines, each about so much of the whole."""
_ROOM = 1.04
"""Room for what these measures do not know."""


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text of so many points is, in centimetres."""
    ems = sum(_advance(letter) for letter in text)
    return ems * size * POINT * (_BOLD if bold else 1)


def _advance(letter: str) -> float:
    if letter in "ijlt.,:;!|'()[] f-Ir":
        return _NARROW
    if letter in "mwMW%@✕●○◐":
        return _WIDE
    return _CAPITAL if letter.isupper() else _OTHER


def lines(text: str, size: float, width: float, *, bold: bool = False) -> int:
    """Return how many lines a text takes in so many centimetres."""
    taken, filled = 1, 0.0
    space = text_width(" ", size, bold=bold)
    for word in text.split():
        wide = text_width(word, size, bold=bold)
        if filled and filled + space + wide > width:
            taken, filled = taken + 1, wide
        else:
            filled += wide + (space if filled else 0)
    return taken


def column_widths(grid: Grid, size: float, most: float) -> tuple[float, ...]:
    """Return the widths of a table's columns in centimetres, together `most` at the most.

    Figures get what they need, row headings what is left; words share what is left by what
    they would take in one line.
    """
    wanted = [_wanted(grid, place, size) for place in range(len(grid.columns))]
    if grid.words:
        return _shared(wanted, most)
    stubs, figures = sum(wanted[: grid.stubs]), sum(wanted[grid.stubs :])
    if stubs + figures <= most:
        return tuple(wanted)
    least = sum(_longest_word(grid, place, size) for place in range(grid.stubs))
    stub = max(least, most - figures)
    told = len(wanted) - grid.stubs
    shares = [stub / stubs] * grid.stubs + [min(1.0, (most - stub) / figures)] * told
    return tuple(width * share for width, share in zip(wanted, shares, strict=True))


def _shared(wanted: Sequence[float], most: float) -> tuple[float, ...]:
    """Share a width: who wants less than an equal share gets that, the others what is left."""
    given: dict[int, float] = {}
    left, waiting = most, sorted(range(len(wanted)), key=lambda place: wanted[place])
    for place in waiting:
        given[place] = min(wanted[place], left / (len(wanted) - len(given)))
        left -= given[place]
    widest = waiting[-1]
    given[widest] += left
    return tuple(given[place] for place in range(len(wanted)))


def _wanted(grid: Grid, place: int, size: float) -> float:
    """Return how wide a column would be: its longest cell, its heading in two lines or three."""
    head = grid.columns[place]
    whole = text_width(head, size, bold=True)
    if place >= grid.stubs and len(head) > _BROKEN_FROM:
        longest = max(text_width(word, size, bold=True) for word in head.split())
        whole = max(longest, whole * _BROKEN)
    cells = (text_width(row[place].text, size) for row in grid.rows)
    return max(whole, *cells) * _ROOM + 2 * BESIDE


def _longest_word(grid: Grid, place: int, size: float) -> float:
    """Return how narrow a column of row headings may be."""
    cells = (word for row in grid.rows for word in row[place].text.split())
    words = (*grid.columns[place].split(), *cells)
    return max(text_width(word, size, bold=True) for word in words) * _ROOM + 2 * BESIDE


def table_height(grid: Grid, size: float, most: float) -> float:
    """Return how high a table is, in centimetres, where it may be so wide."""
    widths = column_widths(grid, size, most)
    pitch = size * LINE * POINT
    return sum(taken * pitch + BETWEEN_ROWS for taken in _lines_of_rows(grid, size, widths))


def _lines_of_rows(grid: Grid, size: float, widths: tuple[float, ...]) -> Iterator[int]:
    heads = zip(grid.columns, widths, strict=True)
    yield max(lines(text, size, wide - 2 * BESIDE, bold=True) for text, wide in heads)
    for row in grid.rows:
        cells = zip(row, widths, strict=True)
        yield max(lines(cell.text, size, wide - 2 * BESIDE) for cell, wide in cells)


def points_high(taken: int, size: float) -> float:
    """Return how high so many lines of single spacing are, in centimetres."""
    return taken * size * _SINGLE * POINT

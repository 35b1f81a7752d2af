"""Where names stand beside the points of a picture, so that none lies over another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

_LETTER, _LINE, _GAP = 6.2, 13.0, 8.0
"""Pixels: a letter's width and a line's height in the small print of charts; from the point."""


@dataclass(frozen=True)
class Side:
    """Where a name stands from its point: how it is aligned, and how far it is moved (pixels)."""

    align: Literal["left", "center", "right"]
    dx: float
    dy: float


RIGHT = Side("left", _GAP, 0)
SIDES = (
    RIGHT,
    Side("right", -_GAP, 0),
    Side("center", 0, -_LINE),
    Side("center", 0, _LINE),
    *(
        side
        for lines in (1, 2, 3, 4, 5)
        for dy in (-lines * _LINE, lines * _LINE)
        for side in (Side("left", _GAP / 2, dy), Side("right", -_GAP / 2, dy))
    ),
)


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def sides_of(
    names: Sequence[str], places: Sequence[tuple[float, float]], size: tuple[float, float]
) -> list[Side]:
    """Return the side of each name: the first on which it is free.

    `places` are pixels from the left and the top; names stay within the `size` (width, height)
    where they can, even over one another, and so off the figures of the axes.
    """
    width, height = size
    taken = [_Box(x - 4, y - 4, x + 4, y + 4) for x, y in places]
    found: list[Side] = []
    for name, (x, y) in zip(names, places, strict=True):
        within = [
            (side, box)
            for side, box in _boxes(name, x, y)
            if box.left >= 0 and box.right <= width and box.top >= 0 and box.bottom <= height
        ]
        free = ((side, box) for side, box in within if not any(box.meets(one) for one in taken))
        side, box = next(free, next(iter(within), next(_boxes(name, x, y))))
        taken.append(box)
        found.append(side)
    return found


def _boxes(name: str, x: float, y: float) -> Iterator[tuple[Side, _Box]]:
    long = _LETTER * len(name)
    back = {"left": 0.0, "right": long, "center": long / 2}
    for side in SIDES:
        left, top = x + side.dx - back[side.align], y + side.dy - _LINE / 2
        yield side, _Box(left, top, left + long, top + _LINE)

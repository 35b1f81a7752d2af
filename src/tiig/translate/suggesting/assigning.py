"""The best way to give columns to roles all at once, each role to one column at most.

Kuhn's assignment by augmenting paths with potentials (Jonker and Volgenant, "A shortest
augmenting path algorithm for dense and sparse linear assignment problems", Computing 38, 1987).
"""

from __future__ import annotations

from collections.abc import Sequence

_INFINITE = float("inf")


def assigned(gains: Sequence[Sequence[float]]) -> list[int | None]:
    """Return for each row the column of the matrix that makes the sum of gains greatest.

    A row may go without (gain 0): None.
    """
    rows = len(gains)
    columns = len(gains[0]) if rows else 0
    # A column of its own for every row stands for going without.
    cost = [
        [-max(gain, 0.0) for gain in line] + [0.0 if own == row else 1e6 for own in range(rows)]
        for row, line in enumerate(gains)
    ]
    taken = _solved(cost, columns + rows)
    return [
        place if place is not None and place < columns and gains[row][place] > 0 else None
        for row, place in enumerate(taken)
    ]


class _Solver:
    """Augmenting paths with prices; place 0 of every list stands for what is not there."""

    def __init__(self, cost: Sequence[Sequence[float]], width: int) -> None:
        self._cost, self._width = cost, width
        self._row_price = [0.0] * (len(cost) + 1)
        self._price = [0.0] * (width + 1)
        self.owner = [0] * (width + 1)

    def take(self, row: int) -> None:
        """Give one more row its place, moving others along the cheapest path."""
        self.owner[0], place = row, 0
        self._least = [_INFINITE] * (self._width + 1)
        self._came = [0] * (self._width + 1)
        self._used = [False] * (self._width + 1)
        while True:
            place = self._step(place)
            if self.owner[place] == 0:
                break
        while place:
            before = self._came[place]
            self.owner[place] = self.owner[before]
            place = before

    def _step(self, place: int) -> int:
        self._used[place] = True
        holder = self.owner[place]
        for one in range(1, self._width + 1):
            slack = self._cost[holder - 1][one - 1] - self._row_price[holder] - self._price[one]
            if not self._used[one] and slack < self._least[one]:
                self._least[one], self._came[one] = slack, place
        free = [one for one in range(1, self._width + 1) if not self._used[one]]
        following = min(free, key=lambda one: self._least[one])
        step = self._least[following]
        for one in range(self._width + 1):
            if self._used[one]:
                self._row_price[self.owner[one]] += step
                self._price[one] -= step
            else:
                self._least[one] -= step
        return following


def _solved(cost: Sequence[Sequence[float]], width: int) -> list[int | None]:
    solver = _Solver(cost, width)
    for row in range(1, len(cost) + 1):
        solver.take(row)
    found: list[int | None] = [None] * len(cost)
    for place, row in enumerate(solver.owner[1:]):
        if row:
            found[row - 1] = place
    return found

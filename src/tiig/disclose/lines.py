"""The line rule: no sum in which exactly one number is hidden.

Where one alone is hidden, the others give it back by subtraction; then another goes with
it, chosen so that few more follow, and small ones first.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from tiig.disclose.cube import Cells, Cube, Flags


def close_lines(cube: Cube, hidden: Flags) -> Flags:
    """Return `hidden` with what the line rule adds to it."""
    closing = _Closing(cube, hidden.copy())
    closing.run()
    return closing.hidden


class _Closing:
    """Hides one cell after another until no line has exactly one hidden."""

    def __init__(self, cube: Cube, hidden: Flags) -> None:
        self.cube = cube
        self.hidden = hidden
        self.many = [hidden[cells].sum(axis=1) for cells in cube.lines]
        totals = np.zeros(cube.size, dtype=np.int64)
        for cells in cube.lines:
            totals[cells[:, 0]] += 1
        self.totals = totals
        self.waiting = deque(
            (axis, int(line))
            for axis, many in enumerate(self.many)
            for line in np.flatnonzero(many == 1)
        )

    def run(self) -> None:
        """Work off every line that has exactly one hidden."""
        while self.waiting:
            axis, line = self.waiting.popleft()
            if self.many[axis][line] == 1:
                self.hide(self.companion(self.cube.lines[axis][line]))

    def companion(self, cells: Cells) -> int:
        """Choose who is hidden beside the one; a sum of which one part is not zero has two."""
        shown = cells[~self.hidden[cells] & (self.cube.values[cells] > 0)]
        price = np.zeros(len(shown), dtype=np.int64)
        for axis, many in enumerate(self.many):
            already = many[self.cube.places[axis][shown]]
            price += (already == 0).astype(np.int64) - (already == 1)
        best = np.lexsort((shown, self.cube.values[shown], self.totals[shown], price))[0]
        return int(shown[best])

    def hide(self, cell: int) -> None:
        """Hide a cell and note the lines in which it now stands alone."""
        self.hidden[cell] = True
        for axis, many in enumerate(self.many):
            line = int(self.cube.places[axis][cell])
            many[line] += 1
            if many[line] == 1:
                self.waiting.append((axis, line))

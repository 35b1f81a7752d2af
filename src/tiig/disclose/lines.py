"""The line rule: no sum in which exactly one number is hidden.

Where one alone is hidden, the others give it back by subtraction; then another goes with
it, chosen so that few more follow, and small ones first.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from tiig.disclose.cube import Flags
from tiig.disclose.sums import Counts


def close_lines(counts: Counts, hidden: Flags) -> Flags:
    """Return `hidden` with what the line rule adds to it."""
    closing = _Closing(counts, hidden)
    closing.run()
    return np.array(closing.hidden, dtype=np.bool_)


class _Closing:
    """Hides one cell after another until no sum has exactly one hidden."""

    def __init__(self, counts: Counts, hidden: Flags) -> None:
        self.hidden: list[bool] = hidden.tolist()
        self.values: list[int] = counts.values.tolist()
        self.totals: list[int] = counts.times_total.tolist()
        self.sums, self.sums_of = counts.sums.each, counts.sums_of
        stars = hidden[counts.sums.cells].astype(np.int64)
        many = np.bincount(counts.sums.of_entry, stars, minlength=len(counts.sums))
        self.many: list[int] = many.astype(np.int64).tolist()
        self.waiting = deque(np.flatnonzero(many == 1).tolist())

    def run(self) -> None:
        """Work off every sum that has exactly one hidden."""
        while self.waiting:
            one = self.waiting.popleft()
            if self.many[one] == 1:
                self.hide(self.companion(one))

    def companion(self, one: int) -> int:
        """Choose who is hidden beside the one; a sum of which one part is not zero has two."""
        shown = (cell for cell in self.sums[one] if not self.hidden[cell] and self.values[cell])
        return min(shown, key=self._price)

    def _price(self, cell: int) -> tuple[int, int, int, int]:
        many = [self.many[one] for one in self.sums_of[cell]]
        return many.count(0), self.totals[cell], self.values[cell], cell

    def hide(self, cell: int) -> None:
        """Hide a cell and note the sums in which it now stands alone."""
        self.hidden[cell] = True
        for one in self.sums_of[cell]:
            self.many[one] += 1
            if self.many[one] == 1:
                self.waiting.append(one)

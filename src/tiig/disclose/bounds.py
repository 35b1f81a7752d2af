"""What an attacker can work out from the shown figures: the bounds of every hidden one.

The attacker knows every shown figure (under rounding, the interval it stands for), that
zeros are shown, and every sum of the table. Bounds are those of linear programming; the
programs are solved with HiGHS. A bound is looked for only where cheaper proof is lacking.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tiig.disclose.cube import Cells, Cube, Flags
from tiig.disclose.sums import Counts
from tiig.kit.intervals import Floats
from tiig.kit.rounding import to_nearest

_SLACK = 1e-6
_SWEEPS = 20
_SHARED_ROUNDS = 40
_IDLE_ROUNDS = 3
_MANY = 500
_EXACT_WORK = 10_000
"""Cells solved one by one, times open cells: beyond it, what lacks a proof counts as exposed."""


@dataclass(frozen=True)
class Rule:
    """Counts from 1 to `smallest_shown` - 1 are hidden, others rounded to `round_to`."""

    smallest_shown: int
    round_to: int = 1
    shows_zero: bool = True

    @property
    def least_hidden(self) -> int:
        """The smallest number that a star can stand for."""
        return 1 if self.shows_zero else 0

    def small(self, counts: Counts | Cube) -> Flags:
        """Return the cells that are hidden for their own sake."""
        few = (counts.values >= self.least_hidden) & (counts.values < self.smallest_shown)
        return few & counts.available

    def protected(self, low: Floats, high: Floats) -> Flags:
        """Tell whether bounds leave a small number open.

        They do if they are `smallest_shown` - 1 apart, or if any small number is possible.
        """
        apart = high - low >= self.smallest_shown - 1 - _SLACK
        anything = (low <= self.least_hidden + _SLACK) & (high >= self.smallest_shown - 1 - _SLACK)
        return apart | anything


class Known(NamedTuple):
    """The least and the most that each cell can be, to the attacker."""

    low: Floats
    high: Floats


def what_is_shown(counts: Counts, hidden: Flags, rule: Rule) -> Known:
    """Return what each cell tells by itself: a figure, an interval, or a star."""
    base = rule.round_to
    shown = np.array([to_nearest(int(value), base) for value in counts.values], dtype=np.float64)
    low = np.maximum(shown - base // 2, np.minimum(rule.smallest_shown, counts.values))
    high = shown + (base - 1) // 2
    low, high = (np.where(counts.values == 0, 0.0, side) for side in (low, high))
    ceiling = 10.0 * (counts.values.sum() + rule.smallest_shown * counts.size)
    return Known(np.where(hidden, rule.least_hidden, low), np.where(hidden, ceiling, high))


def tightened(counts: Counts, known: Known) -> Known:
    """Return bounds that follow from one sum at a time; never narrower than the true ones."""
    low, high = known.low.copy(), known.high.copy()
    cells, start, of = counts.sums.cells, counts.sums.start[:-1], counts.sums.of_entry
    left = counts.sums.signs > 0
    if not cells.size:
        return Known(low, high)
    for _ in range(_SWEEPS):
        before = low.sum() - high.sum()
        least = np.where(left, low[cells], -high[cells])
        most = np.where(left, high[cells], -low[cells])
        # What the others of a sum come to at least and at most, as seen from each of its cells.
        rest_least = np.add.reduceat(least, start)[of] - least
        rest_most = np.add.reduceat(most, start)[of] - most
        np.maximum.at(low, cells, np.where(left, -rest_most, rest_least))
        np.minimum.at(high, cells, np.where(left, -rest_least, rest_most))
        if low.sum() - high.sum() == before:
            break
    return Known(low, high)


class Attacker:
    """Solves for bounds, remembering the widest that it has seen proven for each cell.

    What was possible stays possible when more is hidden, so that proofs are kept.
    """

    def __init__(self, counts: Counts, rule: Rule) -> None:
        self.counts = counts
        self.rule = rule
        self.seen = Known(counts.values.astype(np.float64), counts.values.astype(np.float64))

    def exposed(self, hidden: Flags, guarded: Cells) -> Cells:
        """Return which of the guarded cells the shown figures give back, or nearly."""
        guarded = self._unproven(guarded)
        if not guarded.size:
            return guarded
        known = what_is_shown(self.counts, hidden, self.rule)
        outer = tightened(self.counts, known)
        safe = self.rule.protected(outer.low[guarded], outer.high[guarded])
        if not safe.all():
            return guarded[~safe]
        system = self._system(known, hidden, guarded)
        affordable = _EXACT_WORK // max(system.open.size, 1)
        for cell in self._unproven(guarded)[:affordable]:
            self._solve(system, int(cell))
        return self._unproven(guarded)

    def _system(self, known: Known, hidden: Flags, guarded: Cells) -> _System:
        """Prove what can be proven of many cells at once, with few cells open before with all.

        A table in which every shown figure is what it is may be the true one as well: where
        figures are rounded, most proofs need nothing else.
        """
        true = self.counts.values.astype(np.float64)
        fewer = Known(np.where(hidden, known.low, true), np.where(hidden, known.high, true))
        system = _System(self.counts, fewer)
        self._share_proofs(system, guarded)
        if self.rule.round_to > 1 and self._unproven(guarded).size:
            system = _System(self.counts, known)
            self._share_proofs(system, guarded)
        return system

    def _unproven(self, guarded: Cells) -> Cells:
        proven = self.rule.protected(self.seen.low[guarded], self.seen.high[guarded])
        return guarded[~proven]

    def _share_proofs(self, system: _System, guarded: Cells) -> None:
        """Prove many cells at once: each solution is possible, so all widths in it are."""
        reach = float(self.rule.smallest_shown)
        idle = 0
        left = self._unproven(guarded)
        for turn in range(_SHARED_ROUNDS):
            if not left.size or idle == _IDLE_ROUNDS:
                return
            aim = np.zeros(self.counts.size)
            aim[left] = _signs(left, turn)
            for side in (aim, -aim):
                self.witness(system.solve(side, reach, around=self.counts.values))
            before, left = left.size, self._unproven(guarded)
            idle = idle + 1 if left.size == before else 0

    def _solve(self, system: _System, cell: int) -> None:
        """Find the true bounds of one cell."""
        aim = np.zeros(self.counts.size)
        aim[cell] = 1.0
        for side in (aim, -aim):
            self.witness(system.solve(side, np.inf, around=self.counts.values, near=cell))

    def is_proven(self, cell: int) -> bool:
        """Tell whether a table is known that leaves a cell open."""
        return not self._unproven(np.array([cell])).size

    def witness(self, possible: Floats) -> None:
        """Remember a table that would look the same to the attacker."""
        np.minimum(self.seen.low, possible, out=self.seen.low)
        np.maximum(self.seen.high, possible, out=self.seen.high)


class _System:
    """The sums as equations over the cells that are not known exactly."""

    def __init__(self, counts: Counts, known: Known) -> None:
        from scipy.sparse import csr_array  # noqa: PLC0415 - slow to load, seldom needed
        from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - likewise

        self.known = known
        self.open = np.flatnonzero(known.low < known.high)
        sums = counts.matrix[:, self.open]
        self.sums = csr_array(sums[np.flatnonzero(np.diff(sums.indptr))])
        links = abs(self.sums.T) @ abs(self.sums)
        self.part = connected_components(links, directed=False)[1] if self.open.size else self.open

    def solve(self, aim: Floats, reach: float, *, around: Cells, near: int | None = None) -> Floats:
        """Return a possible table that takes `aim` furthest, moving no cell beyond `reach`.

        With `near` only the cells that hang together with that one move.
        """
        table = around.astype(np.float64)
        chosen = np.arange(self.open.size)
        if near is not None:
            home = self.part[np.searchsorted(self.open, near)]
            chosen = np.flatnonzero(self.part == home)
        cells = self.open[chosen]
        sums = self.sums[:, chosen]
        used = np.flatnonzero(np.diff(sums.indptr))
        sums = sums[used]
        low = np.maximum(self.known.low[cells], table[cells] - reach)
        high = np.minimum(self.known.high[cells], table[cells] + reach)
        from scipy.optimize import linprog  # noqa: PLC0415 - slow to load, seldom needed

        many = cells.size > _MANY
        found = linprog(
            -aim[cells], A_eq=sums, b_eq=sums @ table[cells], bounds=np.column_stack((low, high)),
            method="highs-ipm" if many else "highs",
            options={"presolve": many},  # a small program is solved sooner than simplified
        )  # fmt: skip
        if found.success:
            table[cells] = found.x
        return table


def _signs(cells: Cells, turn: int) -> Floats:
    """Return plus and minus ones that differ from turn to turn, the same in every process."""
    golden = 0.6180339887498949
    return np.where(np.modf((cells + 1) * golden * (turn + 1))[0] < 1 / 2, 1.0, -1.0)

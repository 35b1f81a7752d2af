"""What an attacker can work out from the shown figures: the bounds of every hidden one.

The attacker knows every shown figure (under rounding, the interval it stands for), that
zeros are shown, and every sum of the table. Bounds are those of linear programming; the
programs are solved with HiGHS. A bound is looked for only where cheaper proof is lacking.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from tiig.disclose.cube import Cells, Cube, Flags
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

    def small(self, cube: Cube) -> Flags:
        """Return the cells that are hidden for their own sake."""
        few = (cube.values >= self.least_hidden) & (cube.values < self.smallest_shown)
        return few & cube.available

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


def what_is_shown(cube: Cube, hidden: Flags, rule: Rule) -> Known:
    """Return what each cell tells by itself: a figure, an interval, or a star."""
    base = rule.round_to
    shown = np.array([to_nearest(int(value), base) for value in cube.values], dtype=np.float64)
    low = np.maximum(shown - base // 2, np.minimum(rule.smallest_shown, cube.values))
    high = shown + (base - 1) // 2
    low, high = (np.where(cube.values == 0, 0.0, side) for side in (low, high))
    ceiling = 10.0 * (cube.values.sum() + rule.smallest_shown * cube.size)
    return Known(np.where(hidden, rule.least_hidden, low), np.where(hidden, ceiling, high))


def tightened(cube: Cube, known: Known) -> Known:
    """Return bounds that follow from one sum at a time; never narrower than the true ones."""
    low, high = known.low.copy(), known.high.copy()
    for _ in range(_SWEEPS):
        before = low.sum() - high.sum()
        for cells in cube.lines:
            total, parts = cells[:, :1], cells[:, 1:]
            least, most = low[parts].sum(axis=1), high[parts].sum(axis=1)
            low[total[:, 0]] = np.maximum(low[total[:, 0]], least)
            high[total[:, 0]] = np.minimum(high[total[:, 0]], most)
            others_most, others_least = most[:, None] - high[parts], least[:, None] - low[parts]
            low[parts] = np.maximum(low[parts], low[total] - others_most)
            high[parts] = np.minimum(high[parts], high[total] - others_least)
        if low.sum() - high.sum() == before:
            break
    return Known(low, high)


class Attacker:
    """Solves for bounds, remembering the widest that it has seen proven for each cell.

    What was possible stays possible when more is hidden, so that proofs are kept.
    """

    def __init__(self, cube: Cube, rule: Rule) -> None:
        self.cube = cube
        self.rule = rule
        self.seen = Known(cube.values.astype(np.float64), cube.values.astype(np.float64))

    def exposed(self, hidden: Flags, guarded: Cells) -> Cells:
        """Return which of the guarded cells the shown figures give back, or nearly."""
        known = what_is_shown(self.cube, hidden, self.rule)
        outer = tightened(self.cube, known)
        safe = self.rule.protected(outer.low[guarded], outer.high[guarded])
        if not safe.all():
            return guarded[~safe]
        system = _System(self.cube, known)
        self._share_proofs(system, guarded)
        affordable = _EXACT_WORK // max(system.open.size, 1)
        for cell in self._unproven(guarded)[:affordable]:
            self._solve(system, int(cell))
        return self._unproven(guarded)

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
            aim = np.zeros(self.cube.size)
            aim[left] = _signs(left, turn)
            for side in (aim, -aim):
                self._witness(system.solve(side, reach, around=self.cube.values))
            before, left = left.size, self._unproven(guarded)
            idle = idle + 1 if left.size == before else 0

    def _solve(self, system: _System, cell: int) -> None:
        """Find the true bounds of one cell."""
        aim = np.zeros(self.cube.size)
        aim[cell] = 1.0
        for side in (aim, -aim):
            self._witness(system.solve(side, np.inf, around=self.cube.values, near=cell))

    def _witness(self, possible: Floats) -> None:
        np.minimum(self.seen.low, possible, out=self.seen.low)
        np.maximum(self.seen.high, possible, out=self.seen.high)


class _System:
    """The sums of a table as equations over the cells that are not known exactly."""

    def __init__(self, cube: Cube, known: Known) -> None:
        self.known = known
        self.open = np.flatnonzero(known.low < known.high)
        place = np.full(cube.size, -1, dtype=np.int64)
        place[self.open] = np.arange(self.open.size)
        row, column, sign, right, offset = [], [], [], [], 0
        exact = np.where(place < 0, known.low, 0.0)
        for cells in cube.lines:
            signs = np.full(cells.shape, -1.0)
            signs[:, 0] = 1.0
            at, along = np.nonzero(place[cells] >= 0)
            row.append(at + offset)
            column.append(place[cells[at, along]])
            sign.append(signs[at, along])
            right.append(-(signs * exact[cells]).sum(axis=1))
            offset += len(cells)
        shape = (offset, self.open.size)
        parts = [
            np.concatenate(part) if part else np.zeros(0) for part in (row, column, sign, right)
        ]
        at_row, at_column = parts[0].astype(np.int64), parts[1].astype(np.int64)
        self.sums = csr_array(coo_array((parts[2], (at_row, at_column)), shape=shape))
        self.right = parts[3]
        links = abs(self.sums.T) @ abs(self.sums)
        self.part = connected_components(links, directed=False)[1] if self.open.size else at_column

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

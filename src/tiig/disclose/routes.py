"""The cheapest way to make room for hidden cells: which shown cells to hide with them.

A cell can be larger only if others give way, sum by sum. Of all ways in which it can grow
by as much as its protection needs, the one is taken that moves the fewest shown cells, and
totals last: a linear program, as in cell suppression by network flows (Kelly, Golden and
Assad, Networks 22, 1992).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tiig.disclose.bounds import Rule
from tiig.disclose.cube import Cells, Flags
from tiig.disclose.sums import Counts
from tiig.kit.intervals import Floats

_MOVED = 1e-6
_IMPOSSIBLE = 2
"""What the solver reports where no table can be found."""


class Way(NamedTuple):
    """The cells to hide, and a table that looks the same to an attacker once they are."""

    hide: Flags
    possible: Floats | None


def cheapest_way(counts: Counts, hidden: Flags, rule: Rule, cells: Cells) -> Way:
    """Find a table in which cells are as much larger as their protection needs, all at once.

    Where there is none, nothing is to be hidden. A solver that gives up has proven nothing:
    then whatever shares a sum with the cells is hidden, and so on from round to round.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 - slow to load, seldom needed
    from scipy.sparse import csr_array, hstack  # noqa: PLC0415 - likewise

    values = counts.values.astype(np.float64)
    free = counts.available & (counts.values >= rule.least_hidden)
    moving = np.flatnonzero(free)
    sums = counts.matrix[:, moving]
    shown = 1.0 + counts.times_total[moving] + values[moving] / (values.sum() + 1.0)
    price = np.where(hidden[moving], 0.0, shown)
    down = np.maximum(values[moving] - rule.least_hidden, 0.0)
    up = np.full(moving.size, np.inf)
    here = np.searchsorted(moving, cells)
    need = float(rule.smallest_shown - 1)
    least = np.zeros(2 * moving.size)
    most = np.concatenate([up, down])
    least[here] = most[here] = need
    most[moving.size + here] = 0.0
    found = linprog(
        np.concatenate([price, price]) + _MOVED,
        A_eq=csr_array(hstack([sums, -sums])),
        b_eq=np.zeros(sums.shape[0]),
        bounds=np.column_stack([least, most]),
        method="highs",
    )
    if not found.success:
        near = np.zeros(counts.size, dtype=np.bool_)
        if found.get("status") != _IMPOSSIBLE:
            lines = {line for cell in cells.tolist() for line in counts.sums_of[cell]}
            near[[cell for line in lines for cell in counts.sums.each[line]]] = True
        return Way(near & free, None)
    step = found.x[: moving.size] - found.x[moving.size :]
    moved = np.zeros(counts.size)
    moved[moving] = np.where(np.abs(step) > _MOVED, step, 0.0)
    return Way(moved != 0, values + moved)

"""Find when a series left its usual share: each month anew, from what was known by then.

The last one to twelve months are held together against all ordinary months before them. A short
window finds a jump in its first month, a long one adds a slow drift up until chance cannot
explain the sum. Months of a problem are never part of what is usual afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tiig.kit.intervals import Floats
from tiig.quality.problems.chance import upper_tail, usual_share
from tiig.quality.problems.grid import Flags
from tiig.quality.problems.rules import (
    FEWEST_ROWS,
    WINDOWS,
)

_SURELY_NOTHING = 2.0
"""Standard deviations within which no tail is small enough to be worth summing."""


@dataclass(frozen=True)
class Lines:
    """Series to be watched for more: `count` of `out_of`, by line and month.

    `told` are months with rows in the stretch that is watched, `ordinary` those that may be
    usual, `fence` the first column that a window may hold, `spread` the correlation of a month's
    rows, `limit` the chance under which a line is found, `least` how far its share must lie from
    the usual one, which `months` before must tell.
    """

    count: Floats
    out_of: Floats
    told: Flags
    ordinary: Flags
    fence: NDArray[np.int_]
    spread: Floats
    limit: Floats
    least: Floats
    months: NDArray[np.int_]

    def only(self, chosen: NDArray[np.int_]) -> Lines:
        """Return some of the lines."""
        return Lines(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))

    def without(self, months: Flags, fence: NDArray[np.int_]) -> Lines:
        """Return the lines with months that are not usual, watched from another column on."""
        return replace(self, ordinary=self.ordinary & ~months, fence=fence)


def chances(lines: Lines) -> Floats:
    """Return, by line and month, the least chance that any window up to the month has."""
    least = np.ones(lines.count.shape)
    window_sums = [_added(part, lines.told) for part in _parts(lines)]
    usual_sums = [_added(part, lines.ordinary) for part in _parts(lines)]
    for window in WINDOWS:
        if window >= lines.count.shape[1]:
            break
        now = [one[:, window:] - one[:, :-window] for one in window_sums]
        before = [one[:, : one.shape[1] - window] for one in usual_sums]
        first = np.arange(now[0].shape[1])
        allowed = (first[None, :] >= lines.fence[:, None]) & lines.told[:, window - 1 :]
        allowed &= before[_MONTHS] >= lines.months[:, None]
        found = _window_chances(now, before, lines.spread[:, None], (lines.least, allowed))
        least[:, window - 1 :] = np.minimum(least[:, window - 1 :], found)
    return least


_MONTHS = 3
"""The place of the months themselves among the parts that are added up."""


def _parts(lines: Lines) -> tuple[Floats, Floats, Floats, Floats]:
    return lines.count, lines.out_of, lines.out_of**2, np.ones_like(lines.count)


def _added(values: Floats, chosen: Flags) -> Floats:
    """Return the sums up to before each column, and of all."""
    sums = np.cumsum(np.where(chosen, values, 0.0), axis=1)
    return np.hstack([np.zeros((len(values), 1)), sums])


def _window_chances(
    now: list[Floats],
    before: list[Floats],
    spread: Floats,
    worth_it: tuple[Floats, Flags],
) -> Floats:
    count, out_of, squares, _ = now
    usual_count, usual_rows, usual_squares, _ = before
    least, allowed = worth_it
    found = np.ones(count.shape)
    usual = usual_share(usual_count, usual_rows)
    correlated = _correlated(spread, out_of, squares) + _unsure(spread, usual_rows, usual_squares)
    with np.errstate(divide="ignore", invalid="ignore"):
        above = count / out_of - usual
        chance_alone = np.sqrt(usual * (1 - usual) * (1 / out_of + correlated))
    worth = (
        allowed
        & (out_of > 0)
        & (usual_rows >= FEWEST_ROWS)
        & (above >= least[:, None])
        & (above > _SURELY_NOTHING * chance_alone)
    )
    if worth.any():
        found[worth] = upper_tail(count[worth], out_of[worth], usual[worth], correlated[worth])
    return found


def _correlated(spread: Floats, rows: Floats, squares: Floats) -> Floats:
    """Return the correlation of two rows of several months: alike only within the same."""
    return np.asarray(spread * squares / np.maximum(rows, 1.0) ** 2)


def _unsure(spread: Floats, rows: Floats, squares: Floats) -> Floats:
    """Return the correlation that comes of a usual share known from so many rows only."""
    return 1.0 / (rows + 2.0) + _correlated(spread, rows, squares)


def first_found(lines: Lines) -> tuple[NDArray[np.int_], Floats]:
    """Return the column at which each line leaves the usual (-1: never), and its chance there."""
    least = chances(lines)
    beyond = least < lines.limit[:, None]
    column = np.where(beyond.any(axis=1), beyond.argmax(axis=1), -1)
    return column, least[np.arange(len(least)), column]

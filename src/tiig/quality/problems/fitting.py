"""When did it begin, little by little or at once, and is it over: one line that was found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tiig.kit.intervals import Floats
from tiig.model.problems import Shape
from tiig.quality.problems.chance import usual_share
from tiig.quality.problems.grid import Flags
from tiig.quality.problems.rules import DRIFT_MONTHS, RESOLVED_MONTHS, RESOLVED_ODDS

_BETTER_FIT = 2.0
"""A ramp must explain so much more (in logarithms of likelihood) to be called a drift."""
_HARDLY = 1e-4


@dataclass(frozen=True)
class Line:
    """One line: its counts by month, the months with rows, and those that are usual."""

    count: Floats
    out_of: Floats
    told: Flags
    ordinary: Flags

    def sums(self, columns: NDArray[np.int_]) -> tuple[float, float]:
        """Return the count and the rows of some columns."""
        return float(self.count[columns].sum()), float(self.out_of[columns].sum())


@dataclass(frozen=True)
class Spell:
    """A problem of a line, by columns: first, last, found; whether it is over, and its shape."""

    first: int
    last: int
    found: int
    over: bool
    shape: Shape


def spell_from(line: Line, fence: int, found: int) -> Spell:
    """Follow a line from the column at which it was found to its end, or to the last column."""
    last_told = int(np.flatnonzero(line.told)[-1])
    for now in range(found, last_told + 1):
        if not line.told[now]:
            continue
        first, shape = _began(line, fence, found, now)
        recent = _over_since(line, first, found, now)
        if recent is not None:
            first, shape = _began(line, fence, found, recent - 1)
            return Spell(first, recent - 1, found, over=True, shape=shape)
    first, shape = _began(line, fence, found, last_told)
    return Spell(first, last_told, found, over=False, shape=shape)


def _began(line: Line, fence: int, found: int, until: int) -> tuple[int, Shape]:
    """Return the likeliest first column, and whether a step or a ramp from there fits better."""
    usual = np.flatnonzero(line.told & line.ordinary)
    starts = [one for one in range(fence, found + 1) if line.told[one] and (usual < one).any()]
    steps = {one: _step_fit(line, usual[usual < one], one, until) for one in starts}
    step = max(steps, key=lambda one: (steps[one], -one))
    ramps = {one: _ramp_fit(line, usual[usual < one], one, until) for one in starts}
    ramp = max(ramps, key=lambda one: (ramps[one], -one))
    lasted = int(line.told[ramp : until + 1].sum())
    if lasted >= DRIFT_MONTHS and ramps[ramp] > steps[step] + _BETTER_FIT:
        return ramp, Shape.DRIFT
    return step, Shape.STEP


def _step_fit(line: Line, usual: NDArray[np.int_], first: int, until: int) -> float:
    during = _during(line, first, until)
    return _likelihood(line, usual, _level(line, usual)) + _likelihood(
        line, during, _level(line, during)
    )


def _ramp_fit(line: Line, usual: NDArray[np.int_], first: int, until: int) -> float:
    """Return the likelihood of a share that rises by the same from month to month."""
    during = _during(line, first, until)
    level = _level(line, usual)
    steps = during - first + 1.0
    weight = line.out_of[during] * steps
    above = line.count[during] - level * line.out_of[during]
    slope = float((steps * above).sum() / max((weight * steps).sum(), 1.0))
    shares = np.clip(level + slope * steps, _HARDLY, 1 - _HARDLY)
    return _likelihood(line, usual, level) + _likelihood(line, during, shares)


def _over_since(line: Line, first: int, found: int, now: int) -> int | None:
    """Return the column since which the usual share is far likelier than the problem's."""
    usual = np.flatnonzero(line.told & line.ordinary)
    level = _level(line, usual[usual < first])
    for months in RESOLVED_MONTHS:
        since = now - months + 1
        if since <= found:
            break
        recent, during = _during(line, since, now), _during(line, first, since - 1)
        raised = _level(line, during)
        if not recent.size or raised <= level:
            continue
        odds = _likelihood(line, recent, level) - _likelihood(line, recent, raised)
        if odds > np.log(RESOLVED_ODDS):
            return since
    return None


def _during(line: Line, first: int, until: int) -> NDArray[np.int_]:
    return np.flatnonzero(line.told[first : until + 1]) + first


def _level(line: Line, columns: NDArray[np.int_]) -> float:
    count, rows = line.sums(columns)
    return float(usual_share(count, rows))


def _likelihood(line: Line, columns: NDArray[np.int_], share: Floats | float) -> float:
    from scipy.special import xlogy  # noqa: PLC0415 - every command starts without it

    count, rest = line.count[columns], line.out_of[columns] - line.count[columns]
    return float((xlogy(count, share) + xlogy(rest, 1 - np.asarray(share))).sum())

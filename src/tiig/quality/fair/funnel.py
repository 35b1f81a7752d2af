"""Limits of a funnel: what a department as usual would show by chance, and by usual differences.

Spiegelhalter, Statistics in Medicine 2005;24:1185-1202 (funnel plots, exact limits) and Quality
and Safety in Health Care 2005;14:347-351 (overdispersion: winsorised, additive).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from tiig.kit.intervals import Floats

OUTER, INNER = 0.001, 0.025
"""Chance beyond each limit: 99.8 % and 95 % of what is usual lie between them."""
_WINSORISED = 0.1
_LEFT_BY_WINSORISING = 0.679
"""What is left of the variance of a normal distribution with a tenth moved in on each side."""
_NONE_LEFT = 1e-12
_NO_DISTANCE = 1e-9
_KNOWN = 2
"""Departments that the usual and the distance from it take up: what is left tells the distance."""
_CHANCES = (np.arange(50) + 0.5) / 50
_STEPS = 2_000
_FURTHEST = 30.0
"""Log-odds beyond which a chance is none or certain, so few departments tell nothing of it."""
NODES = np.linspace(-6.5, 6.5, 131)
_PLAIN = np.exp(-(NODES**2) / 2)
_WEIGHTS = _PLAIN / _PLAIN.sum()
"""Distances of a normal distribution and their weights, for sums over departments' habits."""


@dataclass(frozen=True)
class Usual:
    """What a department shows as usual: the chance of each number missing among its `rows`.

    `mean` and `variance` of that number with the usual habit, or at each of `NODES` around it
    where departments lie apart.
    """

    rows: int
    mean: Floats
    variance: Floats

    def between(self, tail: float) -> tuple[float, float]:
        """Return limits, half a row outside the numbers that are less rare than `tail`."""
        low = self._first(lambda below: below > tail)
        high = self._first(lambda below: below >= 1 - tail)
        return low - 0.5, high + 0.5

    def _first(self, holds: Callable[[float], bool]) -> int:
        """Return the first number at which the chance of so many or fewer fulfils something."""
        low, high = 0, self.rows
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if holds(self.up_to(middle)) else (middle + 1, high)
        return low

    def up_to(self, count: int) -> float:
        """Return the chance of so many or fewer, by the binomial of this mean and variance.

        Patients differ, so that the number varies a little less than coins of one kind would.
        """
        from scipy.special import betainc  # noqa: PLC0415 - every command starts without it

        share = 1 - self.variance / self.mean
        tosses = self.mean / share
        left = np.maximum(tosses - count, _NONE_LEFT)
        below = np.where(tosses > count, betainc(left, count + 1, 1 - share), 1.0)
        return float(below[0] if len(below) == 1 else _WEIGHTS @ below)


def habits_around(usual: float, apart: Floats, unsure: float) -> Floats:
    """Return usual habits, one for each of `NODES`.

    `apart` are distances that departments may usually have, one as likely as the other, `unsure`
    a variance that comes to each.
    """
    from scipy.special import ndtr  # noqa: PLC0415 - every command starts without it

    wide = np.sqrt(apart**2 + unsure)
    furthest = float(wide.max()) * NODES[-1]
    if furthest <= _NO_DISTANCE:
        return np.array([usual])
    away = np.linspace(0.0, furthest, _STEPS)
    beyond = ndtr(-away[:, None] / np.maximum(wide, _NO_DISTANCE)[None, :]).mean(axis=1)
    far = np.interp(-ndtr(-np.abs(NODES)), -beyond, away)
    around = usual + np.sign(NODES) * far
    return np.asarray(np.clip(around, -_FURTHEST, _FURTHEST), dtype=np.float64)


def usual_distances(away: Floats, unsure: Floats) -> tuple[float, Floats]:
    """Return how far departments usually lie apart, beyond chance, and what that may as well be.

    Both are standard deviations. `away` are distances from the usual, `unsure` the standard errors
    of these. The most distant tenth on each side is moved in before (Spiegelhalter's winsorising),
    so that what is to be found does not hide itself; what that takes from the variance is given
    back. What may be is the confidence distribution of the distance (Nagashima, Noma & Furukawa,
    Stat Methods Med 2019;28:1689-1702), by a scaled chi-square with the degrees of freedom that
    winsorising leaves (Dixon & Tukey, Technometrics 1968;10:83-98).
    """
    from scipy.special import chdtri  # noqa: PLC0415 - every command starts without it

    number = len(away)
    if number < 2:  # noqa: PLR2004 - one department alone is as usual as can be
        return 0.0, np.zeros(1)
    scores = away / unsure
    low, high = np.quantile(scores, [_WINSORISED, 1 - _WINSORISED])
    spread = float(np.mean(np.clip(scores, low, high) ** 2)) / _LEFT_BY_WINSORISING
    weights = unsure**-2.0
    scale = float(weights.sum() - (weights**2).sum() / weights.sum())
    freedom = max((1 - 2 * _WINSORISED) * number - _KNOWN, 1.0)
    may_be = number * spread * freedom / chdtri(freedom, _CHANCES)
    found, *others = (
        sqrt(max((one - (number - 1)) / scale, 0.0)) for one in (number * spread, *may_be)
    )
    return found, np.array(others)

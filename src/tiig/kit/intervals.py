"""Confidence limits of a Poisson count: exact below ten events, Byar's from there on.

Source of the rule and of the numbers that the tests reproduce: PHEindicatormethods,
"Technical guidance: confidence intervals", Public Health England.
"""

from __future__ import annotations

from math import log, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

EXACT_BELOW = 10
"""Byar's approximation is used from this many events on."""

FEWEST_AGAINST_NONE = 6
Z_95 = 1.959964


def byar(events: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return lower and upper limits of counts, in the shape given; missing counts stay missing.

    Raises ValueError unless `confidence` is a share between 0 and 1.
    """
    from scipy.special import gammaincinv, ndtri  # noqa: PLC0415 - every command starts without it

    counts = np.asarray(events, dtype=np.float64)
    tail = two_sided_tail(confidence)
    z = ndtri(1 - tail)
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = counts * (1 - 1 / (9 * counts) - z / (3 * np.sqrt(counts))) ** 3
        above = counts + 1
        upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
        exact_lower = np.where(counts == 0, 0.0, gammaincinv(counts, tail))
    exact_upper = gammaincinv(counts + 1, 1 - tail)
    few = counts < EXACT_BELOW
    return np.where(few, exact_lower, lower), np.where(few, exact_upper, upper)


def two_sided_tail(confidence: float) -> float:
    """Return the share that lies beyond each limit; ValueError unless 0 < confidence < 1."""
    if not 0 < confidence < 1:
        message = "confidence is a share between 0 and 1"
        raise ValueError(message)
    return (1 - confidence) / 2


def counts_differ(now: int, before: int) -> bool:
    """Tell whether the 95 % interval of the ratio of two Poisson counts leaves out 1.

    By the logarithm of the ratio, whose variance is 1/now + 1/before (Rothman, Epidemiology,
    2002). Against a count of nothing it takes 6: the exact two-sided chance of 6 events on one
    side of two is 3 %, that of 5 is 6 %.
    """
    if now == 0 or before == 0:
        return max(now, before) >= FEWEST_AGAINST_NONE
    distance = abs(log(now / before)) / sqrt(1 / now + 1 / before)
    return distance > Z_95

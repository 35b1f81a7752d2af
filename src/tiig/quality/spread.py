"""Usual levels over departments, and intervals of counts whose share is itself uncertain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, lgamma, log, sqrt

TAIL = 0.025
_FAR = 3.0
"""Standard deviations above the usual level that are not taken for a habit."""
_MAD_TO_SD = 1.4826
"""A normal standard deviation in median absolute deviations."""
_ROUNDS = 3
"""How often the usual level is taken without those that are far above it."""
_MOST = 0.99
"""Of the variance that a share can have at most: beyond, there is no beta distribution."""


@dataclass(frozen=True)
class Level:
    """A share and the variance of what is known about it."""

    mean: float
    variance: float

    @property
    def relative(self) -> float:
        """Return the variance relative to the squared mean."""
        return self.variance / self.mean**2 if self.mean else 0.0


def usual_level(shares: Iterable[tuple[float | None, int]]) -> Level:
    """Return the share over departments, pooled by rows, and the variance that it has in one.

    Departments far above, which neither chance nor their usual distance explains, are left out:
    they have a habit. Without any evidence every level is as likely as another.
    """
    told = [(share, rows) for share, rows in shares if share is not None and rows]
    if not told:
        return Level(0.5, 1 / 12)
    level = _median(told)
    usual = _MAD_TO_SD * _median([(abs(share - level), rows) for share, rows in told])
    kept = told
    for _ in range(_ROUNDS):
        kept = [(share, rows) for share, rows in told if share <= _furthest(level, usual, rows)]
        level = _pooled(kept)
    rows = sum(weight for _, weight in kept)
    chance = level * (1 - level)
    apart = sum(weight * (share - level) ** 2 for share, weight in kept)
    between = max((apart - (len(kept) - 1) * chance) / rows, 0.0)
    return Level(level, between + chance / rows)


def _furthest(level: float, usual: float, rows: int) -> float:
    """Return the largest share of so many rows that chance, or the `usual` distance, explains."""
    likely = max(level, 0.5 / (rows + 1))
    return level + _FAR * max(sqrt(likely * (1 - likely) / rows), usual)


def _pooled(kept: Sequence[tuple[float, int]]) -> float:
    """Return the share of all rows, half a row added (Jeffreys): it is never none."""
    return (sum(share * rows for share, rows in kept) + 0.5) / (sum(rows for _, rows in kept) + 1)


def interval(parts: Sequence[tuple[int, float, float]]) -> tuple[int, int]:
    """Return the 95 % interval of a sum of rows, each part with its share and variance of it.

    The sum is beta-binomial by its first two moments; of one part it is exactly that.
    """
    rows = sum(count for count, _, _ in parts)
    expected = sum(count * mean for count, mean, _ in parts)
    if not rows or not expected:
        return 0, 0
    share = expected / rows
    if share >= 1:
        return rows, rows
    variance = sum(
        count * mean * (1 - mean) + count * (count - 1) * min(spread, _MOST * mean * (1 - mean))
        for count, mean, spread in parts
    )
    return _quantiles(_chances(rows, share, variance))


def _chances(rows: int, share: float, variance: float) -> list[float]:
    """Return the chance of each number of rows from none to all."""
    single = rows * share * (1 - share)
    alike = (variance / single - 1) / (rows - 1) if rows > 1 else 0.0
    if alike <= 0:
        return [
            exp(_ways(rows, k) + k * log(share) + (rows - k) * log(1 - share)) for k in _to(rows)
        ]
    strength = 1 / min(alike, _MOST) - 1
    a, b = share * strength, (1 - share) * strength
    whole = _beta(a, b)
    return [exp(_ways(rows, k) + _beta(k + a, rows - k + b) - whole) for k in _to(rows)]


def _to(rows: int) -> range:
    return range(rows + 1)


def _ways(rows: int, chosen: int) -> float:
    return lgamma(rows + 1) - lgamma(chosen + 1) - lgamma(rows - chosen + 1)


def _beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _quantiles(chances: Sequence[float]) -> tuple[int, int]:
    below = list(accumulate(chances))
    last = len(below) - 1
    low = next((k for k, sum_ in enumerate(below) if sum_ >= TAIL), last)
    high = next((k for k, sum_ in enumerate(below) if sum_ >= 1 - TAIL), last)
    return low, high


def _median(weighted: Iterable[tuple[float, int]]) -> float:
    """Return the value at which half of the weight is reached."""
    ordered = sorted(weighted)
    half = sum(weight for _, weight in ordered) / 2
    reached = accumulate(weight for _, weight in ordered)
    return next(value for (value, _), sum_ in zip(ordered, reached, strict=True) if sum_ >= half)

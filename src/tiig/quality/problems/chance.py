"""What chance makes of a count, given the months before: exact for the smallest counts.

A month's share varies around a site's usual one by more than coins do (`spread`, the correlation
of two rows of one month), and the usual one is itself known from so many rows only. Both are in
the beta-binomial distribution whose tail is summed here (Skellam, J R Stat Soc B 1948;10:257).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tiig.kit.intervals import Floats

_TERMS = 1_500
"""Terms of a tail that are summed at most; far out in a tail the later ones are nothing."""
_NEGLIGIBLE = 1e-12
_KEPT, _OF_ALL = 0.95, 0.759
"""So many of the smallest squares of a normal variable have a mean of so much of that of all."""


def usual_share(part: ArrayLike, whole: ArrayLike) -> Floats:
    """Return the share in earlier rows, with half a row of either kind added (Jeffreys)."""
    return np.asarray((np.asarray(part) + 0.5) / (np.asarray(whole) + 1.0), dtype=np.float64)


def upper_tail(count: Floats, out_of: Floats, usual: Floats, correlated: Floats) -> Floats:
    """Return the chance of so many or more, out of so many, each in the same shape.

    `correlated` is the correlation of two of the rows: that of rows of one month, and that which
    comes of not knowing `usual` better than its rows tell.
    """
    from scipy.special import betaln, gammaln  # noqa: PLC0415 - every command starts without it

    total = 1.0 / np.clip(correlated, 1e-9, 1 - 1e-9) - 1.0
    a, b = usual * total, (1.0 - usual) * total
    first: Floats = np.exp(
        gammaln(out_of + 1) - gammaln(count + 1) - gammaln(out_of - count + 1)
        + betaln(count + a, out_of - count + b) - betaln(a, b)
    )  # fmt: skip
    return np.minimum(1.0, np.asarray(first) * (1.0 + _later(count, out_of, a, b)))


def _later(count: Floats, out_of: Floats, a: Floats, b: Floats) -> Floats:
    """Return the sum of the later terms of a tail, each by its ratio to the first."""
    total, term = np.zeros_like(count), np.ones_like(count)
    at = count.copy()
    for _ in range(_TERMS):
        left = np.maximum(out_of - at, 0.0)
        term = term * left * (at + a) / ((at + 1) * (np.maximum(left, 1.0) - 1 + b))
        total += term
        at += 1
        if (term <= _NEGLIGIBLE * (1.0 + total)).all():
            break
    return total


def months_correlation(share: Floats, out_of: Floats, told: NDArray[np.bool_]) -> float:
    """Return how far months of the same site differ beyond coins: the correlation of their rows.

    Over `share` and `out_of` by series and month, by differences of months in a row, so that a
    lasting change counts once; the twentieth that differ most are left out, as faults may be.
    """
    both = told[:, 1:] & told[:, :-1]
    rows, usual = out_of * told, np.where(told, share, 0.0)
    whole = rows.sum(axis=1, keepdims=True)
    mean = usual_share((usual * rows).sum(axis=1, keepdims=True), whole)
    coin = mean * (1 - mean)
    with np.errstate(divide="ignore", invalid="ignore"):
        by_chance = coin * (1 / out_of[:, 1:] + 1 / out_of[:, :-1])
        squares = np.diff(share, axis=1) ** 2
        apart = squares / by_chance
    weight = np.broadcast_to(coin, by_chance.shape)[both]
    squares, by_chance, apart = squares[both], by_chance[both], apart[both]
    if not apart.size:
        return 0.0
    kept = apart <= np.quantile(apart, _KEPT)
    above = squares[kept] / _OF_ALL - by_chance[kept]
    trust = 1.0 / (by_chance[kept] / weight[kept] + 0.02)
    return float((trust * above / weight[kept]).sum() / (2 * trust.sum()))

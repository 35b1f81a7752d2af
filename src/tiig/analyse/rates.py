"""Rates and proportions with their limits, as English public-health indicators give them.

Every function takes numbers, numpy arrays or Polars series and works on all at once.
Source of the methods: PHEindicatormethods (rates, proportions and directly standardised
rates); Dobson et al., Statistics in Medicine 1991;10:457-462.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from tiig.kit.intervals import EXACT_BELOW, Floats, byar, two_sided_tail

__all__ = ["Estimate", "byar", "crude_rate", "standardised_rate", "wilson"]

FEWEST_STANDARDISED = EXACT_BELOW
"""A directly standardised rate is not given under this many events."""


class Estimate(NamedTuple):
    """A value with its limits, in one shape; NaN where it cannot be given."""

    value: Floats
    lower: Floats
    upper: Floats


def crude_rate(
    events: ArrayLike, population: ArrayLike, *, per: float = 100_000, confidence: float = 0.95
) -> Estimate:
    """Return events over population with Byar's limits; NaN where nobody lives."""
    people = _positive(population)
    lower, upper = byar(events, confidence)
    counts = np.asarray(events, dtype=np.float64)
    return Estimate(counts / people * per, lower / people * per, upper / people * per)


def wilson(
    events: ArrayLike, out_of: ArrayLike, *, per: float = 1, confidence: float = 0.95
) -> Estimate:
    """Return a proportion with Wilson's score limits; NaN where `out_of` is nothing."""
    from scipy.special import ndtri  # noqa: PLC0415 - every command starts without it

    share = np.asarray(events, dtype=np.float64) / (total := _positive(out_of))
    z = ndtri(1 - two_sided_tail(confidence))
    middle = share + z**2 / (2 * total)
    spread = z * np.sqrt(share * (1 - share) / total + z**2 / (4 * total**2))
    scale = per / (1 + z**2 / total)
    return Estimate(share * per, (middle - spread) * scale, (middle + spread) * scale)


def standardised_rate(
    events_by_band: ArrayLike,
    population_by_band: ArrayLike,
    standard_population: ArrayLike,
    *,
    per: float = 100_000,
    confidence: float = 0.95,
) -> Estimate:
    """Return directly standardised rates with Dobson's limits; the last axis is the band.

    A missing count is no event. NaN under ten events, or where a band with a share in the
    standard population has nobody in it.
    """
    events = np.nan_to_num(np.asarray(events_by_band, dtype=np.float64))
    people = _positive(population_by_band)
    weight = np.asarray(standard_population, dtype=np.float64)
    weight = weight / weight.sum(axis=-1, keepdims=True)
    value = (weight * events / people).sum(axis=-1) * per
    variance = (weight**2 * events / people**2).sum(axis=-1) * per**2
    total = events.sum(axis=-1)
    enough = np.where(total >= FEWEST_STANDARDISED, total, np.nan)
    lower, upper = byar(enough, confidence)
    step = np.sqrt(variance / enough)
    value = np.where(np.isnan(enough), np.nan, value)
    return Estimate(value, value + step * (lower - enough), value + step * (upper - enough))


def _positive(numbers: ArrayLike) -> Floats:
    """Turn what cannot be divided by into NaN."""
    values = np.asarray(numbers, dtype=np.float64)
    return np.where(values > 0, values, np.nan)

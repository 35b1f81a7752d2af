"""Limits of an individuals (XmR) chart: a mean, and what month-to-month chance makes of it.

Source: NHS England, "Making data count"; Wheeler, "Understanding Variation", for the constants.
"""

from __future__ import annotations

from math import nan

import numpy as np

from tiig.kit.intervals import Floats
from tiig.model.charts import Limits

LIMIT_RANGES = 2.66
"""Mean moving ranges between the mean and a limit: three standard deviations over 1.128."""
SCREENED_RANGES = 3.267
"""A moving range of so many mean ones or more is a shock and no part of the usual (once)."""


def limits_of(values: Floats) -> Limits:
    """Return the limits of values in order of time, none of them missing."""
    if not values.size:
        return Limits(nan, nan, nan)
    mean = float(values.mean())
    moving = np.abs(np.diff(values))
    if not moving.size:
        return Limits(mean, nan, nan)
    usual = moving[moving < SCREENED_RANGES * moving.mean()]
    reach = LIMIT_RANGES * float(usual.mean() if usual.size else 0.0)
    return Limits(mean, mean - reach, mean + reach)

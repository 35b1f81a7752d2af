"""How long a slow drift can go on before it is found, by the rows that an item has a month.

The same test is asked that watches the series, with the count that nine of ten such drifts
reach: a department of a handful of rows is told honestly that it takes a year.
"""

from __future__ import annotations

import numpy as np

from tiig.kit.intervals import Floats
from tiig.quality.problems.chance import upper_tail
from tiig.quality.problems.grid import Flags
from tiig.quality.problems.rules import CHANCE, FEWEST_POINTS, LEAST_SPREAD, WINDOWS

LONGEST = 60
"""Months after which nothing is promised."""
USUAL_MONTHS = 12
"""Months before the drift that the promise is made for."""
_NINE_OF_TEN = 1.2816
"""Standard deviations under the mean that nine of ten counts exceed."""


def months_to_find(
    rows: float, share: float, *, per_month: float = 0.01, spread: float = LEAST_SPREAD
) -> int | None:
    """Return the months in which nine of ten drifts are found; None: not within five years.

    `rows` a month, `share` of them that are usually bad, `per_month` so much more bad each month
    from the first on, after a year of usual months.
    """
    month: Floats = np.repeat(np.arange(1.0, LONGEST + 1), len(WINDOWS))
    window: Floats = np.tile(np.array(WINDOWS, dtype=np.float64), LONGEST)
    fits = window <= month
    month, window = month[fits], window[fits]
    worse: Floats = per_month * (month - (window - 1) / 2)
    found = _reached((rows, window, spread), share, worse)
    return int(month[found].min()) if found.any() else None


def _reached(how: tuple[float, Floats, float], share: float, worse: Floats) -> Flags:
    rows, window, spread = how
    out_of = rows * window
    shifted = np.clip(share + worse, 0.0, 1.0)
    within = 1 / out_of + spread / window
    least = out_of * shifted - _NINE_OF_TEN * out_of * np.sqrt(shifted * (1 - shifted) * within)
    usual = (share * rows * USUAL_MONTHS + 0.5) / (rows * USUAL_MONTHS + 1)
    correlated = spread / window + 1 / (rows * USUAL_MONTHS + 2) + spread / USUAL_MONTHS
    count = np.clip(np.floor(least), 0.0, out_of)
    chance = upper_tail(count, out_of, np.full_like(out_of, usual), correlated)
    return (count / out_of - usual >= FEWEST_POINTS) & (chance < CHANCE)

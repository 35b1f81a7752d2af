"""The runs that a chart looks for: points in a row that chance alone seldom makes.

Each function returns every point of a run, not only the one that completes it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tiig.kit.intervals import Floats

Flags = NDArray[np.bool_]
Sides = NDArray[np.int_]
"""1 above the mean, -1 below it, 0 on it."""

RUN = 7
"""Points in a row, on one side of the mean or each further than the last."""
WINDOW, NEAR = 3, 2
"""So many of so many points in a row that lie near the same limit."""


def one_side(sides: Sides) -> Flags:
    """Mark the points of runs of seven and more on one side of the mean."""
    return _in_windows(sides == 1, RUN, RUN) | _in_windows(sides == -1, RUN, RUN)


def trend(values: Floats, direction: int) -> Flags:
    """Mark the points of runs of seven and more that rise (1) or fall (-1) each time."""
    steps = _in_windows(np.sign(np.diff(values)) == direction, RUN - 1, RUN - 1)
    points = np.zeros(len(values), dtype=np.bool_)
    points[1:] |= steps  # a step has two ends
    points[:-1] |= steps
    return points


def two_of_three(near: Flags, sides: Sides) -> Flags:
    """Mark three points in a row of which two lie near the limit of the same side."""
    above = _in_windows(near & (sides == 1), WINDOW, NEAR)
    return above | _in_windows(near & (sides == -1), WINDOW, NEAR)


def _in_windows(flags: Flags, length: int, least: int) -> Flags:
    """Mark every place within some window of which at least so many places are set."""
    if len(flags) < length:
        return np.zeros(len(flags), dtype=np.bool_)
    window = np.ones(length, dtype=np.int_)
    begins = np.convolve(flags.astype(np.int_), window, mode="valid") >= least
    return np.convolve(begins.astype(np.int_), window) > 0

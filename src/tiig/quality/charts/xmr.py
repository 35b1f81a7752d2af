"""XmR charts by the rules of NHS England's "Making data count".

A chart is divided where a person has recorded a re-base, never by itself; each stretch has its
own mean and limits, and no run crosses from one into the next.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tiig.kit.intervals import Floats
from tiig.model.charts import Chart, Limits, Point, Signal, Variation
from tiig.model.months import Month
from tiig.quality.charts.limits import limits_of
from tiig.quality.charts.runs import Sides, one_side, trend, two_of_three

SAME = 1e-9
"""Values that differ by less are one value: a mean of equal shares is not quite that share."""


def xmr(
    series: Sequence[tuple[Month, float]],
    *,
    better: int = 0,
    rebased: Collection[Month] = (),
) -> Chart:
    """Draw a series up: `better` is 1 where higher is better, -1 where lower, 0 where neither.

    Months without a value are left out by the caller: they are no points, and a run goes on over
    them. A month in `rebased` is the first of a new stretch. Raises ValueError where months do
    not follow one another.
    """
    months = [month for month, _ in series]
    if any(later <= earlier for earlier, later in pairwise(months)):
        message = "the months of a chart come once and in order"
        raise ValueError(message)
    points: list[Point] = []
    for stretch in _stretches(series, rebased):
        points += _points(stretch, better)
    inside = (month for month in sorted(set(rebased)) if points and month > months[0])
    return Chart(tuple(points), tuple(inside))


def _stretches(
    series: Sequence[tuple[Month, float]], rebased: Collection[Month]
) -> Iterator[Sequence[tuple[Month, float]]]:
    starts = sorted(set(rebased))
    numbers = [sum(month >= start for start in starts) for month, _ in series]
    for number in sorted(set(numbers)):
        yield [one for one, its in zip(series, numbers, strict=True) if its == number]


def _points(stretch: Sequence[tuple[Month, float]], better: int) -> Iterator[Point]:
    values = np.array([value for _, value in stretch], dtype=np.float64)
    limits = limits_of(values)
    apart = values - limits.mean
    sides = np.sign(np.where(np.abs(apart) < SAME, 0.0, apart)).astype(np.int_)
    found = [*_signals(values, sides, limits)]
    for place, (month, value) in enumerate(stretch):
        signal, side = next(
            ((one, int(towards[place])) for one, marks, towards in found if marks[place]),
            (None, int(sides[place])),
        )
        yield Point(month, value, limits, side, signal, _variation(signal, side, better))


def _signals(
    values: Floats, sides: Sides, limits: Limits
) -> Iterator[tuple[Signal, NDArray[np.bool_], Sides]]:
    """Yield each rule's marks with the side that they speak of, in the order of `Signal`."""
    outside = (values > limits.upper + SAME) | (values < limits.lower - SAME)
    near = ~outside & ((values > limits.near_upper) | (values < limits.near_lower))
    yield Signal.OUTSIDE, outside, sides
    for direction in (1, -1):
        yield Signal.TREND, trend(values, direction), np.full_like(sides, direction)
    yield Signal.TWO_OF_THREE, two_of_three(near, sides) & near, sides
    yield Signal.ONE_SIDE, one_side(sides), sides


def _variation(signal: Signal | None, side: int, better: int) -> Variation:
    if signal is None:
        return Variation.COMMON
    if not better:
        return Variation.CHANGE
    return Variation.IMPROVEMENT if side == better else Variation.CONCERN

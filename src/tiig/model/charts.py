"""Control charts of a measure by month: points, limits, and why a point is no chance."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import isnan

from tiig.model.months import Month

NEAR_LIMIT = 2 / 3
"""Where the outer third between mean and limit begins."""


@dataclass(frozen=True)
class Limits:
    """The mean and the two process limits, in the unit of the values; NaN of no values.

    One value alone has no moving range: its limits are NaN and nothing lies outside them.
    """

    mean: float
    lower: float
    upper: float

    def as_json(self) -> dict[str, float | None]:
        """Return it as answers print it: what is not to be said is null."""
        told = {"mean": self.mean, "lower": self.lower, "upper": self.upper}
        return {name: None if isnan(value) else value for name, value in told.items()}

    @property
    def near_lower(self) -> float:
        """Under it begins the outer third below the mean."""
        return self.mean - NEAR_LIMIT * (self.mean - self.lower)

    @property
    def near_upper(self) -> float:
        """Above it begins the outer third over the mean."""
        return self.mean + NEAR_LIMIT * (self.upper - self.mean)


class Signal(StrEnum):
    """Why a point is no chance; where several hold, the first of these is said."""

    OUTSIDE = "outside the limits"
    TREND = "seven in a row, each further than the last"
    TWO_OF_THREE = "two of three near a limit"
    ONE_SIDE = "seven in a row on one side of the mean"


class Variation(StrEnum):
    """What a point says: nothing, that it got better or worse, or - of no direction - changed."""

    COMMON = "common cause"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    CHANGE = "change"


@dataclass(frozen=True)
class Point:
    """One month of a chart: its value, its stretch's limits, and why it is marked (None: not).

    `side` is 1 above the mean or rising, -1 below it or falling.
    """

    month: Month
    value: float
    limits: Limits
    side: int = 0
    signal: Signal | None = None
    variation: Variation = Variation.COMMON


@dataclass(frozen=True)
class Chart:
    """The points of a series in order of time, and the months at which it was re-based."""

    points: tuple[Point, ...]
    rebased: tuple[Month, ...] = ()

    @property
    def limits(self) -> Limits | None:
        """The limits that hold now; None of an empty chart."""
        return self.points[-1].limits if self.points else None

    @property
    def signals(self) -> tuple[Point, ...]:
        """The points that chance does not explain."""
        return tuple(point for point in self.points if point.signal is not None)


@dataclass(frozen=True)
class ChartMonth:
    """One point of a measure's chart, in per cent, and the rows that its share is made of."""

    point: Point
    count: int
    out_of: int


@dataclass(frozen=True)
class MeasureChart:
    """The chart of one measure of a department, of an item or (empty) of whole months.

    `rebased` are the months at which somebody began it anew.
    """

    site: str
    site_name: str
    item: str
    item_label: str
    measure: str
    label: str
    months: tuple[ChartMonth, ...]
    rebased: tuple[Month, ...]

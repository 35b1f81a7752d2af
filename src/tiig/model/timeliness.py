"""How many days pass from an attendance until its row is received, and can be used."""

from __future__ import annotations

from dataclasses import dataclass

from tiig.model.coverage import Standing
from tiig.model.months import Month, Period


@dataclass(frozen=True)
class DaysTaken:
    """The days after which half of the rows, and nine in ten, had arrived there."""

    half: int
    nine_in_ten: int


@dataclass(frozen=True)
class TimelyMonth:
    """A site-month: its rows and their days; None where it has no rows in force.

    `usable` is when figures could first be made of the month as it stands since; a correction
    that took the place of an earlier file moves nothing.
    """

    month: Month
    standing: Standing
    rows: int
    received: DaysTaken | None
    usable: DaysTaken | None


@dataclass(frozen=True)
class TimelySite:
    """A department: its months, and the days of all their rows together."""

    site: str
    site_name: str
    months: tuple[TimelyMonth, ...]
    received: DaysTaken | None
    usable: DaysTaken | None

    def standing(self, *how: Standing) -> int:
        """Return how many of its months stand so."""
        return sum(one.standing in how for one in self.months)


@dataclass(frozen=True)
class Timeliness:
    """Departments of which a month is expected in a period, by code."""

    period: Period
    sites: tuple[TimelySite, ...]

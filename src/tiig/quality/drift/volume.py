"""Volume by month, week and day, and a month that is another one sent again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt

from tiig.model.drift import Change, MonthPortrait
from tiig.quality.drift.rules import (
    DAYS_EMPTY,
    DAYS_HELD,
    FEWEST_ROWS,
    HELD_ERRORS,
    HELD_EXPECTED,
    HELD_VOLUME,
    HELD_WEEK,
    SAID_ERRORS,
    SAID_EXPECTED,
    SAID_VOLUME,
    SAID_WEEK,
    SAME_CATEGORIES,
    SAME_CHANCE,
    SAME_MONTH,
    SAME_ROWS,
    SITE_GONE,
    THIRD_ERRORS,
    VOLUME_MOVED,
    WEEK_TWICE,
)
from tiig.quality.site_months import FEWEST_MONTHS

_WEEK = 7


def volume_changes(now: MonthPortrait, before: Sequence[MonthPortrait]) -> Iterator[Change]:
    """Yield what is unusual in the rows of a site-month; `before` are months of the same site."""
    if not now.rows:
        yield from _gone(now, before)
        return
    yield from _whole_month(now, before)
    yield from _empty_days(now, before)
    yield from _week_twice(now, before)
    yield from _same_rows(now, before)


def _gone(now: MonthPortrait, before: Sequence[MonthPortrait]) -> Iterator[Change]:
    had = [one for one in before if one.rows]
    if had:
        expected = sum(one.rows for one in had) / len(had)
        yield SITE_GONE.change(
            f"{now.site} has no rows in {now.month}, {expected:.0f} were to be expected.",
            holds=len(had) >= FEWEST_MONTHS and expected >= HELD_EXPECTED,
        )


def _whole_month(now: MonthPortrait, before: Sequence[MonthPortrait]) -> Iterator[Change]:
    had = [one for one in before if one.rows]
    if not had:
        return
    days, length = sum(one.length for one in had), now.length
    usual = sum(one.rows for one in had) / days
    daily = [one.rows / one.length for one in had]
    here, expected = now.rows / length, usual * length
    differs = abs(here / usual - 1)
    error = sqrt(expected + expected * length / days)
    beyond = abs(now.rows - expected) / error
    far = differs > HELD_VOLUME and beyond > THIRD_ERRORS
    said = far or (differs > SAID_VOLUME and beyond > SAID_ERRORS)
    if min(daily) <= here <= max(daily) or not said:
        return
    least, most = (f"{one * length:,.0f}" for one in (min(daily), max(daily)))
    usual_rows = least if least == most else f"{least} to {most}"
    yield VOLUME_MOVED.change(
        f"{now.site} has {now.rows:,} rows in {now.month}; {usual_rows} would be usual.",
        holds=len(had) >= FEWEST_MONTHS
        and differs > HELD_VOLUME
        and beyond > HELD_ERRORS
        and max(now.rows, expected) >= FEWEST_ROWS,
    )


def _empty_days(now: MonthPortrait, before: Sequence[MonthPortrait]) -> Iterator[Change]:
    """Look for runs of days without rows that are longer than any of the months before."""
    drawn = [one for one in before if one.days]
    usual = max((len(run) for one in drawn for run in _runs(one)), default=0)
    for run in _runs(now):
        expected = len(run) * now.rows / len(now.days)
        if len(run) > usual and expected >= SAID_EXPECTED:
            days = f"day {run[0]}" if len(run) == 1 else f"days {run[0]} to {run[-1]}"
            yield DAYS_EMPTY.change(
                f"{now.site} has no rows on {days} of {now.month},"
                f" {expected:,.0f} were to be expected.",
                holds=bool(drawn) and len(run) >= usual + DAYS_HELD and expected >= HELD_EXPECTED,
            )


def _runs(one: MonthPortrait) -> list[list[int]]:
    """Return the runs of days without rows."""
    by_day = groupby(enumerate(one.days, start=one.first_day), key=lambda told: not told[1])
    return [[day for day, _ in run] for empty, run in by_day if empty]


def _week_twice(now: MonthPortrait, before: Sequence[MonthPortrait]) -> Iterator[Change]:
    drawn = [one for one in before if one.days]
    week = _fullest(now)
    if now.rows < FEWEST_ROWS or week is None:
        return
    if week.times <= max((found.times for one in drawn if (found := _fullest(one))), default=0):
        return
    if week.times > SAID_WEEK and week.errors > SAID_ERRORS:
        yield WEEK_TWICE.change(
            f"{now.site} has {week.rows:,} rows on days {week.first} to {week.first + _WEEK - 1}"
            f" of {now.month}, {week.usual:,.0f} in as many other days.",
            holds=bool(drawn) and week.is_twice,
        )


@dataclass(frozen=True)
class _Week:
    """Seven days on end: the first of them, their rows, and those of as many other days."""

    first: int
    rows: int
    usual: float

    @property
    def times(self) -> float:
        """How many times the usual rows it has."""
        return self.rows / max(self.usual, 1)

    @property
    def errors(self) -> float:
        """By how many standard errors it has more rows."""
        return (self.rows - self.usual) / sqrt(max(self.usual, 1))

    @property
    def is_twice(self) -> bool:
        """Whether it was probably sent twice."""
        few = self.usual < HELD_EXPECTED
        return not few and self.times > HELD_WEEK and self.errors > HELD_ERRORS


def _fullest(one: MonthPortrait) -> _Week | None:
    """Return the seven days with most rows; None where rows were not counted by day."""
    weeks = [sum(one.days[first : first + _WEEK]) for first in range(len(one.days) - _WEEK + 1)]
    if len(one.days) < 2 * _WEEK:
        return None  # a week beside few other days says nothing
    rows = max(weeks)
    usual = (one.rows - rows) / (len(one.days) - _WEEK) * _WEEK
    return _Week(weeks.index(rows) + one.first_day, rows, usual)


def _same_rows(now: MonthPortrait, before: Sequence[MonthPortrait]) -> Iterator[Change]:
    if now.rows < FEWEST_ROWS:
        return
    for one in before:
        if one.month != now.month and _alike(now, one):
            yield SAME_MONTH.change(
                f"{now.site} {now.month} has nearly the counts of {one.month}:"
                " probably the same rows under another date.",
                holds=True,
            )
            return


def _alike(now: MonthPortrait, other: MonthPortrait) -> bool:
    """Tell whether all counts are closer than chance allows, the other month's brought to size.

    Of two independent counts the squared difference is their sum, on average.
    """
    if min(now.rows, other.rows) < SAME_ROWS * max(now.rows, other.rows):
        return False
    size = now.rows / other.rows
    distance = categories = 0.0
    for item in now.shares.keys() & other.shares.keys():
        here, there = now.shares[item], other.shares[item]
        for node in here.keys() | there.keys():
            one, two = here.get(node, 0), there.get(node, 0) * size
            distance += (one - two) ** 2 / (one + two)
            categories += len(here.keys() | there.keys()) > 1
    return categories >= SAME_CATEGORIES and distance < SAME_CHANCE * categories

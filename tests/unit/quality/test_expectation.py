"""What is expected of a month: weekdays, season, chance, and nothing that came after it."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from tiig.model.months import Month
from tiig.quality.expectation import LIKELY, expectations
from tiig.quality.profile import days_of_week
from tiig.standard import load_standard

FIRST = Month(2023, 1)
SUMMER = 8
WEEK = (10, 8, 8, 8, 9, 14, 13)
"""Rows of a Monday, a Tuesday …"""


def rows_of(month: Month, times: float = 1.0, summer: float = 1.3) -> list[int]:
    """Return the rows on all Mondays, Tuesdays … of a month of a department that never varies."""
    season = summer if month.number == SUMMER else 1.0
    sums = [0.0] * 7
    day = month.first_day
    while day <= month.last_day:
        sums[day.weekday()] += WEEK[day.weekday()] * season * times
        day += timedelta(days=1)
    return [round(one) for one in sums]


def tables(told: dict[tuple[str, Month], list[int]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return stored counts and whole months of rows by weekday."""
    counts = [
        (site, str(month), "rows", f"on {day}", count)
        for (site, month), days in told.items()
        for day, count in enumerate(days, start=1)
        if count
    ]
    whole = [(site, str(month), sum(days)) for (site, month), days in told.items()]
    return (
        pl.DataFrame(counts, schema=["site", "month", "item", "measure", "count"], orient="row"),
        pl.DataFrame(whole, schema=["site", "month", "rows"], orient="row"),
    )


def region(months: int, sites: str = "ABC") -> dict[tuple[str, Month], list[int]]:
    """Return departments of one size, by month."""
    return {
        (site, month): rows_of(month)
        for site in sites
        for month in (FIRST.plus(step) for step in range(months))
    }


def test_a_month_is_held_against_its_weekdays_and_its_season() -> None:
    """February with four of each day, August in its second year, and a half month are told."""
    told = region(32)
    last, feb = FIRST.plus(31), Month(2025, 2)
    told["A", feb] = [count // 2 for count in told["A", feb]]
    found = {
        (site, month): (rows, expected, low, high)
        for site, month, rows, expected, low, high in expectations(*tables(told)).iter_rows()
    }

    rows, expected, low, high = found["B", str(feb)]
    assert rows == 280
    assert expected == pytest.approx(280, rel=0.01)
    assert low < rows < high
    assert found["A", str(feb)][0] < found["A", str(feb)][2]
    rows, expected, *_ = found["B", str(last)]  # August, seen twice before
    assert last.number == SUMMER
    assert expected == pytest.approx(rows, rel=0.12)
    assert expected > 1.15 * found["B", str(last.plus(-1))][1]


def test_easter_is_expected_where_it_falls() -> None:
    """A department with half its rows on public holidays has fewer in the month that Easter is in.

    Easter was in March in 2024, and in April in 2023 and 2025: the season cannot know.
    """
    off = load_standard().holidays
    told = {
        (site, month): [
            20 * count
            - 10 * sum(1 for day in off if Month.of(day) == month and day.weekday() == at)
            for at, count in enumerate(days_of_week(month))
        ]
        for site in "ABC"
        for month in (FIRST.plus(step) for step in range(28))
    }
    april = str(Month(2025, 4))

    def error(holidays: frozenset[date]) -> float:
        found = expectations(*tables(told), holidays=holidays)
        one = found.filter(pl.col("site") == "A", pl.col("month") == april)
        return abs(float(one["expected"].item()) / float(one["rows"].item()) - 1)

    assert error(off) < 0.01 < error(frozenset())


def test_nothing_is_expected_without_a_past_nor_from_what_came_later() -> None:
    """The first months have none, a nil return keeps its own, and a later change moves nothing."""
    told = region(14)
    told["A", FIRST.plus(12)] = [0] * 7
    before = expectations(*tables(told))
    told["B", FIRST.plus(13)] = [900] * 7
    after = expectations(*tables(told))

    assert before["expected"].null_count() == 3 * 6
    nil = before.filter(pl.col("rows") == 0)
    assert nil["expected"].item() > 250
    same = ["expected", "low", "high"]
    assert before.select(same).equals(after.select(same))
    assert expectations(*tables({})).is_empty()


def test_months_lie_within_their_limits_as_often_as_said() -> None:
    """Departments whose months vary by a twentieth beyond chance, over three years."""
    draw = np.random.default_rng(61128)
    told = {
        (f"S{site:02d}", month): [
            int(draw.poisson(one * draw.gamma(400, 1 / 400)))
            for one in rows_of(month, times, summer=1.05)
        ]
        for site, times in enumerate((0.3, 1, 3) * 8)
        for month in (FIRST.plus(step) for step in range(36))
    }
    found = expectations(*tables(told)).drop_nulls()
    outside = found.filter(~pl.col("rows").is_between("low", "high"))

    assert found.height == 24 * 30
    assert 1 - LIKELY - 0.012 < outside.height / found.height < 1 - LIKELY + 0.012

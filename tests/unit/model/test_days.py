"""Runs of days: how they are written, and how they meet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiig.model.days import Days, days_of
from tiig.model.errors import TiigError
from tiig.model.months import Month, Period
from tiig.model.parts import as_periods, days_lacking, in_words

JUNE = Month(2026, 6)
DAY = st.integers(0, 120).map(lambda n: date(2026, 4, 1) + timedelta(days=n))
RUNS = st.tuples(DAY, DAY).map(lambda two: Days(min(two), max(two)))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2026-06", "2026-06"),
        ("2026-06-01..2026-06-30", "2026-06"),
        ("2017-01..2019-12", "2017-01..2019-12"),
        (" 2026-06-01..2026-06-14 ", "2026-06-01..2026-06-14"),
        ("2026-04-01..2026-06-14", "2026-04-01..2026-06-14"),
        ("2026-06-05", "2026-06-05"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_periods_are_written_shortly(text: str, written: str) -> None:
    """Whole months as months, all else as days."""
    assert str(days_of(text)) == written
    assert days_of(written) == days_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "june", "2026-06-14..2026-06-01", "2026-06-01..2026-06", "2026-06..2026-06-14",
        "2026-06-31", "2025-02-29", "20260601", "0026-06-01", "2026-06-01..", "2026-W23-1",
        "2026-06-01 - 2026-06-14",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused(text: str) -> None:
    """With the ways in which one is written."""
    with pytest.raises(TiigError, match="a period is written like"):
        days_of(text)


@given(one=RUNS, other=RUNS)
def test_runs_meet_as_sets_of_days_do(one: Days, other: Days) -> None:
    """Overlapping, holding, joining and what is left are those of sets."""
    first, second = set(days_in(one)), set(days_in(other))

    assert one.overlaps(other) == bool(first & second)
    assert one.holds(other) == (second <= first)
    assert first | second <= set(days_in(one.joined(other)))
    left = [day for run in one.without([other]) for day in days_in(run)]
    assert left == sorted(first - second)
    assert len(one) == len(first)


@given(run=RUNS)
def test_a_run_is_the_sum_of_its_months(run: Days) -> None:
    """Cut by months, no day is lost; and it reads back as it is written."""
    parts = [part for month in run.months if (part := run.within(month)) is not None]

    assert [day for part in parts for day in days_in(part)] == days_in(run)
    assert run.within(Month(2027, 1)) is None
    assert Days.parse(str(run)) == run
    assert all(
        Days.in_month(Month.of(part.first), *part.bounds(Month.of(part.first))) == part
        for part in parts
    )


def test_what_a_month_lacks() -> None:
    """The days between parts, and around them, in words."""
    parts = [Days.parse("2026-06-03..2026-06-14"), Days.parse("2026-06-16..2026-06-29")]

    lacks = days_lacking(JUNE, parts)

    assert in_words(lacks) == "days 1-2, 15, 30"
    assert as_periods(lacks) == "2026-06-01..2026-06-02, 2026-06-15, 2026-06-30"
    assert in_words(days_lacking(JUNE, [Days.parse("2026-06-02..2026-06-30")])) == "day 1"
    assert days_lacking(JUNE, [Days.of(Period.of(JUNE))]) == ()


def days_in(run: Days) -> list[date]:
    """Return the days of a run, one by one."""
    return [run.first + timedelta(days=n) for n in range((run.last - run.first).days + 1)]

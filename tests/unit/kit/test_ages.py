"""Completed years by the calendar, with the days on which people get it wrong."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tiig.kit.ages import completed_years


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("1986-06-15", "2026-06-15", 40),
        ("1986-06-16", "2026-06-15", 39),
        ("1986-07-01", "2026-06-30", 39),
        ("2026-06-15", "2026-06-15", 0),
        ("2025-12-31", "2026-01-01", 0),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-28", 19),
        ("2008-02-29", "2028-02-29", 20),
        ("2008-02-28", "2028-02-29", 20),
        ("2008-03-01", "2028-02-29", 19),
        ("1900-02-28", "2000-02-29", 100),
        ("2026-06-16", "2026-06-15", -1),
        (None, "2026-06-15", None),
        ("1986-06-15", None, None),
    ],
)
def test_a_year_is_completed_on_the_birthday(
    born: str | None, on: str | None, years: int | None
) -> None:
    """A birthday of 29 February falls on 1 March where the year has no such day."""
    days = {
        name: [None if day is None else date.fromisoformat(day)]
        for name, day in {"born": born, "on": on}.items()
    }
    frame = pl.DataFrame(days, schema={"born": pl.Date, "on": pl.Date})

    told = frame.select(completed_years(pl.col("born"), pl.col("on"))).to_series()

    assert told.to_list() == [years]
    assert told.dtype == pl.Int32

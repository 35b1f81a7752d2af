"""Ages by the calendar."""

from __future__ import annotations

import polars as pl

_MONTH = 100
"""What a month weighs in a number that orders the days of any year: 301 is the first of March."""


def completed_years(born: pl.Expr, on: pl.Expr) -> pl.Expr:
    """Return the whole years (Int32) from a day of birth to another day; negative before it.

    A year is completed on the birthday; who was born on 29 February completes it on 1 March
    of a year that has no such day.
    """
    still_to_come = _in_year(on) < _in_year(born)
    return on.dt.year() - born.dt.year() - still_to_come.cast(pl.Int32)


def _in_year(day: pl.Expr) -> pl.Expr:
    return day.dt.month().cast(pl.Int32) * _MONTH + day.dt.day()

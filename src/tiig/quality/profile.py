"""What months of a department are made up of: its weekdays, public holidays and the season.

Weekdays are a department's own the more, the more rows it has. The season and the public holidays
are pooled over departments, because one year of one of them says little.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tiig.kit.intervals import Floats
from tiig.model.months import Month
from tiig.standard.quality import ON, WHOLE_ROWS

RECENT = 12
"""Months with rows that set a department's usual day."""
SAME_EACH_YEAR = frozenset({1, 12})
"""Christmas and the New Year never leave their months, so that the season has them."""

_WEEK, _YEAR = 7, 12
_OWN_WEEK = 500
"""Rows of which a department's own week counts as much as that of all."""
_SEASONS = 1.0
"""Years of which a season seen counts as much as none."""
_USUAL_HOLIDAY = 0.1
"""How far a public holiday usually lies from its weekday (a standard deviation, of 1)."""
_FURTHEST_DAY = 1.0
"""A weekday's rows that are further off tell of something else than holidays."""

Places = NDArray[np.int_]


@dataclass(frozen=True)
class Past:
    """Rows by site, month and weekday; `told` where they were counted.

    `days` are the Mondays, Tuesdays … of each month, `holidays` those of them that are public
    holidays and move between months; `season_of` is the calendar month, from 0.
    """

    rows: Floats
    told: NDArray[np.bool_]
    days: Floats
    holidays: Floats
    season_of: Places

    def between(self, first: int, end: int) -> Past:
        """Return the months from one column up to before another."""
        here = slice(max(0, first), end)
        return Past(
            self.rows[:, here],
            self.told[:, here],
            self.days[here],
            self.holidays[here],
            self.season_of[here],
        )


@dataclass(frozen=True)
class Profile:
    """Each site's `week` (the mean of its days 1), what a holiday adds to a day, and seasons.

    `daily` are rows beside the days that a month had, by site and month; NaN where none are told.
    """

    week: Floats
    holiday: float
    seasons: Floats
    daily: Floats

    def days(self, days: Floats, holidays: Floats) -> Floats:
        """Return how many usual days months have, by site and month, before any season."""
        usual: Floats = self.week @ (days + self.holiday * holidays).T
        return usual


def past_of(
    counts: pl.DataFrame, sites: Sequence[str], months: Sequence[Month], off: Collection[date]
) -> Past:
    """Return stored counts by weekday (`site`, `month`, `item`, `measure`, `count`) as a past."""
    rows = np.zeros((len(sites), len(months), _WEEK))
    at_site = {site: place for place, site in enumerate(sites)}
    at_month = {str(month): place for place, month in enumerate(months)}
    by_day = counts.filter(
        pl.col("item") == WHOLE_ROWS, pl.col("measure").str.starts_with(ON)
    ).with_columns(day=pl.col("measure").str.strip_prefix(ON).cast(pl.Int64) - 1)
    for site, month, day, count in by_day.select("site", "month", "day", "count").iter_rows():
        rows[at_site[site], at_month[month], day] += count
    return Past(
        rows,
        rows.sum(axis=2) > 0,
        np.array([days_of_week(month) for month in months], dtype=np.float64),
        np.array([_holidays(month, off) for month in months], dtype=np.float64),
        np.array([month.number - 1 for month in months]),
    )


def days_of_week(month: Month) -> list[int]:
    """Return how many Mondays, Tuesdays … a month has."""
    begins = date(month.year, month.number, 1).weekday()
    length = monthrange(month.year, month.number)[1]
    return [length // _WEEK + ((day - begins) % _WEEK < length % _WEEK) for day in range(_WEEK)]


def _holidays(month: Month, off: Collection[date]) -> list[int]:
    if month.number in SAME_EACH_YEAR:
        return [0] * _WEEK
    here = [day.weekday() for day in off if Month.of(day) == month]
    return [here.count(day) for day in range(_WEEK)]


def profile_of(past: Past) -> Profile:
    """Learn weekdays, holidays and seasons from months."""
    week = _week(past)
    holiday = _holiday(past, week)
    had = Profile(week, holiday, np.ones(_YEAR), np.zeros(0)).days(past.days, past.holidays)
    daily = np.where(past.told, past.rows.sum(axis=2) / had, np.nan)
    return Profile(week, holiday, _seasons(daily, past.season_of), daily)


def _week(past: Past) -> Floats:
    """Return each site's weekdays, the mean of them 1: its own the more, the more rows it has."""
    rows = np.where(past.told[:, :, None], past.rows, 0.0).sum(axis=1)
    days = past.told.astype(np.float64) @ past.days
    own = rows / np.maximum(days, 1.0)
    own /= np.maximum(own.mean(axis=1, keepdims=True), 1e-9)
    whole = rows.sum(axis=1, keepdims=True)
    of_all = (own * whole).sum(axis=0) / max(whole.sum(), 1.0)
    weight = whole / (whole + _OWN_WEEK)
    return np.asarray(weight * own + (1 - weight) * of_all)


def _holiday(past: Past, week: Floats) -> float:
    """Return by how much a public holiday differs from its weekday, of 1: below 0 it has fewer.

    A weekday with holidays is held against the other weekdays of the same month and site, by
    weighted least squares that hold a holiday to be a weekday until rows tell otherwise.
    """
    usual = week[:, None, :] * past.days[None, :, :]
    plain = np.broadcast_to((past.holidays == 0)[None, :, :], usual.shape)
    beside = np.where(plain, past.rows, 0.0).sum(axis=2, keepdims=True)
    of_usual = np.where(plain, usual, 0.0).sum(axis=2, keepdims=True)
    expected = usual * beside / np.maximum(of_usual, 1e-9)
    seen = ~plain & (expected > 0) & past.told[:, :, None]
    if not seen.any():
        return 0.0
    off = np.broadcast_to(past.holidays / past.days, usual.shape)[seen]
    differs = np.clip(past.rows[seen] / expected[seen] - 1, -_FURTHEST_DAY, _FURTHEST_DAY)
    trust = expected[seen]
    told = float((trust * off * differs).sum())
    return told / (float((trust * off**2).sum()) + _USUAL_HOLIDAY**-2)


def _seasons(daily: Floats, season_of: Places) -> Floats:
    """Return what each calendar month does to a usual day, at most as far as years tell."""
    found = np.ones(_YEAR)
    long = (~np.isnan(daily)).sum(axis=1) >= _YEAR
    if not long.any():
        return found
    beside = daily[long] / recent_median(daily[long])[:, None]
    for month in range(_YEAR):
        seen = beside[:, season_of == month]
        told = seen[~np.isnan(seen)]
        if told.size:
            years = min((season_of == month).sum(), told.size / 3)
            found[month] = 1 + (np.median(told) - 1) * years / (years + _SEASONS)
    return found


def recent_median(daily: Floats) -> Floats:
    """Return the median of each site's last months with rows; NaN where it has none."""
    found = np.full(len(daily), np.nan)
    for place, line in enumerate(daily):
        told = line[~np.isnan(line)][-RECENT:]
        if told.size:
            found[place] = np.median(told)
    return found

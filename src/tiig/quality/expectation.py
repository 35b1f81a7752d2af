"""How many rows a month would have, from the department's own past: weekdays, season, chance.

Of each month only what came before it is used. A department's usual day is the median of its
last months, each brought to the weekdays that it had and to its season; the season is pooled over
departments, because one year of one of them says little. Months vary by more than chance: by how
much is seen from how far earlier months lay from what was then expected.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tiig.model.months import Month
from tiig.standard.quality import ON, WHOLE_ROWS

FEWEST_MONTHS = 6
"""Months with rows before one, under which nothing is expected of it."""
LOOKED_BACK, RECENT = 36, 12
"""Months that weekdays and seasons are learnt from, and those that set the usual day."""
LIKELY = 0.99
"""How often a month lies within its interval, where nothing happened."""
EXPECTED = {
    "site": pl.String, "month": pl.String, "rows": pl.Int64,
    "expected": pl.Float64, "low": pl.Float64, "high": pl.Float64,
}  # fmt: skip
"""What is expected of site-months that are wholly in force; null where too little is known."""

_WEEK, _YEAR = 7, 12
_OWN_WEEK = 500
"""Rows of which a department's own week counts as much as that of all."""
_SEASONS = 1.0
"""Years of which a season seen counts as much as none."""
_USUAL_SPREAD, _SPREAD_MONTHS = 0.004, 24
"""How much months vary before any was seen (a relative variance), and how many that is worth."""
_KEPT, _OF_ALL = 0.95, 0.759
"""So many of the smallest squares of a normal variable have a mean of so much of that of all."""

_Flags = NDArray[np.bool_]
_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class _Past:
    """Rows by site, month and weekday; `told` where they were counted, `days` by month."""

    rows: _Floats
    told: _Flags
    days: _Floats
    season_of: NDArray[np.int_]

    def before(self, column: int) -> _Past:
        """Return the months before one, as far back as is looked."""
        chosen = slice(max(0, column - LOOKED_BACK), column)
        return _Past(
            self.rows[:, chosen], self.told[:, chosen], self.days[chosen], self.season_of[chosen]
        )


def expectations(
    counts: pl.DataFrame, whole: pl.DataFrame, lacking: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Return what is expected of each site-month, as `EXPECTED` says, by site and month.

    `counts` are stored counts (`site`, `month`, `item`, `measure`, `count`), of which those by
    weekday are used; `whole` the site-months wholly in force, with their `rows`: 0 is a nil return.
    Those that are `lacking` (`site`, `month`) are told without rows.
    """
    more = whole.clear() if lacking is None else lacking
    parts = [whole.select("site", "month", "rows"), more.select("site", "month")]
    every = pl.concat(parts, how="diagonal")
    if every.is_empty():
        return pl.DataFrame(schema=EXPECTED)
    sites = every["site"].unique().sort().to_list()
    first, last = (Month.parse(str(one)) for one in (every["month"].min(), every["month"].max()))
    months = [first.plus(step) for step in range(last.index - first.index + 1)]
    past = _placed(counts.join(whole, on=("site", "month"), how="semi"), sites, months)
    usual, low, high = _one_by_one(past)
    columns = {str(month): place for place, month in enumerate(months)}
    at = every.sort("site", "month")
    here = [(sites.index(site), columns[month]) for site, month, _ in at.iter_rows()]
    told = {
        name: pl.Series(name, [values[place] for place in here], dtype=pl.Float64).fill_nan(None)
        for name, values in (("expected", usual), ("low", low), ("high", high))
    }
    return at.with_columns(**told).cast(EXPECTED)  # type: ignore[arg-type]  # a dict is a schema


def _placed(counts: pl.DataFrame, sites: list[str], months: list[Month]) -> _Past:
    rows = np.zeros((len(sites), len(months), _WEEK))
    at_site = {site: place for place, site in enumerate(sites)}
    at_month = {str(month): place for place, month in enumerate(months)}
    by_day = counts.filter(
        pl.col("item") == WHOLE_ROWS, pl.col("measure").str.starts_with(ON)
    ).with_columns(day=pl.col("measure").str.strip_prefix(ON).cast(pl.Int64) - 1)
    for site, month, day, count in by_day.select("site", "month", "day", "count").iter_rows():
        rows[at_site[site], at_month[month], day] += count
    return _Past(
        rows,
        rows.sum(axis=2) > 0,
        np.array([days_of_week(month) for month in months], dtype=np.float64),
        np.array([month.number - 1 for month in months]),
    )


def days_of_week(month: Month) -> list[int]:
    """Return how many Mondays, Tuesdays … a month has."""
    begins = date(month.year, month.number, 1).weekday()
    length = monthrange(month.year, month.number)[1]
    return [length // _WEEK + ((day - begins) % _WEEK < length % _WEEK) for day in range(_WEEK)]


def _one_by_one(past: _Past) -> tuple[_Floats, _Floats, _Floats]:
    """Return expected rows and their limits by site and month; NaN where too little is known."""
    shape = past.told.shape
    usual, low, high = (np.full(shape, np.nan) for _ in range(3))
    squares, by_chance = np.zeros(0), np.zeros(0)
    for column in range(1, shape[1]):
        before = past.before(column)
        enough = before.told.sum(axis=1) >= FEWEST_MONTHS
        if not enough.any():
            continue
        found, sure = _expected(before, past.days[column], int(past.season_of[column]))
        found[~enough] = np.nan
        usual[:, column] = found
        spread = _spread(squares, by_chance)
        chance = 1 / np.maximum(found, 1.0)
        low[:, column], high[:, column] = _limits(found, chance + sure * spread)
        seen = enough & past.told[:, column]
        here = past.rows[seen, column].sum(axis=1) / np.maximum(found[seen], 1.0) - 1
        squares = np.append(squares, here**2 / sure[seen])
        by_chance = np.append(by_chance, chance[seen] / sure[seen])
    return usual, low, high


def _expected(past: _Past, days: _Floats, season: int) -> tuple[_Floats, _Floats]:
    """Return the rows expected of a month, and how often the spread its error comes to."""
    week = _week(past)
    exposure = past.days @ week.T  # by month and site
    daily = np.where(past.told, past.rows.sum(axis=2) / exposure.T, np.nan)
    seasons = _seasons(daily, past.season_of)
    level = _recent_median(daily / seasons[past.season_of])
    months = np.minimum(past.told.sum(axis=1), RECENT)
    return level * (week @ days) * seasons[season], 1 + 1.57 / np.maximum(months, 1)


def _week(past: _Past) -> _Floats:
    """Return each site's weekdays, the mean of them 1: its own the more, the more rows it has."""
    rows = np.where(past.told[:, :, None], past.rows, 0.0).sum(axis=1)
    days = past.told.astype(np.float64) @ past.days
    own = rows / np.maximum(days, 1.0)
    own /= np.maximum(own.mean(axis=1, keepdims=True), 1e-9)
    whole = rows.sum(axis=1, keepdims=True)
    of_all = (own * whole).sum(axis=0) / max(whole.sum(), 1.0)
    weight = whole / (whole + _OWN_WEEK)
    return np.asarray(weight * own + (1 - weight) * of_all)


def _seasons(daily: _Floats, season_of: NDArray[np.int_]) -> _Floats:
    """Return what each calendar month does to a usual day, at most as far as years tell."""
    found = np.ones(_YEAR)
    long = (~np.isnan(daily)).sum(axis=1) >= _YEAR
    if not long.any():
        return found
    beside = daily[long] / _recent_median(daily[long])[:, None]
    for month in range(_YEAR):
        seen = beside[:, season_of == month]
        told = seen[~np.isnan(seen)]
        if told.size:
            years = min((season_of == month).sum(), told.size / 3)
            found[month] = 1 + (np.median(told) - 1) * years / (years + _SEASONS)
    return found


def _recent_median(daily: _Floats) -> _Floats:
    """Return the median of each site's last months with rows; NaN where it has none."""
    found = np.full(len(daily), np.nan)
    for place, line in enumerate(daily):
        told = line[~np.isnan(line)][-RECENT:]
        if told.size:
            found[place] = np.median(told)
    return found


def _spread(squares: _Floats, by_chance: _Floats) -> float:
    """Return how much months vary beyond chance, relative to what is expected (a variance).

    The twentieth that differ most are left out, as something may have happened in them; months of
    few rows count less, because chance hides the rest in them.
    """
    if not squares.size:
        return _USUAL_SPREAD
    expected = by_chance + _USUAL_SPREAD
    kept = squares / expected <= np.quantile(squares / expected, _KEPT)
    trust = (_USUAL_SPREAD / expected[kept]) ** 2
    above = float((trust * (squares[kept] / _OF_ALL - by_chance[kept])).sum())
    months = float(trust.sum())
    return (max(above, 0.0) + _USUAL_SPREAD * _SPREAD_MONTHS) / (months + _SPREAD_MONTHS)


def _limits(expected: _Floats, variance: _Floats) -> tuple[_Floats, _Floats]:
    """Return limits of counts whose relative variance this is, skewed as counts are.

    They are those of a gamma distribution (Wilson & Hilferty, PNAS 1931;17:684).
    """
    away = NormalDist().inv_cdf(1 - (1 - LIKELY) / 2) * np.sqrt(variance) / 3
    middle = 1 - variance / 9
    return expected * np.maximum(middle - away, 0.0) ** 3, expected * (middle + away) ** 3

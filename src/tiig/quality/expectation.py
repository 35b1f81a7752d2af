"""How many rows a month would have, from the department's own past: its days, season, chance.

Of each month only what came before it is used. A department's usual day is the median of its
last months, each brought to the weekdays and public holidays that it had and to its season. Months
vary by more than chance: by how much is seen from how far earlier months lay from what was then
expected.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from statistics import NormalDist

import numpy as np
import polars as pl

from tiig.kit.intervals import Floats
from tiig.model.months import Month
from tiig.quality.profile import RECENT, Past, past_of, profile_of, recent_median

FEWEST_MONTHS = 6
"""Months with rows before one, under which nothing is expected of it."""
LOOKED_BACK = 36
"""Months that weekdays, holidays and seasons are learnt from."""
LIKELY = 0.99
"""How often a month lies within its interval, where nothing happened."""
EXPECTED = {
    "site": pl.String, "month": pl.String, "rows": pl.Int64,
    "expected": pl.Float64, "low": pl.Float64, "high": pl.Float64,
}  # fmt: skip
"""What is expected of site-months that are wholly in force; null where too little is known."""

_USUAL_SPREAD, _SPREAD_MONTHS = 0.004, 24
"""How much months vary before any was seen (a relative variance), and how many that is worth."""
_KEPT, _OF_ALL = 0.95, 0.759
"""So many of the smallest squares of a normal variable have a mean of so much of that of all."""


def expectations(
    counts: pl.DataFrame,
    whole: pl.DataFrame,
    lacking: pl.DataFrame | None = None,
    *,
    holidays: Collection[date] = (),
) -> pl.DataFrame:
    """Return what is expected of each site-month, as `EXPECTED` says, by site and month.

    `counts` are stored counts (`site`, `month`, `item`, `measure`, `count`), of which those by
    weekday are used; `whole` the site-months wholly in force, with their `rows`: 0 is a nil return.
    Those that are `lacking` (`site`, `month`) are told without rows. `holidays` are public ones.
    """
    more = whole.clear() if lacking is None else lacking
    parts = [whole.select("site", "month", "rows"), more.select("site", "month")]
    every = pl.concat(parts, how="diagonal")
    if every.is_empty():
        return pl.DataFrame(schema=EXPECTED)
    sites = every["site"].unique().sort().to_list()
    first, last = (Month.parse(str(one)) for one in (every["month"].min(), every["month"].max()))
    months = [first.plus(step) for step in range(last.index - first.index + 1)]
    past = past_of(counts.join(whole, on=("site", "month"), how="semi"), sites, months, holidays)
    usual, low, high = _one_by_one(past)
    columns = {str(month): place for place, month in enumerate(months)}
    at = every.sort("site", "month")
    here = [(sites.index(site), columns[month]) for site, month, _ in at.iter_rows()]
    told = {
        name: pl.Series(name, [values[place] for place in here], dtype=pl.Float64).fill_nan(None)
        for name, values in (("expected", usual), ("low", low), ("high", high))
    }
    return at.with_columns(**told).cast(EXPECTED)  # type: ignore[arg-type]  # a dict is a schema


def _one_by_one(past: Past) -> tuple[Floats, Floats, Floats]:
    """Return expected rows and their limits by site and month; NaN where too little is known."""
    shape = past.told.shape
    usual, low, high = (np.full(shape, np.nan) for _ in range(3))
    squares, by_chance = np.zeros(0), np.zeros(0)
    for column in range(1, shape[1]):
        before = past.between(column - LOOKED_BACK, column)
        enough = before.told.sum(axis=1) >= FEWEST_MONTHS
        if not enough.any():
            continue
        found, sure = _expected(before, past.between(column, column + 1))
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


def _expected(past: Past, month: Past) -> tuple[Floats, Floats]:
    """Return the rows expected of a month, and how often the spread its error comes to."""
    profile = profile_of(past)
    level = recent_median(profile.daily / profile.seasons[past.season_of])
    months = np.minimum(past.told.sum(axis=1), RECENT)
    days = profile.days(month.days, month.holidays)[:, 0]
    season = profile.seasons[month.season_of[0]]
    return level * days * season, 1 + 1.57 / np.maximum(months, 1)


def _spread(squares: Floats, by_chance: Floats) -> float:
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


def _limits(expected: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Return limits of counts whose relative variance this is, skewed as counts are.

    They are those of a gamma distribution (Wilson & Hilferty, PNAS 1931;17:684).
    """
    away = NormalDist().inv_cdf(1 - (1 - LIKELY) / 2) * np.sqrt(variance) / 3
    middle = 1 - variance / 9
    return expected * np.maximum(middle - away, 0.0) ** 3, expected * (middle + away) ** 3

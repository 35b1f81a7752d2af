"""The year of England: bank holidays, school terms, special days, and the weight of each day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from math import prod

import numpy as np

from tiig.synthesis.world.choosing import Floats
from tiig.synthesis.world.facts import Stream, table

_FRIDAY, _SATURDAY = 4, 5
_A_WEEK = 7
_PLAIN_YEAR = 2025
"""The year whose days weigh one on average: no finals were played in it."""


def easter(year: int) -> date:
    """Return Easter Sunday (Gregorian, by the anonymous algorithm of 1876)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    skipped, leap = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - skipped - moon + 15) % 30
    quarter, left = divmod(rest, 4)
    sunday = (32 + 2 * leap + 2 * quarter - epact - left) % 7
    full = (golden + 11 * epact + 22 * sunday) // 451
    month, day = divmod(epact + sunday - 7 * full + 114, 31)
    return date(year, month, day + 1)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Return the bank holidays of England, substitutes for weekends included."""
    known = table("calendar")["bank_holidays"]
    sunday = easter(year)
    found = {sunday - timedelta(days=2), sunday + timedelta(days=1)}
    found |= {_monday_from(date(year, 5, 1)), _monday_until(date(year, 5, 31))}
    found |= {_monday_until(date(year, 8, 31))}
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        found.add(_workday(day, found))
    moved = {
        date.fromisoformat(old): date.fromisoformat(new) for old, new in known["moved"].items()
    }
    extra = {date.fromisoformat(day) for day in known["extra"]}
    return frozenset({moved.get(day, day) for day in found} | {d for d in extra if d.year == year})


@cache
def kinds_of(day: date) -> frozenset[str]:
    """Name what is special about a day, and about the night that begins on it."""
    facts = table("calendar")
    kinds = {
        name for name, (month, on) in facts["days"].items() if (day.month, day.day) == (month, on)
    }
    holiday = day in bank_holidays(day.year)
    eve = day + timedelta(days=1) in bank_holidays((day + timedelta(days=1)).year)
    if eve and day.weekday() not in {_FRIDAY, _SATURDAY}:
        kinds.add("eve")
    if holiday:
        kinds.add("bank-holiday")
    if any(first <= day <= last for first, last in _breaks(day.year)):
        kinds.add("school-holiday")
    if day.isoformat() in facts["football"]["days"]:
        weekend = day.weekday() in {_FRIDAY, _SATURDAY}
        kinds.add("weekend-football" if weekend else "midweek-football")
    return frozenset(kinds)


def is_school_day(day: date) -> bool:
    """Tell whether schools are open."""
    closed = {"school-holiday", "bank-holiday"} & kinds_of(day)
    return day.weekday() < _SATURDAY and not closed


def day_weights(stream: Stream, first: date, days: int) -> Floats:
    """Return each day's rate of a kind of event over its mean of a plain year."""
    return _weights(stream, first, days) / _plain_mean(stream)


@cache
def _plain_mean(stream: Stream) -> float:
    return float(_weights(stream, date(_PLAIN_YEAR, 1, 1), 365).mean())


def _weights(stream: Stream, first: date, days: int) -> Floats:
    facts = table("calendar")
    season, specials = facts["seasons"][stream.season], facts["specials"][stream.special]
    dates = [first + timedelta(days=step) for step in range(days)]
    return np.array(
        [
            stream.week[day.weekday()]
            * season[day.month - 1]
            * prod(specials.get(kind, 1.0) for kind in sorted(kinds_of(day)))
            for day in dates
        ]
    )


@cache
def _breaks(year: int) -> tuple[tuple[date, date], ...]:
    """Return the school holidays that touch a year, Easter and May computed."""
    fixed = [
        (date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last}"))
        for first, last in table("calendar")["school"]["breaks"]
    ]
    sunday, spring = easter(year), _monday_until(date(year, 5, 31))
    around = (sunday - timedelta(days=9), sunday + timedelta(days=7))
    return (*fixed, around, (spring, spring + timedelta(days=4)))


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % _A_WEEK)


def _monday_until(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _workday(day: date, taken: set[date]) -> date:
    return next(later for later in _from(day) if later.weekday() < _SATURDAY and later not in taken)


def _from(day: date) -> Iterator[date]:
    return (day + timedelta(days=step) for step in range(_A_WEEK))

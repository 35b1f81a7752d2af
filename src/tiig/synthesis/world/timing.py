"""When things happen and when people arrive: local minutes since 1970.

An hour after midnight belongs to the night of the day before. The hour that clocks skip in
spring holds nothing: what would fall into it falls an hour later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np

from tiig.kit.clock_changes import skipped_hours
from tiig.model.months import Month
from tiig.synthesis.world.calendar import day_weights, is_school_day
from tiig.synthesis.world.choosing import Choices, Flags, Floats, Whole
from tiig.synthesis.world.events import as_index
from tiig.synthesis.world.facts import Stream, table

ZONE = "Europe/London"
HOUR, DAY = 60, 24 * 60
_MOST_DELAY = 10 * DAY
"""So that who is hurt in a month arrives, and comes back, in it or in the next."""
_EPOCH = date(1970, 1, 1)
_SATURDAY = 5
_LEAST_MINUTES = 5


def first_minute(month: Month) -> int:
    """Return the minute (since 1970, local) with which a month begins."""
    return (month.first_day - _EPOCH).days * DAY


@cache
def days_of(stream: Stream, month: Month) -> Floats:
    """Return the weight of each day of a month for a kind of event."""
    return day_weights(stream, month.first_day, month.last_day.day)


def moments(draw: np.random.Generator, stream: Stream, month: Month, rows: int) -> Whole:
    """Draw the minute of each injury in a month."""
    days, hours = days_of(stream, month), _hours(stream)
    day = Choices.of_rows(days[None]).pick_column(draw, np.zeros(rows, dtype=np.int64))
    weekday = (month.first_day.weekday() + day) % 7
    kind = as_index(weekday >= _SATURDAY)
    hour = hours.first[kind] + hours.choices.pick_column(draw, kind)
    return on_the_clock(
        first_minute(month) + day * DAY + hour * HOUR + draw.integers(0, HOUR, rows)
    )


@dataclass(frozen=True)
class _Hours:
    """Hours of Monday to Friday and of the weekend: the first of each, and their chances."""

    first: Whole
    choices: Choices


@cache
def _hours(stream: Stream) -> _Hours:
    profiles = [table("shapes")["hours"][name] for name in stream.hours]
    longest = max(len(profile["weights"]) for profile in profiles)
    shares = [[*one["weights"], *[0] * (longest - len(one["weights"]))] for one in profiles]
    first = np.array([one["first"] for one in profiles])
    return _Hours(first, Choices.of_rows(np.array(shares, dtype=float)))


def on_the_clock(minutes: Whole) -> Whole:
    """Move minutes in the hour that clocks skip in spring to the hour after."""
    skipped = _skipped()
    place = np.searchsorted(skipped, minutes, side="right") - 1
    within = (minutes - skipped[place] < HOUR) & (place >= 0)
    moved: Whole = np.where(within, minutes + HOUR, minutes)
    return moved


@cache
def _skipped() -> Whole:
    hours = [np.datetime64(hour, "m").astype(np.int64) for hour in skipped_hours(ZONE)]
    return np.array(sorted(hours))


def arrivals(draw: np.random.Generator, stream: Stream, injury: Whole, severity: Whole) -> Whole:
    """Draw when the department is reached: soon, or for lesser injuries on a later day."""
    shapes = table("shapes")
    delay, later, rows = shapes["delays"][stream.delay], shapes["later"], len(injury)
    quicker = np.array(shapes["care"]["quicker"])[severity]
    minutes = delay["median"] * quicker * np.exp(delay["spread"] * draw.standard_normal(rows))
    soon = injury + np.minimum(as_index(minutes) + _LEAST_MINUTES, _MOST_DELAY)
    days = np.minimum(1 + as_index(draw.exponential(later["days"], rows)), later["most_days"])
    open_hours = later["hours"][1] - later["hours"][0]
    hour = later["hours"][0] + as_index(open_hours * draw.random(rows) ** later["early"])
    another_day = (injury // DAY + days) * DAY + hour * HOUR + draw.integers(0, HOUR, rows)
    waits = (draw.random(rows) < delay["later"]) & (severity <= later["gravest"])
    return on_the_clock(np.where(waits, another_day, soon))


def schools_open(month: Month, minutes: Whole) -> Flags:
    """Tell of minutes of a month whether schools are open on their day."""
    day = (minutes - first_minute(month)) // DAY
    found: Flags = _school_days(month)[np.minimum(day, month.last_day.day)]
    return found


@cache
def _school_days(month: Month) -> Flags:
    """Tell of each day of a month, and of the day after it, whether schools are open."""
    days = (month.first_day + timedelta(days=step) for step in range(month.last_day.day + 1))
    return np.array([is_school_day(day) for day in days])

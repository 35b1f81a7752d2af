"""Instants, months, hours and weekdays of arrival, injury and departure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

import polars as pl

from tiig.derive.context import DeriveContext
from tiig.derive.items import Items, first_state, in_words, yes_no
from tiig.kit.clock_changes import local_offsets, repeated_hours, skipped_hours
from tiig.model.states import ItemState, state_column
from tiig.standard.columns import AMBIGUOUS_SUFFIX, NONEXISTENT_SUFFIX, UTC_SUFFIX
from tiig.standard.items import Kind

ZONE = "Europe/London"
FIRST_YEAR, LAST_YEAR = 1990, 2099
"""The years of the standard's calendar."""

_MINUTE, _HOUR, _DAY = 60_000_000, 3_600_000_000, 86_400_000_000
"""In microseconds, the grain of moments; whole-number arithmetic is quicker than calendars."""

_STEP, _SKIPPED, _REPEATED = 4, 1, 2
"""How the table of hours writes offset and clock change in one number."""

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EPOCH_WEEKDAY = 3
"""1 January 1970 was a Thursday."""

EVENT_DEFAULT = "~event_default"
"""Whether an injury time that is given is a default value; used by several columns."""


def instants(items: Items) -> dict[str, pl.Expr]:
    """Give each stored moment its UTC instant, and whether the clocks make it doubtful.

    In the hour that the clocks repeat, the earlier instant is meant. In the hour that
    they skip there is none. A date alone is no instant.
    """
    found: dict[str, pl.Expr] = {}
    for item in items.standard.items.values():
        if item.kind is Kind.MOMENT and item.stored:
            time = pl.when(items.given(item.id)).then(items.value(item.id)).cast(pl.Int64)
            first, codes = _hours()
            code = pl.lit(codes).gather(_within(time // _HOUR, first, len(codes)))
            skipped, repeated = code % _STEP == _SKIPPED, code % _STEP == _REPEATED
            offset = (code // _STEP).cast(pl.Int64) * _HOUR
            utc = (time - offset).cast(pl.Datetime("us", "UTC"))
            found[item.id + UTC_SUFFIX] = pl.when(~skipped).then(utc)
            found[item.id + AMBIGUOUS_SUFFIX] = repeated
            found[item.id + NONEXISTENT_SUFFIX] = skipped
    return found


def default_time(items: Items, context: DeriveContext) -> pl.Expr:
    """Tell whether a given injury time is a default: 00:00, the arrival, or one of the profile."""
    injury = items.value("injury_at").cast(pl.Int64)
    minutes = {0, *(at.hour * 60 + at.minute for at in context.default_times)}
    found = (injury // _MINUTE % (24 * 60)).is_in(sorted(minutes)) | _filled_in(items, context)
    return (items.given("injury_at") & found).fill_null(value=False)


def calendar(items: Items, context: DeriveContext) -> dict[str, pl.Expr]:
    """Return month, hours and weekdays; `EVENT_DEFAULT` must stand in the batch."""
    arrival, injury = items.value("arrival_at"), items.value("injury_at")
    timed, default = items.given("injury_at"), pl.col(EVENT_DEFAULT)
    untold = items.state("injury_at")
    no_day = ~items.dated("injury_at")
    filled_in = _filled_in(items, context) & items.dated("injury_at")
    return {
        "month": _month(arrival),
        "arrival_hour": pl.when(items.given("arrival_at")).then(_clock_hour(arrival)),
        state_column("arrival_hour"): items.state("arrival_at"),
        "arrival_weekday": _weekday(arrival),
        "event_hour": pl.when(timed & ~default).then(_clock_hour(injury)),
        state_column("event_hour"): first_state((~timed, untold), (default, ItemState.BLANK)),
        "event_weekday": pl.when(~no_day & ~filled_in).then(_weekday(injury)),
        state_column("event_weekday"): first_state((no_day, untold), (filled_in, ItemState.BLANK)),
        "event_time_default": pl.when(timed).then(yes_no(default)),
        state_column("event_time_default"): untold,
    }


def in_weekend_night(moment: pl.Expr) -> pl.Expr:
    """Tell whether a moment lies from 20:00 to 05:59 in a night begun on Friday or Saturday."""
    evening, morning = 20, 6
    hour = moment.cast(pl.Int64) // _HOUR % 24
    # Six hours earlier it is still the day on which the night began.
    night_of = _day_number(moment.cast(pl.Int64) - morning * _HOUR)
    begun = night_of.is_in([_WEEKDAYS.index("fri"), _WEEKDAYS.index("sat")])
    return begun & ((hour >= evening) | (hour < morning))


def _filled_in(items: Items, context: DeriveContext) -> pl.Expr:
    """Tell whether day and time of an injury are both defaults: the arrival, or the profile's."""
    injury, arrival = items.value("injury_at"), items.value("arrival_at")
    same = injury.cast(pl.Int64) // _MINUTE == arrival.cast(pl.Int64) // _MINUTE
    found = same & items.given("injury_at") & items.given("arrival_at")
    if context.default_moments:
        moments = pl.Series(sorted(context.default_moments), dtype=pl.Datetime("us"))
        found |= injury.is_in(moments.implode())
    return found.fill_null(value=False)


def _clock_hour(moment: pl.Expr) -> pl.Expr:
    return in_words(tuple(f"{hour:02d}" for hour in range(24)), moment.cast(pl.Int64) // _HOUR % 24)


def _weekday(moment: pl.Expr) -> pl.Expr:
    return in_words(_WEEKDAYS, _day_number(moment.cast(pl.Int64)))


def _day_number(microseconds: pl.Expr) -> pl.Expr:
    return (microseconds // _DAY + _EPOCH_WEEKDAY) % len(_WEEKDAYS)


def _month(moment: pl.Expr) -> pl.Expr:
    first, names = _months()
    return pl.lit(names).gather(_within(moment.cast(pl.Int64) // _DAY, first, len(names)))


def _within(number: pl.Expr, first: int, size: int) -> pl.Expr:
    """Return the place of a number in a table that begins at `first`; null outside of it."""
    place = number - first
    return pl.when(place.is_between(0, size - 1)).then(place)


# Looking days and hours up in a table is several times quicker than asking a calendar of
# each row, and the tables are small: the days and the hours of this and the next century.


@lru_cache(maxsize=1)
def _months() -> tuple[int, pl.Series]:
    """Return the number of the first day, and the month of that and each later day."""
    first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    days = pl.date_range(first, last, eager=True)
    return (first - date(1970, 1, 1)).days, days.dt.strftime("%Y-%m")


@lru_cache(maxsize=1)
def _hours() -> tuple[int, pl.Series]:
    """Return the number of the first hour, and a code for that and each later hour.

    A code is `_STEP` times the offset from UTC in hours, plus whether clocks skip or
    repeat the hour.
    """
    start, end = datetime(FIRST_YEAR, 1, 1), datetime(LAST_YEAR, 12, 31, 23)  # noqa: DTZ001 - local
    local = pl.datetime_range(start, end, "1h", time_unit="us", eager=True).alias("local")
    offsets = pl.DataFrame(
        [(since, offset // timedelta(hours=1)) for since, offset in local_offsets(ZONE)],
        schema={"local": pl.Datetime("us"), "offset": pl.Int8},
        orient="row",
    )
    skipped = pl.col("local").is_in(skipped_hours(ZONE)) * _SKIPPED
    repeated = pl.col("local").is_in(repeated_hours(ZONE)) * _REPEATED
    coded = (pl.col("offset") * _STEP + skipped + repeated).cast(pl.Int8)
    codes = local.to_frame().join_asof(offsets, on="local").select(coded).to_series()
    return (date(FIRST_YEAR, 1, 1) - date(1970, 1, 1)).days * 24, codes

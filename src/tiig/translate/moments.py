"""Dates and times as text become naive local moments; nothing is rolled over or made up.

A day without a usable time of day has the state PART; its time of 00:00 only fills the
column. Two-digit years never lie more than a year ahead of the plan's day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import polars as pl

from tiig.model.profile import Part
from tiig.model.states import ItemState
from tiig.translate.cells import emptied, states_of, without_words
from tiig.translate.planning import Feed, Plan, Source
from tiig.translate.profile_keys import EXCEL, SERIAL

_MOMENT = pl.Datetime("us")
_EARLIEST = datetime(1900, 1, 1)  # noqa: DTZ001 - local time without a zone is what files hold
_LATEST = datetime(2200, 1, 1)  # noqa: DTZ001
_DAY_SECONDS = 86_400
_LAST_SERIAL = 2_958_465
"""The serial number of 9999-12-31, the last day of a spreadsheet."""
_FALSE_LEAP_DAY = 60
"""Serial 60 of the 1900 system is 1900-02-29, a day that never was."""

_ISO_MOMENTS = ("%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")
_ISO_DAY = "%Y-%m-%d"
_ISO_TIMES = ("%H:%M:%S%.f", "%H:%M")
_DAY_AND_TIME = re.compile(r"(\S*%[dmYyb]\S*?)(?: +|T)%[HI].*")
_DAY_BEFORE_TIME = r"^\s*(\S+?)(?:(?: +|T)[0-9:.]{0,12} ?(?:[AaPp][Mm])?)?\s*$"
_NUMERIC = re.compile(r"(?:%[dmYyHMS])+")


@dataclass(frozen=True)
class _Read:
    """Cells of one column as moments: `value` (Datetime) and whether a time of day was told.

    `by` counts the cells that each pattern read.
    """

    value: pl.Series
    timed: pl.Series
    by: Mapping[str, int] = field(default_factory=dict)


Noted = Callable[[str, Mapping[str, int]], None]
"""Hears of a column how many of its cells each pattern read."""


def read_moment(
    frame: pl.DataFrame, feed: Feed, plan: Plan, noted: Noted | None = None
) -> tuple[pl.Series, pl.Series]:
    """Return a moment item (naive local Datetime) and its states, row by row."""
    sources = {source.column.part: source for source in feed.sources}
    first = sources.get(Part.WHOLE) or sources[Part.DATE]
    cells, own = frame[first.header], dict(first.column.codes)
    day = _column(without_words(cells, own), _tried(first, plan))
    if noted is not None:
        noted(first.header, day.by)
    state = states_of(cells, day.value, {**feed.meanings, **own})
    if first.column.part is Part.WHOLE:
        return day.value, _part(state, day.timed)
    value = day.value.dt.truncate("1d")
    if Part.TIME not in sources:
        return value, _part(state, pl.repeat(False, frame.height, eager=True))
    source = sources[Part.TIME]
    time = _column(frame[source.header], _tried(source, plan))
    if noted is not None:
        noted(source.header, time.by)
    since_midnight = (time.value - time.value.dt.truncate("1d")).fill_null(timedelta(0))
    return value + since_midnight, _part(state, time.timed)


def read_birth_date(
    frame: pl.DataFrame, feed: Feed, plan: Plan, noted: Noted | None = None
) -> tuple[pl.Series, pl.Series]:
    """Return dates of birth (Date) and their states; a time of day beside one is not read."""
    value, state = read_moment(frame, feed, plan, noted)
    given = pl.repeat(int(ItemState.GIVEN), len(state), dtype=pl.UInt8, eager=True)
    return value.dt.date(), given.zip_with(state == ItemState.PART, state)


def read_day(text: str, patterns: tuple[str, ...], date_system: int) -> date | None:
    """Read a single day, as a period cell holds it; null where it is none."""
    tried = _Tried(patterns, Part.DATE, date_system, date.max)
    moment = _column(pl.Series([text]), tried).value[0]
    return None if moment is None else moment.date()


def read_texts(
    cells: pl.Series, formats: tuple[str, ...], part: Part, date_system: int = 1900
) -> pl.Series:
    """Return a column's moments by these patterns, before a profile declares them."""
    return _column(cells, _Tried(formats, part, date_system, date.max)).value


@dataclass(frozen=True)
class _Tried:
    """How a column is to be read: formats in order, the part it holds, and its calendar."""

    formats: tuple[str, ...]
    part: Part
    date_system: int
    on: date

    @property
    def patterns(self) -> list[tuple[str, bool]]:
        """Patterns to try, and whether each reads a workbook's own cells.

        After those declared come the same with and without seconds.
        """
        found: list[tuple[str, bool]] = []
        for pattern in self.formats:
            if pattern == EXCEL:
                times = _ISO_TIMES if self.part is Part.TIME else ()
                found += [(iso, True) for iso in (*times, *_ISO_MOMENTS, _ISO_DAY, SERIAL)]
            else:
                found.append((pattern, False))
        others = [(other, own) for pattern, own in found for other in _seconds(pattern)]
        return list(dict.fromkeys([*found, *others]))


def _tried(source: Source, plan: Plan) -> _Tried:
    return _Tried(source.column.formats, source.column.part, plan.date_system, plan.on)


def _column(cells: pl.Series, tried: _Tried) -> _Read:
    """Read a column: its first format on all cells, then all of them on what is left."""
    patterns = tried.patterns
    read = _one(cells, patterns[0], tried)
    left = (read.value.is_null() & cells.is_not_null()).arg_true()
    value, timed = read.value, read.timed
    by = {patterns[0][0]: len(value) - value.null_count()}
    for pattern in patterns:
        if not len(left):
            break
        read = _one(cells.gather(left).str.strip_chars(), pattern, tried)
        value = value.scatter(left, read.value)
        timed = timed.scatter(left, read.timed)
        by[pattern[0]] = by.get(pattern[0], 0) + len(left) - read.value.null_count()
        left = left.filter(read.value.is_null())
    if tried.part is Part.WHOLE and len(left):
        value = value.scatter(left, _days_alone(cells.gather(left), tried))
    return _Read(value, timed, by)


def _days_alone(cells: pl.Series, tried: _Tried) -> pl.Series:
    """Read the day of a moment whose time is missing or is none, such as 24:00 or 16:60.

    What follows the day may only be digits and signs of a time: a zone would move the day.
    """
    days = cells.str.extract(_DAY_BEFORE_TIME)
    value = pl.repeat(None, len(cells), dtype=_MOMENT, eager=True)
    for form in dict.fromkeys(filter(None, map(_day_form, tried.formats))):
        value = value.zip_with(value.is_not_null(), _one(days, (form, False), tried).value)
    return value


def _day_form(pattern: str) -> str | None:
    """Return what a pattern says of the day, where a time follows it after a space or T."""
    found = _DAY_AND_TIME.fullmatch(pattern)
    return found[1] if found else None


def _seconds(pattern: str) -> list[str]:
    if pattern == SERIAL or "%M" not in pattern:
        return []
    if "%S" in pattern:
        return [pattern.replace("%S", "%S%.f"), pattern.replace(":%S", "")]
    between = "" if "%H%M" in pattern else ":"
    return [pattern.replace("%M", f"%M{between}%S"), pattern.replace("%M", f"%M{between}%S%.f")]


def _one(cells: pl.Series, tried: tuple[str, bool], how: _Tried) -> _Read:
    """Read what fits one pattern; everything else is null."""
    pattern, of_workbook = tried
    if pattern == SERIAL:
        return _serial(cells, how)
    if _NUMERIC.fullmatch(pattern):
        cells = _padded(cells, width=2 * pattern.count("%") + 2 * pattern.count("%Y"))
    if how.part is Part.TIME and "%d" not in pattern:
        time = cells.str.to_time(pattern, strict=False)
        value = (time.cast(pl.Duration("us")) + _EARLIEST).cast(_MOMENT)
    else:
        value = _placed(cells.str.to_datetime(pattern, strict=False, time_unit="us"), pattern, how)
    if "%S" in pattern:
        # A sixtieth second would roll over into the next minute.
        value = emptied(value, cells.str.contains(r":60(?:\D|$)"))
    told = value.is_not_null() & ("%H" in pattern or "%I" in pattern)
    if of_workbook and how.part is Part.WHOLE:
        # A workbook's reader writes a day alone as its midnight.
        told = told & (value != value.dt.truncate("1d"))
    return _Read(value, told.fill_null(value=False))


def _padded(cells: pl.Series, *, width: int) -> pl.Series:
    """Give back the leading zeros that a spreadsheet dropped; other lengths are unreadable.

    Without this, 2026061 would be taken for the first of June.
    """
    trimmed = cells.str.strip_chars()
    short = trimmed.str.contains(r"^\d{1," + str(width) + "}$")
    return emptied(trimmed.str.zfill(width), ~short)


def _serial(cells: pl.Series, how: _Tried) -> _Read:
    """Read serial day numbers: whole days since 1900 (or 1904), the fraction a time of day."""
    number = cells.cast(pl.Float64, strict=False)
    part, of_1900 = how.part, how.date_system == _EARLIEST.year
    least = 0 if part is Part.TIME or not of_1900 else 1
    fit = (number >= least) & (number < _LAST_SERIAL + 1)
    number = emptied(number, ~fit)
    seconds = (number * _DAY_SECONDS).round().cast(pl.Int64)
    days = seconds // _DAY_SECONDS
    if of_1900:
        base = datetime(1899, 12, 30)  # noqa: DTZ001
        seconds = seconds + (days < _FALSE_LEAP_DAY).cast(pl.Int64) * _DAY_SECONDS
        if part is not Part.TIME:
            seconds = emptied(seconds, days == _FALSE_LEAP_DAY)
    else:
        base = datetime(1904, 1, 1)  # noqa: DTZ001
    value = pl.Series([base]).cast(_MOMENT) + (seconds * 1_000_000).cast(pl.Duration("us"))
    # A whole number is a day without a time, unless a time of day was asked for.
    timed = value.is_not_null() if part is Part.TIME else (seconds % _DAY_SECONDS != 0)
    return _Read(_placed(value, SERIAL, how), timed.fill_null(value=False))


def _placed(value: pl.Series, pattern: str, how: _Tried) -> pl.Series:
    """Put two-digit years into their century, and refuse years that no record has."""
    if how.part is Part.TIME:
        return value
    if "%y" in pattern and how.on < date.max:
        limit = datetime.combine(how.on, datetime.min.time()) + timedelta(days=366)
        ahead = (value > limit).fill_null(value=False)
        if ahead.any():
            value = value.zip_with(~ahead, value.dt.offset_by("-100y"))
    return emptied(value, (value < _EARLIEST) | (value >= _LATEST))


def _part(state: pl.Series, timed: pl.Series) -> pl.Series:
    """Mark the given moments that have no time of day."""
    untimed = (state == ItemState.GIVEN) & ~timed
    if not untimed.any():
        return state
    marks = pl.repeat(int(ItemState.PART), len(state), dtype=pl.UInt8, eager=True)
    return marks.zip_with(untimed, state)

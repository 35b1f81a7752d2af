"""The hours of local time that a change of clocks skips or repeats, from the time-zone database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1970, 2099
_HOUR = timedelta(hours=1)
_STEP = timedelta(days=10)
"""Shorter than any time between two changes."""


@lru_cache(maxsize=4)
def skipped_hours(zone: str) -> tuple[datetime, ...]:
    """Return the local hours (naive, by their beginning) that never were."""
    return tuple(hour for before, after in _changes(zone) for hour in _hours(before, after))


@lru_cache(maxsize=4)
def repeated_hours(zone: str) -> tuple[datetime, ...]:
    """Return the local hours (naive, by their beginning) that were twice."""
    return tuple(hour for before, after in _changes(zone) for hour in _hours(after, before))


@lru_cache(maxsize=4)
def local_offsets(zone: str) -> tuple[tuple[datetime, timedelta], ...]:
    """Return from which local time on which offset from UTC holds, in order.

    In a repeated hour the earlier of the two instants is meant; in a skipped one no
    offset holds, whatever is said here.
    """
    first = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    beginning = (datetime.min, _offset(first, ZoneInfo(zone)))  # noqa: DTZ901 - naive on purpose
    current, found = beginning[1], [beginning]
    for before, after in _changes(zone):
        current += after - before
        found.append((max(before, after), current))
    return tuple(found)


def _hours(first: datetime, end: datetime) -> list[datetime]:
    return [first + step * _HOUR for step in range(max(0, (end - first) // _HOUR))]


@lru_cache(maxsize=4)
def _changes(zone: str) -> tuple[tuple[datetime, datetime], ...]:
    """Return what local clocks showed just before and after each change, as naive times."""
    place = ZoneInfo(zone)
    found = []
    instant = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    end = datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)
    offset = _offset(instant, place)
    while instant < end:
        later = instant + _STEP
        if _offset(later, place) != offset:
            change = _first_hour(instant, later, place)
            naive, new = change.replace(tzinfo=None), _offset(change, place)
            found.append((naive + offset, naive + new))
            offset = new
        instant = later
    return tuple(found)


def _first_hour(before: datetime, after: datetime, place: ZoneInfo) -> datetime:
    """Return the first full hour (UTC) at which the later offset holds."""
    offset = _offset(after, place)
    low, high = 0, (after - before) // _HOUR
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (
            (low, middle) if _offset(before + middle * _HOUR, place) == offset else (middle, high)
        )
    return before + high * _HOUR


def _offset(instant: datetime, place: ZoneInfo) -> timedelta:
    return instant.astimezone(place).utcoffset() or timedelta(0)

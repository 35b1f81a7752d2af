"""Runs of days: what a submission declares, and which part of its month a pair speaks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.months import Month, Period

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ONE = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Days:
    """An unbroken run of days, both ends included.

    Written as the months that it is made of (`2026-06`, `2017-01..2019-12`), else as its first
    and last day: `2026-06-01..2026-06-14`.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse a run that ends before it begins, or that no calendar of ours holds."""
        if self.last < self.first:
            message = f"the days end before they begin: {self.first}..{self.last}"
            raise ValueError(message)
        Month.of(self.first), Month.of(self.last)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read months or days; raises ValueError for anything else."""
        first, dots, last = text.strip().partition("..")
        if _DAY.fullmatch(first.strip()) is None:
            return cls.of(Period.parse(text.strip()))
        return cls(_day(first), _day(last) if dots else _day(first))

    @classmethod
    def of(cls, months: Period) -> Self:
        """Return all days of a run of months."""
        return cls(months.first.first_day, months.last.last_day)

    @classmethod
    def in_month(cls, month: Month, first: date | None = None, last: date | None = None) -> Self:
        """Return the days of a month, from its first or another and to its last or another."""
        return cls(first or month.first_day, last or month.last_day)

    @property
    def months(self) -> Period:
        """The months of which any day is among these."""
        return Period(Month.of(self.first), Month.of(self.last))

    @property
    def whole(self) -> bool:
        """Whether these are all days of their months."""
        return self == Days.of(self.months)

    def within(self, month: Month) -> Days | None:
        """Return those of the days that lie in a month; None where none does."""
        first, last = max(self.first, month.first_day), min(self.last, month.last_day)
        return None if last < first else Days(first, last)

    def bounds(self, month: Month) -> tuple[date, date] | tuple[None, None]:
        """Return first and last of these days of a month; None for both where they are all."""
        return (None, None) if self == Days.in_month(month) else (self.first, self.last)

    def overlaps(self, other: Days) -> bool:
        """Tell whether any day is in both."""
        return self.first <= other.last and other.first <= self.last

    def holds(self, other: Days) -> bool:
        """Tell whether all days of another run are among these."""
        return self.first <= other.first and other.last <= self.last

    def joined(self, other: Days) -> Days:
        """Return the shortest run that holds both."""
        return Days(min(self.first, other.first), max(self.last, other.last))

    def without(self, others: Iterable[Days]) -> tuple[Days, ...]:
        """Return the runs of these days that none of the others holds, the earliest first."""
        return tuple(self._gaps(sorted(one for one in others if one.overlaps(self))))

    def _gaps(self, others: Iterable[Days]) -> Iterator[Days]:
        start = self.first
        for one in others:
            if start < one.first:
                yield Days(start, one.first - _ONE)
            start = max(start, one.last + _ONE)
        if start <= self.last:
            yield Days(start, self.last)

    def __len__(self) -> int:
        """Count the days."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: object) -> bool:
        """Tell whether a day is among these."""
        return isinstance(day, date) and self.first <= day <= self.last

    def __str__(self) -> str:
        """Write the days as in `--period`."""
        if self.whole:
            return str(self.months)
        return str(self.first) if self.first == self.last else f"{self.first}..{self.last}"


def days_of(text: str) -> Days:
    """Read months or days as in `--period`; refuse anything else with how they are written."""
    try:
        return Days.parse(text)
    except ValueError:
        what = "a period is written like 2026-06, 2017-01..2019-12 or 2026-06-01..2026-06-14"
        raise TiigError(BAD_ARGUMENT, what=what) from None


def _day(text: str) -> date:
    if _DAY.fullmatch(text.strip()) is None:
        message = "a day is written like 2026-06-14"
        raise ValueError(message)
    return date.fromisoformat(text.strip())

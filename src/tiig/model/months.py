"""Calendar months and runs of months, the time grain of every submission."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Self

from tiig.model.errors import BAD_ARGUMENT, TiigError

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_EARLIEST, _LATEST = 1900, 2200
_IN_A_YEAR = 12


@dataclass(frozen=True, order=True)
class Month:
    """One calendar month; written `2026-06`."""

    year: int
    number: int

    def __post_init__(self) -> None:
        """Refuse what no calendar holds."""
        if not (1 <= self.number <= _IN_A_YEAR and _EARLIEST <= self.year <= _LATEST):
            message = f"no month {self.year}-{self.number}"
            raise ValueError(message)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2026-06`; raises ValueError for anything else."""
        match = _MONTH.fullmatch(text.strip())
        if match is None:
            message = "a month is written like 2026-06"
            raise ValueError(message)
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the month that a day (or a moment) lies in."""
        return cls(day.year, day.month)

    @property
    def index(self) -> int:
        """Months since year 0: consecutive months differ by one."""
        return self.year * _IN_A_YEAR + self.number - 1

    def plus(self, months: int) -> Month:
        """Return the month that lies `months` later (earlier if negative)."""
        year, zero_based = divmod(self.index + months, _IN_A_YEAR)
        return Month(year, zero_based + 1)

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return self.plus(1).first_day - timedelta(days=1)

    def settled_at(self, settling_days: int) -> datetime:
        """Return the moment (UTC) from which the month is no longer provisional."""
        end = datetime.combine(self.plus(1).first_day, datetime.min.time(), UTC)
        return end + timedelta(days=settling_days)

    def __str__(self) -> str:
        """Write the month as in `--month`."""
        return f"{self.year:04d}-{self.number:02d}"


@dataclass(frozen=True, order=True)
class Period:
    """An unbroken run of months, both ends included; written `2017-01..2019-12`."""

    first: Month
    last: Month

    def __post_init__(self) -> None:
        """Refuse a run that ends before it begins."""
        if self.last < self.first:
            message = f"period ends before it begins: {self.first}..{self.last}"
            raise ValueError(message)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2026-06` or `2017-01..2019-12`."""
        first, dots, last = text.partition("..")
        return cls(Month.parse(first), Month.parse(last if dots else first))

    @classmethod
    def of(cls, month: Month) -> Self:
        """Return the period of a single month."""
        return cls(month, month)

    def __iter__(self) -> Iterator[Month]:
        """Yield the months in order."""
        return (self.first.plus(step) for step in range(len(self)))

    def __len__(self) -> int:
        """Count the months."""
        return self.last.index - self.first.index + 1

    def runs_of(self, months: int) -> tuple[Period, ...]:
        """Return runs of so many months, counted back from the end; the first may be shorter."""
        ends = range(self.last.index, self.first.index - 1, -months)
        runs = [
            Period(max(self.first, end.plus(1 - months)), end)
            for end in (self.last.plus(index - self.last.index) for index in ends)
        ]
        return tuple(reversed(runs))

    def __contains__(self, month: object) -> bool:
        """Tell whether a month lies in the run."""
        return isinstance(month, Month) and self.first <= month <= self.last

    def __str__(self) -> str:
        """Write the period as in `--month`."""
        return str(self.first) if self.first == self.last else f"{self.first}..{self.last}"


def day_of(text: str, option: str) -> date:
    """Read a day that a person typed; BAD_ARGUMENT says of which option it is not."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise TiigError(BAD_ARGUMENT, what=f"{option} is a day, written like 2026-06-30") from None


def period_of(text: str) -> Period:
    """Read months as in `--month`; refuse anything else with the way they are written."""
    try:
        return Period.parse(text)
    except ValueError:
        what = "months are written like 2026-06 or 2017-01..2019-12"
        raise TiigError(BAD_ARGUMENT, what=what) from None

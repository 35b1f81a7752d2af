"""Column types that mean the same in every database: moments, days, months, words, states."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache

from sqlalchemy import Dialect, String, Text
from sqlalchemy.types import TypeDecorator

from tiig.model.months import Month

_ISO = "%Y-%m-%dT%H:%M:%S.%fZ"
_LENGTH = 27
_month = lru_cache(maxsize=1_000)(Month.parse)
"""There are few months and many rows of each."""


class Moment(TypeDecorator[datetime]):
    """A moment in UTC as text of fixed width, to the microsecond: it sorts as time does."""

    impl = String(_LENGTH)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write in UTC; a moment without a zone is refused."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment needs its time zone"
            raise ValueError(message)
        utc = value.astimezone(UTC)
        return f"{utc.year:04d}{utc.strftime(_ISO)[-23:]}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Read as an aware moment in UTC."""
        del dialect
        return None if value is None else datetime.fromisoformat(value)  # strptime is slow


class Day(TypeDecorator[date]):
    """A day as `2026-06-30`."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Write as text."""
        del dialect
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Read as a day."""
        del dialect
        return None if value is None else date.fromisoformat(value)


class MonthText(TypeDecorator[Month]):
    """A month as `2026-06`."""

    impl = String(7)
    cache_ok = True

    def process_bind_param(self, value: Month | None, dialect: Dialect) -> str | None:
        """Write as text."""
        del dialect
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Month | None:
        """Read as a month."""
        del dialect
        return None if value is None else _month(value)


class Words(TypeDecorator[tuple[str, ...]]):
    """A short list of texts as JSON; never searched, only read back whole."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """Write as a JSON array."""
        del dialect
        return None if value is None else json.dumps(list(value), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        """Read as a tuple."""
        del dialect
        return None if value is None else tuple(json.loads(value))


class Told(TypeDecorator[StrEnum]):
    """A member of a StrEnum as its value."""

    impl = String(20)
    cache_ok = True

    def __init__(self, members: type[StrEnum]) -> None:
        super().__init__()
        self.members = members

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """Write the value."""
        del dialect
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """Read the member."""
        del dialect
        return None if value is None else self.members(value)

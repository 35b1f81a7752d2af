"""The present moment and new names: the real adapters of the smallest ports."""

from __future__ import annotations

from datetime import UTC, datetime

import uuid_utils


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        """Return the moment."""
        return datetime.now(UTC)


class TimeOrderedIds:
    """UUIDv7: later ids sort after earlier ones."""

    def new(self) -> str:
        """Return a new id as text."""
        return str(uuid_utils.uuid7())

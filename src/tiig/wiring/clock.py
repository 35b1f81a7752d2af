"""The present moment: the real adapter of the smallest port."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        """Return the moment."""
        return datetime.now(UTC)

"""New names: the real adapter of a small port."""

from __future__ import annotations

import uuid_utils


class TimeOrderedIds:
    """UUIDv7: later ids sort after earlier ones."""

    def new(self) -> str:
        """Return a new id as text."""
        return str(uuid_utils.uuid7())

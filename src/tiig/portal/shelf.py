"""What was answered and is still at hand: a page's forms and files belong to its answer."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

Held = TypeVar("Held")
_MOST = 32


class Shelf(Generic[Held]):
    """Holds the last answers in this process, each by a key of its own; the oldest go first."""

    def __init__(self, most: int = _MOST) -> None:
        """Hold at most so many."""
        self._most = most
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._lock = Lock()

    def keep(self, held: Held, key: str | None = None) -> str:
        """Remember an answer, and return its key, a new one unless it is named."""
        key = key or uuid.uuid4().hex[:16]
        with self._lock:
            self._held[key] = held
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return key

    def get(self, key: str | None) -> Held | None:
        """Return an answer that is still there."""
        with self._lock:
            return self._held.get(key or "")

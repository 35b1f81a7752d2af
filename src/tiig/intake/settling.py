"""When a file that arrives is whole: it has looked the same for long enough."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tiig.intake.drop_folder import Sign, Waiting


class Settling:
    """Remembers how files looked, and since when; times are seconds of any steady clock."""

    def __init__(self, seconds: float) -> None:
        """Call a file whole that has been the same for so many seconds."""
        self._seconds = seconds
        self._since: dict[Path, tuple[Sign, float]] = {}
        self._put_off: dict[Path, tuple[Sign, float]] = {}

    def settled(self, found: Iterable[Waiting], now: float) -> tuple[Waiting, ...]:
        """Return the files that are whole, and not put off; forgets those that are gone."""
        seen: dict[Path, tuple[Sign, float]] = {}
        ready = []
        for one in found:
            sign, since = self._since.get(one.path, (one.sign, now))
            since = since if sign == one.sign else now
            seen[one.path] = (one.sign, since)
            whole = one.claimed or now - since >= self._seconds
            if whole and not self._is_put_off(one, now):
                ready.append(one)
        self._since = seen
        self._put_off = {path: told for path, told in self._put_off.items() if path in seen}
        return tuple(ready)

    def put_off(self, one: Waiting, until: float) -> None:
        """Leave a file alone for a while, unless it changes."""
        self._put_off[one.path] = (one.sign, until)

    def _is_put_off(self, one: Waiting, now: float) -> bool:
        sign, until = self._put_off.get(one.path, ((), 0.0))
        return sign == one.sign and now < until

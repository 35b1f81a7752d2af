"""Re-bases: from which month on a series is held against a new normal, and why.

A person decides it, with a reason; nothing re-bases by itself. One is set and may be taken back;
both stay.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tiig.model.months import Month


class Series(NamedTuple):
    """One measure of one item at one site, month by month; `item` is empty for whole months."""

    site: str
    item: str
    measure: str


@dataclass(frozen=True)
class Rebase:
    """From a month on, a series starts anew; or (`undoes` set) that this is taken back."""

    id: str
    site: str
    item: str
    measure: str
    month: Month
    because: str
    person: str
    at: datetime
    undoes: str | None = None

    @property
    def series(self) -> Series:
        """What starts anew."""
        return Series(self.site, self.item, self.measure)


def rebase_order(rebase: Rebase) -> tuple[datetime, str]:
    """Return what re-bases are sorted by: when they were decided."""
    return rebase.at, rebase.id


def standing_rebases(rebases: Iterable[Rebase], at: datetime | None = None) -> tuple[Rebase, ...]:
    """Return what counted at a moment (None: now), by series and month."""
    known = [one for one in rebases if at is None or one.at <= at]
    gone = {one.undoes for one in known if one.undoes is not None}
    stand = (one for one in known if one.undoes is None and one.id not in gone)
    return tuple(sorted(stand, key=lambda one: (one.series, one.month)))


def rebase_months(standing: Iterable[Rebase]) -> dict[Series, tuple[Month, ...]]:
    """Return the months from which each series starts anew, the earliest first."""
    found: dict[Series, list[Month]] = {}
    for one in standing:
        found.setdefault(one.series, []).append(one.month)
    return {series: tuple(sorted(months)) for series, months in found.items()}

"""What the repair of an item would bring: more assault records that can be used, by department."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tiig.model.months import Period


@dataclass(frozen=True)
class RepairGain:
    """What a repair of some items would bring a department, over the months counted.

    `lacking` are recorded assaults that lack any of the items, `only` those that lack nothing
    else; `unanswerable` is the share of `lacking` that nobody could tell. `expected`, `low` and
    `high` are usable records a month, the latter with 95 % between them.
    """

    items: tuple[str, ...]
    lacking: int
    only: int
    unanswerable: float
    expected: float
    low: float
    high: float


@dataclass(frozen=True)
class SiteUnlock:
    """A department: months counted, recorded and usable assaults, and gains, largest first."""

    site: str
    site_name: str
    months: int
    assaults: int
    usable: int
    gains: tuple[RepairGain, ...]

    @property
    def ask(self) -> RepairGain | None:
        """The one thing to ask."""
        return one_to_ask(self.gains)


@dataclass(frozen=True)
class Unlock:
    """The work list: departments by what their best repair brings, to a share of what is missing.

    `uncounted` are the names of departments without a month that is wholly in force.
    """

    period: Period
    to_share: int
    sites: tuple[SiteUnlock, ...]
    uncounted: tuple[str, ...]


def one_to_ask(gains: Iterable[RepairGain]) -> RepairGain | None:
    """Return the repair of one item that brings most; None where none brings a record.

    The one rule of the work list and of letters. Of two that bring as much it is the first.
    """
    alone = (one for one in gains if len(one.items) == 1 and one.expected > 0)
    return max(alone, key=lambda one: one.expected, default=None)

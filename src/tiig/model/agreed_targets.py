"""Targets as they were agreed with departments: for which site, item and months, and by whom.

They stand beside the targets of the data standard and before them. A target is added and, once,
ended; neither is ever changed, so that it can be told what counted at any moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from tiig.model.months import Month
from tiig.model.quality import Dimension


@dataclass(frozen=True)
class AgreedTarget:
    """A level for the months from `first_month` to `last_month` (None: until it is ended).

    `site` and `item` are empty where it holds for every department, and for every watched item
    or the site-month as a whole. `at_least` are per cent, `at_most` days; one of them is set.
    `chosen_from` names the set of the standard that it was taken from.
    """

    id: str
    site: str
    item: str
    dimension: Dimension
    first_month: Month
    last_month: Month | None
    agreed_by: str
    because: str
    person: str
    at: datetime
    at_least: int | None = None
    at_most: int | None = None
    chosen_from: str = ""

    @property
    def series(self) -> tuple[str, str, Dimension]:
        """What it holds for: there is one target of it in any month."""
        return self.site, self.item, self.dimension

    @property
    def never_counts(self) -> bool:
        """Whether it was ended before its first month."""
        return self.last_month is not None and self.last_month < self.first_month

    def counts_in(self, month: Month) -> bool:
        """Tell whether a month is judged by it."""
        return self.first_month <= month and (self.last_month is None or month <= self.last_month)

    def overlaps(self, other: AgreedTarget) -> bool:
        """Tell whether both would judge the same in some month."""
        if self.series != other.series or self.never_counts or other.never_counts:
            return False
        starts = max(self.first_month, other.first_month)
        return self.counts_in(starts) and other.counts_in(starts)

    @property
    def months(self) -> str:
        """Its months in words: `2026-04..2027-03`, `from 2026-04`, `no month`."""
        if self.never_counts:
            return "no month"
        if self.last_month is None:
            return f"from {self.first_month}"
        one = self.last_month == self.first_month
        return str(self.first_month) if one else f"{self.first_month}..{self.last_month}"

    @property
    def level(self) -> str:
        """The level in words: `at least 85 %`, `at most 20 days`."""
        return (
            f"at most {self.at_most} days"
            if self.at_least is None
            else f"at least {self.at_least} %"
        )


@dataclass(frozen=True)
class TargetEnd:
    """That a target counts until a month and no longer; before its first month: never."""

    target: str
    last_month: Month
    because: str
    person: str
    at: datetime


def target_order(target: AgreedTarget) -> tuple[object, ...]:
    """Return what targets are sorted by: what they hold for, then their months."""
    return (*target.series, target.first_month, target.at, target.id)


def as_ended(
    targets: Iterable[AgreedTarget], ends: Iterable[TargetEnd], at: datetime | None = None
) -> tuple[AgreedTarget, ...]:
    """Return targets with the ends that were known of them at a moment (None: now), sorted."""
    known = {one.target: one.last_month for one in ends if at is None or one.at <= at}
    found = (
        replace(one, last_month=_sooner(one.last_month, known.get(one.id)))
        for one in targets
        if at is None or one.at <= at
    )
    return tuple(sorted(found, key=target_order))


def _sooner(own: Month | None, end: Month | None) -> Month | None:
    """Return the earlier of two last months, of which either may be none: an end adds nothing."""
    if own is None or end is None:
        return end if own is None else own
    return min(own, end)

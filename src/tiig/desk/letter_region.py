"""What letters about a month are held beside: every department up to it, worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import polars as pl

from tiig.desk.measured import count_table, measured_series, whole_months
from tiig.desk.problems import LOOKED_BACK, problems_in
from tiig.desk.unlock import SiteGains, site_gains
from tiig.model.months import Month, Period
from tiig.model.problems import Problem
from tiig.model.submission import Pair
from tiig.services import Services

MONTHS_BACK = 12
"""Months that a letter and its one thing to ask look back on, its own among them."""
_ALL = 1.0


@dataclass(frozen=True)
class Region:
    """All departments up to a month, as known at a moment.

    `known` has every pair of then, `pairs` those that letters may rest on: no later month, and of
    a department that changed hands only what its sender of the last month sent.
    """

    month: Month
    at: datetime
    services: Services
    known: tuple[Pair, ...]
    pairs: tuple[Pair, ...]
    counts: pl.DataFrame
    _problems: dict[Month, list[Problem]] = field(default_factory=dict)

    @cached_property
    def gains(self) -> dict[str, SiteGains]:
        """What repairs would bring, by department, over the months that a letter looks back on."""
        window = Period(self.month.plus(1 - MONTHS_BACK), self.month)
        pairs = [one for one in self.pairs if one.month in window]
        counts = self.counts.filter(pl.col("month") >= str(window.first))
        return site_gains(counts, whole_months(pairs), (), _ALL)

    @cached_property
    def series(self) -> pl.DataFrame:
        """Every measure by department and month."""
        return measured_series(self.pairs, self.services, counts=self.counts)

    def problems(self, month: Month) -> list[Problem]:
        """Return the problems of all departments as a month ended, from what is known now."""
        if month not in self._problems:
            period = Period(min(month, self.month.plus(1 - LOOKED_BACK)), month)
            pairs = [one for one in self.pairs if one.month <= month]
            counts = self.counts.filter(pl.col("month") <= str(month))
            found = problems_in(pairs, period, self.services, at=self.at, counts=counts)
            self._problems[month] = found if pairs else []
        return self._problems[month]


def region_of(month: Month, at: datetime, services: Services) -> Region:
    """Return all departments up to a month, from what was known at a moment."""
    known = services.catalogue.pairs(as_known_at=at)
    first = month.plus(1 - LOOKED_BACK)
    pairs = tuple(_of_last_senders([one for one in known if first <= one.month <= month]))
    return Region(month, at, services, tuple(known), pairs, count_table(pairs, services))


def _of_last_senders(pairs: Sequence[Pair]) -> Iterable[Pair]:
    """Keep, of each department, the months since it has been its last sender's."""
    last = {one.site: one.sender for one in sorted(pairs, key=lambda one: one.month)}
    others: dict[str, Month] = {}
    for one in pairs:
        if one.sender != last[one.site]:
            others[one.site] = max(one.month, others.get(one.site, one.month))
    return (one for one in pairs if one.site not in others or one.month > others[one.site])

"""Count site-months as a whole: volume beside the site's own past, and days until received."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median_low

from tiig.model.coverage import Standing
from tiig.model.months import Month
from tiig.model.quality import MonthCount
from tiig.model.submission import SiteMonth

LOOKED_BACK = 12
"""Months in force before a month that it is held against, at most."""
FEWEST_MONTHS = 3
"""Months in force among those, under which there is no usual number of rows."""


@dataclass(frozen=True)
class Received:
    """What is in force for a site-month: its rows, and when they and the first file came.

    `at` is when the last of its parts was received, `began_at` when the sender's first file of
    all was. Where it is not `whole`, some of its days were never received.
    """

    rows: int
    at: datetime
    began_at: datetime
    whole: bool = True


def month_counts(
    standings: Iterable[tuple[str, Month, Standing]],
    received: Mapping[SiteMonth, Received],
    *,
    in_time_days: Callable[[str, Month], int],
) -> tuple[MonthCount, ...]:
    """Return each expected site-month, by site and month.

    `received` holds the site-months in force, those before the period too, so that there
    is a past to compare with. `in_time_days` says how long after its end a site's
    month is in time; one that could no longer be when the sender began to send is history.
    """
    rows_of: dict[str, dict[Month, int]] = {}
    for key, one in received.items():
        if one.whole:  # a part of a month is no usual number
            rows_of.setdefault(key.site, {})[key.month] = one.rows
    found = []
    for site, month, standing in sorted(standings, key=lambda one: one[:2]):
        here = received.get(SiteMonth(site, month))
        found.append(
            MonthCount(
                site=site,
                month=month,
                standing=standing,
                rows=here.rows if here else 0,
                usual=_usual(month, rows_of.get(site, {})),
                days=_days(month, here.at) if here and here.whole else None,
                history=here is not None
                and _days(month, here.began_at) > in_time_days(site, month),
            )
        )
    return tuple(found)


def _usual(month: Month, rows: Mapping[Month, int]) -> int | None:
    """Return the lower median of the months in force in the twelve before, a whole number."""
    before: Sequence[int] = [
        rows[past] for back in range(1, LOOKED_BACK + 1) if (past := month.plus(-back)) in rows
    ]
    return median_low(before) if len(before) >= FEWEST_MONTHS else None


def _days(month: Month, at: datetime) -> int:
    """Return the whole days from a month's last day to a moment; what came early counts as 0."""
    return max(0, (at.date() - month.last_day).days)

"""Whether a file reaches as far as it says: days at the end of its period without any row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tiig.intake.whole_file import WholeFile
from tiig.model.days import Days

FEWEST_EMPTY = 3
"""Days without a row at the end of the declared period from which a site's file is held."""
FEWEST_SEEN = 7
"""Days with rows under which it cannot be told what is usual at a site."""
SELDOM_EMPTY = 0.1
"""Share of days without rows, up to the last with any, above which empty days are usual."""


def empty_ends(whole: WholeFile) -> Iterator[str]:
    """Yield, for each site that has rows nearly every day, that they stop before the end does."""
    if whole.period is None:
        return
    for site, seen in sorted(whole.repeats.days_seen.items()):
        last = max(seen)
        empty = (whole.period.last - last).days
        if empty >= FEWEST_EMPTY and _nearly_daily(seen):
            covered = Days(whole.period.first, last)
            yield (
                f"{site} has no row after {last}, though the file is said to cover"
                f" {whole.period}: {empty} days at its end are empty. If it does not reach"
                f" further, send it with --period {covered}."
            )


def _nearly_daily(seen: set[date]) -> bool:
    span = (max(seen) - min(seen) + timedelta(days=1)).days
    return len(seen) >= FEWEST_SEEN and span - len(seen) <= SELDOM_EMPTY * span

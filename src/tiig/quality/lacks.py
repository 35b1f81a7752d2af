"""What recorded assaults lack of date, place and weapon: the one reader of stored patterns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from tiig.model.letter import PARTS, UsableCount
from tiig.model.months import Month
from tiig.standard.quality import ROWS_OF, USABLE, WHOLE_ROWS, Applies

Counts = Mapping[tuple[str, str], int]
"""Stored counts of a department by item and measure, added up over months."""
_EVERY = (WHOLE_ROWS, ROWS_OF[Applies.ASSAULTS])


def patterns(counts: Counts) -> dict[frozenset[str], int]:
    """Return recorded assaults by the parts that they lack, those that lack everything first."""
    return {
        frozenset(part for part, digit in zip(PARTS, digits, strict=True) if digit == "0"): count
        for (item, measure), count in sorted(counts.items())
        if item == WHOLE_ROWS and measure.startswith(USABLE)
        for digits in (measure.removeprefix(USABLE),)
    }


def usable_counts(stored: pl.DataFrame, months: Iterable[Month]) -> tuple[UsableCount, ...]:
    """Return the patterns of one site's months, in order; months never counted so are left out.

    `stored` has `month`, `item`, `measure` and `count` of that site, added up over parts.
    """
    by_month: dict[str, dict[tuple[str, str], int]] = {}
    rows = stored.filter(pl.col("item") == WHOLE_ROWS)
    for month, item, measure, count in rows.select("month", "item", "measure", "count").iter_rows():
        by_month.setdefault(month, {})[item, measure] = count
    found = []
    for month in months:
        counts = by_month.get(str(month), {})
        lacking = {lack: count for lack, count in patterns(counts).items() if count}
        if counts.get(_EVERY) == sum(lacking.values()):
            told = tuple((_ordered(lack), count) for lack, count in lacking.items())
            found.append(UsableCount(month, told))
    return tuple(found)


def _ordered(lack: frozenset[str]) -> tuple[str, ...]:
    return tuple(part for part in PARTS if part in lack)

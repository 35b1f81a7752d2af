"""What recorded assaults lack of date, place and weapon, and which one part to ask for."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from tiig.model.letter import PARTS, Ask, UsableCount
from tiig.model.months import Month
from tiig.standard.quality import ROWS_OF, USABLE, WHOLE_ROWS, Applies


def usable_counts(stored: pl.DataFrame, months: Iterable[Month]) -> tuple[UsableCount, ...]:
    """Return the patterns of one site's months, in order; months never counted so are left out.

    `stored` has `month`, `item`, `measure` and `count` of that site, added up over parts.
    """
    rows = stored.filter(pl.col("item") == WHOLE_ROWS)
    counts = {
        (month, measure): count
        for month, measure, count in rows.select("month", "measure", "count").iter_rows()
    }
    found = []
    for month in months:
        patterns = tuple(
            (_lacking(measure.removeprefix(USABLE)), count)
            for (when, measure), count in sorted(counts.items())
            if when == str(month) and measure.startswith(USABLE) and count
        )
        assaults = counts.get((str(month), ROWS_OF[Applies.ASSAULTS]))
        if assaults is not None and assaults == sum(count for _, count in patterns):
            found.append(UsableCount(month, patterns))
    return tuple(found)


def to_ask(counted: Iterable[UsableCount]) -> Ask | None:
    """Return the part that most records lack and nothing else; None where there is no such record.

    Only a record that lacks one part becomes usable by it. The first of `PARTS` wins a tie.
    """
    every = tuple(counted)
    lacking = {
        part: sum(count for one in every for lack, count in one.by_lack if lack == (part,))
        for part in PARTS
    }
    part = max(PARTS, key=lacking.__getitem__)
    if not lacking[part]:
        return None
    return Ask(part, lacking[part], sum(one.assaults for one in every))


def _lacking(digits: str) -> tuple[str, ...]:
    return tuple(part for part, digit in zip(PARTS, digits, strict=True) if digit == "0")

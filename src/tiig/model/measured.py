"""Series of quality measures: a count and its whole by site, month, item and measure."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tiig.model.months import Month, Period

MEASURED = pl.Schema(
    {
        "site": pl.String(),
        "month": pl.String(),
        "item": pl.String(),
        "measure": pl.String(),
        "count": pl.Int64(),
        "out_of": pl.Int64(),
    }
)
"""The columns of such series, sorted by the first four; months as `2026-06`.

`item` is empty where a site-month is measured as a whole. Only site-months that are wholly in
force have rows; `out_of` 0 says that there was nothing to measure, and never that all was well: a
nil return has nothing else. Of `volume`, `out_of` is what was expected, and `count` may be more.
"""

BY = ("site", "month", "item", "measure")


@dataclass(frozen=True)
class MeasuredMonth:
    """A measure in one month: rows above and below the line; nothing below is not applicable."""

    month: Month
    count: int
    out_of: int


@dataclass(frozen=True)
class MeasureLine:
    """One measure of one item (empty: of whole months), month after month, and what is wanted.

    Months that are absent, held or only partly received have no entry.
    """

    item: str
    item_label: str
    measure: str
    label: str
    better: str
    months: tuple[MeasuredMonth, ...]


@dataclass(frozen=True)
class Measures:
    """The measures of a department in some months."""

    site: str
    site_name: str
    period: Period
    lines: tuple[MeasureLine, ...]

"""Series of quality measures: a count and its whole by site, month, item and measure."""

from __future__ import annotations

import polars as pl

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
force have rows; `out_of` 0 says that there was nothing to measure, and never that all was well.
"""

BY = ("site", "month", "item", "measure")

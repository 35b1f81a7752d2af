"""Attendances that stand in another part of their month too: each is counted once, and told.

Only the parts beside a file's own days, of the same site and month, are looked at: an arrival
that was corrected across midnight may stand in both.
"""

from __future__ import annotations

import polars as pl

from tiig.model.days import Days
from tiig.model.submission import Pair
from tiig.services import Services
from tiig.validate import Declared

ATTENDANCE = "attendance_id"


def attendances_beside(declared: Declared, services: Services) -> frozenset[str]:
    """Return the ids of attendances in force on other days of the months that a file begins in.

    None are looked for where the file speaks for whole months.
    """
    beside = [one for one in services.catalogue.pairs() if _beside(one, declared)]
    if not beside:
        return frozenset()
    packs = {name for pair in beside for name in pair.packs}
    rows = services.lake.seek(packs, "row", None).filter(pl.col("attendance_linkable"))
    here = pl.DataFrame(
        {"site": [one.site for one in beside], "month": [str(one.month) for one in beside]},
        schema={"site": pl.String, "month": pl.String},
    )
    known = rows.join(here, on=["site", "month"], how="semi", maintain_order="left")
    return frozenset(known[ATTENDANCE].drop_nulls())


def _beside(pair: Pair, declared: Declared) -> bool:
    days: Days | None = declared.days.within(pair.month)
    listed = pair.site in declared.sites and not pair.nil
    return listed and days is not None and not days.overlaps(pair.days)

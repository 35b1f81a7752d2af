"""The work list of the programme: which repair at which department unlocks most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from tiig import quality
from tiig.desk.measured import count_table, whole_months
from tiig.desk.programme import site_names
from tiig.model.months import Period
from tiig.model.submission import Pair
from tiig.model.unlock import RepairGain, SiteUnlock, Unlock
from tiig.services import Services
from tiig.standard.quality import USABLE, WHOLE_ROWS

UNLOCK = "what would unlock most"
_MONTH = ("site", "month")
_HUNDRED = 100


@dataclass(frozen=True)
class SiteGains:
    """A department's months, its counts added up over them, and what repairs would bring."""

    months: int
    counts: quality.Counts
    gains: tuple[RepairGain, ...]


def site_gains(
    counts: pl.DataFrame, whole: pl.DataFrame, repairs: Sequence[str], share: float
) -> dict[str, SiteGains]:
    """Return gains of every department that has a whole month counted, by code.

    All departments are needed even where one is asked for: what cannot be answered is seen over
    all of them. `counts` and `whole` are as `count_table` and `whole_months` give them.
    """
    counted, whole = _counted(counts, whole)
    months = Counter(whole["site"].to_list())
    sums: dict[str, dict[tuple[str, str], int]] = {site: {} for site in sorted(months)}
    by = ("site", "item", "measure")
    for site, item, measure, count in (
        counted.group_by(by).agg(pl.col("count").sum()).sort(by).iter_rows()
    ):
        sums[site][item, measure] = count
    gains = quality.ranked_gains(sums, months, repairs, share)
    return {site: SiteGains(months[site], sums[site], gains[site]) for site in sums}


def unlock_of(asked: Mapping[str, Any], pairs: Sequence[Pair], services: Services) -> Unlock:
    """Return gains by department: `period`, `department` or null, `repairs` and `to_share`."""
    found = site_gains(
        count_table(pairs, services),
        whole_months(pairs),
        asked["repairs"],
        asked["to_share"] / _HUNDRED,
    )
    names, only = site_names(services), asked["department"]
    told = [
        SiteUnlock(
            site,
            names.get(site, site),
            one.months,
            quality.patterns_total(one.counts),
            quality.usable_total(one.counts),
            one.gains,
        )
        for site, one in found.items()
        if only in {None, site}
    ]
    silent = {pair.site for pair in pairs} - set(found)
    return Unlock(
        Period.parse(asked["period"]),
        asked["to_share"],
        tuple(sorted(told, key=lambda one: (-_best(one.gains), one.site))),
        tuple(names.get(site, site) for site in sorted(silent) if only in {None, site}),
    )


def _best(gains: Sequence[RepairGain]) -> float:
    return gains[0].expected if gains else 0.0


def _counted(counts: pl.DataFrame, whole: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Keep whole months whose assaults were counted by what they tell: an older intake did not.

    Returns the counts and the months, among these those of nil returns.
    """
    rows = counts.filter(pl.col("item") == WHOLE_ROWS)
    told = pl.col("measure").str.starts_with(USABLE)
    assaults = pl.col("measure") == "recorded-assaults"
    sums = rows.group_by(_MONTH).agg(
        told=pl.col("count").filter(told).sum(), assaults=pl.col("count").filter(assaults).sum()
    )
    older = sums.filter(pl.col("told") != pl.col("assaults")).select(_MONTH)
    kept = whole.join(older, on=_MONTH, how="anti")
    return counts.join(kept, on=_MONTH, how="semi"), kept

"""Days from attendance until a row is received and can be used, by site and month.

The days of attendance come from the rows in the lake, the moments from the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from tiig import derive, quality
from tiig.desk.coverage import coverage_of
from tiig.desk.programme import site_names
from tiig.model.count_ports import PLACE
from tiig.model.days import Days
from tiig.model.months import Period
from tiig.model.parts import by_site_month
from tiig.model.submission import Pair, SiteMonth, Submission
from tiig.model.timeliness import Timeliness, TimelyMonth, TimelySite
from tiig.services import Services

TIMELINESS = "timeliness"
"""The kind of these answers in the ledger."""
_HERE = ZoneInfo(derive.ZONE)
_ROWS = {
    "site": pl.String, "month": pl.String, "received": pl.Int64, "usable": pl.Int64,
    "rows": pl.Int64,
}  # fmt: skip


def timeliness_of(
    asked: Mapping[str, Any], pairs: Sequence[Pair], services: Services
) -> Timeliness:
    """Return the days by site and month: `period`, `at`, and `department` or null."""
    period = Period.parse(asked["period"])
    at = datetime.fromisoformat(asked["at"])
    coverage = coverage_of(period, services, pairs=pairs, at=at)
    only = asked["department"]
    here = [one for one in pairs if one.rows and one.month in period and only in {None, one.site}]
    days = _days(here, services)
    by_month = quality.days_taken(days, "site", "month")
    by_site = quality.days_taken(days, "site")
    rows = {key: sum(part.rows for part in parts) for key, parts in by_site_month(here).items()}
    names = site_names(services)
    found: dict[str, list[TimelyMonth]] = {}
    for site, month, standing in coverage.standings:
        if only in {None, site}:
            told = by_month.get((site, str(month)), (None, None))
            count = rows.get(SiteMonth(site, month), 0)
            found.setdefault(site, []).append(TimelyMonth(month, standing, count, *told))
    return Timeliness(
        period,
        tuple(
            TimelySite(
                site,
                names.get(site, site),
                tuple(sorted(months, key=lambda one: one.month)),
                *by_site.get((site,), (None, None)),
            )
            for site, months in sorted(found.items())
        ),
    )


def received_on(pairs: Sequence[Pair], services: Services) -> dict[SiteMonth, date]:
    """Return the day on which each site-month was first received as it stands, its last part."""
    told = [one for one in pairs if one.rows]
    came = {one.id: _local(one.received_at) for one in services.catalogue.submissions()}
    days = [(one.site_month, came[one.revision]) for one in pairs if not one.rows]
    days += [
        (one.site_month, got)
        for one, (got, _) in zip(told, _stretches(told, services), strict=True)
    ]
    found: dict[SiteMonth, date] = {}
    for key, day in days:
        found[key] = max(day, found.get(key, day))
    return found


def _days(pairs: Sequence[Pair], services: Services) -> pl.DataFrame:
    """Return rows by site, month and days taken, as `_ROWS` says."""
    stretches = list(_stretches(pairs, services))
    keys = pl.DataFrame(
        {
            PLACE: range(len(pairs)),
            "site": [pair.site for pair in pairs],
            "month": [str(pair.month) for pair in pairs],
            "got": [received for received, _ in stretches],
            "used": [usable for _, usable in stretches],
        },
        schema={PLACE: pl.Int64, "site": pl.String, "month": pl.String, "got": pl.Date,
                "used": pl.Date},
    )  # fmt: skip
    parts = [
        rows.group_by(PLACE, day=pl.col("arrival_at").dt.date()).agg(rows=pl.len().cast(pl.Int64))
        for rows in services.lake.pieces(pairs, {"arrival_at"})
    ]
    if not parts:
        return pl.DataFrame(schema=_ROWS)
    told = pl.concat(parts).drop_nulls("day").join(keys, on=PLACE)
    return told.select(
        "site",
        "month",
        received=(pl.col("got") - pl.col("day")).dt.total_days().clip(lower_bound=0),
        usable=(pl.col("used") - pl.col("day")).dt.total_days().clip(lower_bound=0),
        rows="rows",
    )


def _stretches(pairs: Sequence[Pair], services: Services) -> Iterator[tuple[date, date]]:
    """Yield when the file of each pair, or the one that it corrects, was received and in force.

    A file that was held came when its bytes came first, not when somebody let it in.
    """
    wanted = {pair.site_month for pair in pairs}
    submissions = services.catalogue.submissions()
    first: dict[tuple[str, str], date] = {}
    for one in submissions:
        first.setdefault((one.sender, one.fingerprint), _local(one.received_at))
    received = {
        one.id: first[one.sender, one.fingerprint]
        for one in submissions
        if not wanted.isdisjoint(_site_months(one))
    }
    ever: dict[SiteMonth, list[Pair]] = {}
    for revision in received:
        for pair in services.catalogue.pairs_of(revision):
            if pair.rows and pair.site_month in wanted:
                ever.setdefault(pair.site_month, []).append(pair)
    for pair in pairs:
        began = quality.since_when(pair, ever[pair.site_month])
        yield received[began.revision], _local(began.known_from)


def _local(moment: datetime) -> date:
    """Return the day of a moment by the clocks of the departments, as arrivals are told."""
    return moment.astimezone(_HERE).date()


def _site_months(sent: Submission) -> Iterator[SiteMonth]:
    """Yield what a submission was declared to tell of."""
    for month in Days.parse(sent.period).months if sent.period else ():
        yield from (SiteMonth(site, month) for site in sent.sites)

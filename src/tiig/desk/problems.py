"""Problems of the data and their charts, from everything that is in force: the team's own work.

They are exact and leave by no gate; whoever asks under an agreement is refused by `check_ours`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from tiig.desk.coverage import coverage_of
from tiig.desk.measured import measured_series
from tiig.model.charts import Chart
from tiig.model.days import Days
from tiig.model.drift import MonthPortrait
from tiig.model.errors import BAD_ARGUMENT, NOTHING_IN_FORCE, TiigError
from tiig.model.measured import MEASURED
from tiig.model.months import Month, Period
from tiig.model.parts import by_site_month, lacking
from tiig.model.problems import Problem
from tiig.model.rebases import Series, rebase_months, standing_rebases
from tiig.model.receipt import Receipt
from tiig.model.submission import Pair, SiteMonth
from tiig.quality.charts import xmr
from tiig.quality.problems import CATEGORY, SCOPE_ITEMS, Around, problems
from tiig.services import Services
from tiig.standard.quality import Better

LOOKED_BACK = 36
"""Months that problems are looked for in, and charts are drawn of, at most."""
_DIRECTIONS = {Better.HIGHER: 1, Better.LOWER: -1, Better.STEADY: 0}


@dataclass(frozen=True)
class Problems:
    """The problems of a region and the months that were looked at."""

    found: tuple[Problem, ...]
    period: Period


def problems_of(services: Services) -> Problems:
    """Return the problems of every department; NOTHING_IN_FORCE where there is no month."""
    pairs, period = _looked_at(services)
    coverage = coverage_of(period, services, pairs=pairs, at=services.clock.now())
    around = Around(
        standings=coverage.standings,
        began=_began(services),
        forms=_forms(pairs, services),
        rebased=_rebased(services),
    )
    series = pl.concat([measured_series(pairs, services), _categories(pairs, services)])
    return Problems(tuple(problems(series, around)), period)


def chart_of(series: Series, services: Services) -> tuple[Chart, dict[Month, tuple[int, int]]]:
    """Return the chart of one series in per cent, and its months' counts and wholes.

    Months without a row to measure are no points. BAD_ARGUMENT where the standard declares no
    such measure: how many rows came, and when, is no share.
    """
    known = services.standard.quality_measures
    if series.measure not in known:
        raise TiigError(BAD_ARGUMENT, what=f"a chart is drawn of one of {', '.join(known)}")
    pairs, _ = _looked_at(services)
    own = [pair for pair in pairs if pair.site == series.site]
    table = measured_series(own, services).filter(
        pl.col("item") == series.item,
        pl.col("measure") == series.measure,
        pl.col("out_of") > 0,
    )
    counts = {
        Month.parse(month): (count, out_of)
        for month, count, out_of in table.select("month", "count", "out_of").iter_rows()
    }
    chart = xmr(
        [(month, 100 * count / out_of) for month, (count, out_of) in counts.items()],
        better=_DIRECTIONS[known[series.measure].better],
        rebased=_rebased(services).get(series, ()),
    )
    return chart, counts


def _looked_at(services: Services) -> tuple[Sequence[Pair], Period]:
    pairs = services.catalogue.pairs()
    if not pairs:
        raise TiigError(NOTHING_IN_FORCE)
    last = max(pair.month for pair in pairs)
    first = max(min(pair.month for pair in pairs), last.plus(1 - LOOKED_BACK))
    period = Period(first, last)
    return [pair for pair in pairs if pair.month in period], period


def _rebased(services: Services) -> Mapping[Series, tuple[Month, ...]]:
    return rebase_months(standing_rebases(services.catalogue.rebases()))


def _began(services: Services) -> dict[str, Month]:
    """Return the first month that each site ever sent a file of, whatever became of it."""
    found: dict[str, Month] = {}
    for one in services.catalogue.submissions():
        for site in one.sites if one.period else ():
            month = Month.of(Days.parse(one.period).first)
            found[site] = min(month, found.get(site, month))
    return found


def _forms(pairs: Sequence[Pair], services: Services) -> dict[tuple[str, Month], str]:
    """Return, by site and month, the version of the profile that the files were read by."""
    profiles: dict[str, str] = {}
    found = {}
    for key, parts in by_site_month(pairs).items():
        for pair in parts:
            if pair.derivation not in profiles:
                known = services.catalogue.derivation(pair.derivation)
                profiles[pair.derivation] = known.profile.partition(" ")[0] if known else ""
        told = sorted({profiles[pair.derivation] for pair in parts if not pair.nil} - {""})
        if told:
            found[key.site, key.month] = told[-1]
    return found


def _categories(pairs: Sequence[Pair], services: Services) -> pl.DataFrame:
    """Return shares of the categories in which a filter shows, of months wholly in force.

    They were counted when files came in and rest in the receipts; months of older receipts
    have none.
    """
    whole = {key: parts for key, parts in by_site_month(pairs).items() if not lacking(key, parts)}
    drawn = _portraits(whole, services)
    seen: dict[tuple[str, str], set[str]] = {}
    for key, shares in drawn.items():
        for item, counts in shares.items():
            seen.setdefault((key.site, item), set()).update(counts)
    rows = [
        (
            key.site,
            str(key.month),
            item,
            f"{CATEGORY}{node}",
            counts[node],
            counts.total(),
        )
        for key, shares in drawn.items()
        for item, counts in shares.items()
        for node in sorted(seen[key.site, item])
    ]
    return pl.DataFrame(rows, schema=MEASURED, orient="row")


def _portraits(
    whole: Mapping[SiteMonth, Sequence[Pair]], services: Services
) -> dict[SiteMonth, dict[str, Counter[str]]]:
    revisions = {pair.revision for parts in whole.values() for pair in parts}
    drawn = dict(_drawn(revisions, services))
    found: dict[SiteMonth, dict[str, Counter[str]]] = {}
    for key, parts in whole.items():
        months = [
            month
            for pair in parts
            for month in drawn.get(pair.revision, ())
            if (month.site, month.month) == (key.site, str(key.month))
        ]
        if len(months) == len(parts):  # an older receipt has none, and half a month is no share
            found[key] = _shares(months)
    return found


def _shares(months: Sequence[MonthPortrait]) -> dict[str, Counter[str]]:
    shares: dict[str, Counter[str]] = {}
    for month in months:
        for item in SCOPE_ITEMS:
            shares.setdefault(item, Counter()).update(month.shares.get(item, {}))
    return {item: counts for item, counts in shares.items() if counts.total()}


def _drawn(
    revisions: set[str], services: Services
) -> Iterator[tuple[str, tuple[MonthPortrait, ...]]]:
    for revision in sorted(revisions):
        text = services.catalogue.receipt(revision)
        receipt = None if text is None else Receipt.from_json(text)
        if receipt is not None and receipt.portrait is not None:
            yield revision, receipt.portrait.months

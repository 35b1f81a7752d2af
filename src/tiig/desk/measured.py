"""The stored quality counts of what is in force, and the series of measures that they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from tiig import quality
from tiig.model.months import Period
from tiig.model.parts import by_site_month, lacking
from tiig.model.submission import MeasureCount, Pair, SiteMonth
from tiig.services import Services
from tiig.standard.quality import Unit

_COUNTED = {
    "site": pl.String,
    "month": pl.String,
    "item": pl.String,
    "measure": pl.String,
    "count": pl.Int64,
}


_FILE = ("submission", "site", "month")
_READ = ("submission", "derivation", "site", "month")
"""A site-month of a file, and how its rows were read."""


def count_table(pairs: Sequence[Pair], services: Services) -> pl.DataFrame:
    """Return the stored counts of these pairs, added up over the parts of months.

    `site`, `month`, `item`, `measure`, `count` (Int64), sorted.
    """
    by = [name for name in _COUNTED if name != "count"]
    counts = _in_force(pairs, services)
    return counts.group_by(by).agg(pl.col("count").sum()).sort(by)


def _in_force(pairs: Sequence[Pair], services: Services) -> pl.DataFrame:
    """Return the counts of pairs that have rows: those read again in place of the first ones."""
    read = pl.DataFrame(
        [(one.revision, one.derivation, one.site, str(one.month)) for one in pairs if not one.nil],
        schema=dict.fromkeys(_READ, pl.String),
        orient="row",
    ).unique()
    stored = services.catalogue.stored_counts(set(read["submission"]))
    again = stored.join(read, on=_READ, how="semi")
    first = (
        stored.filter(pl.col("derivation").is_null())
        .join(read, on=_FILE, how="semi")
        .join(again, on=_FILE, how="anti")
    )
    return pl.concat([first, again]).select(*_COUNTED)


def measured_series(
    pairs: Sequence[Pair], services: Services, *, counts: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Return every measure of the site-months that are wholly in force, as `MEASURED` says.

    `counts` is the table of these pairs, where it was asked for already.
    """
    return quality.measured(
        count_table(pairs, services) if counts is None else counts,
        whole_months(pairs),
        services.standard.declared_measures.values(),
        services.standard.quality_items,
        holidays=services.standard.holidays,
    )


def series_asked(
    asked: Mapping[str, Any], pairs: Sequence[Pair], services: Services
) -> pl.DataFrame:
    """Return the measures of the `site` and `period` that are asked for.

    What is held against the past is told only `with_past`: the pairs have no past else.
    """
    period = Period.parse(asked["period"])
    beside = [
        one.id
        for one in services.standard.declared_measures.values()
        if one.unit is Unit.OF_EXPECTED
    ]
    return measured_series(pairs, services).filter(
        pl.col("site") == asked["site"],
        pl.col("month").is_between(pl.lit(str(period.first)), pl.lit(str(period.last))),
        pl.lit(bool(asked.get("with_past"))) | ~pl.col("measure").is_in(beside),
    )


def whole_months(pairs: Sequence[Pair]) -> pl.DataFrame:
    """Return the site-months that are wholly in force: `site`, `month`, `rows` (0: nil)."""
    whole = [
        (key.site, str(key.month), sum(part.rows for part in parts))
        for key, parts in by_site_month(pairs).items()
        if not lacking(key, parts)
    ]
    schema = {"site": pl.String, "month": pl.String, "rows": pl.Int64}
    return pl.DataFrame(whole, schema=schema, orient="row")


def stored_counts(pairs: Sequence[Pair], services: Services) -> Iterator[MeasureCount]:
    """Yield the stored counts of what is in force, each file's asked for once."""
    for _, counts in counts_by_pair(pairs, services):
        yield from counts


def counts_by_pair(
    pairs: Sequence[Pair], services: Services
) -> Iterator[tuple[Pair, list[MeasureCount]]]:
    """Yield each pair that has rows with its stored counts: none where it was never counted."""
    in_force: dict[tuple[str, str], dict[SiteMonth, Pair]] = {}
    for pair in pairs:
        if not pair.nil:
            in_force.setdefault((pair.revision, pair.derivation), {})[pair.site_month] = pair
    for (revision, derivation), those in in_force.items():
        found: dict[SiteMonth, list[MeasureCount]] = {}
        for one in services.catalogue.reread_measures(revision, derivation):
            found.setdefault(SiteMonth(one.site, one.month), []).append(one)
        reread = frozenset(found)
        for one in services.catalogue.measures(revision):
            if (key := SiteMonth(one.site, one.month)) not in reread:
                found.setdefault(key, []).append(one)
        for key, pair in those.items():
            yield pair, found.get(key, [])

"""Every measure of a department's data by month, for the programme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from tiig.desk.measured import series_asked
from tiig.desk.programme import site_names
from tiig.model.measured import MeasuredMonth, MeasureLine, Measures
from tiig.model.months import Month, Period
from tiig.model.submission import Pair
from tiig.services import Services

MEASURES = "measures"


def measures_of(asked: Mapping[str, Any], pairs: Sequence[Pair], services: Services) -> Measures:
    """Return the measures of a site: `site`, `period`, and `item` and `measure` or null."""
    period, site = Period.parse(asked["period"]), asked["site"]
    found = series_asked(asked, pairs, services)
    for name in ("item", "measure"):
        if asked[name] is not None:
            found = found.filter(pl.col(name) == asked[name])
    return Measures(
        site, site_names(services).get(site, site), period, tuple(_lines(found, services))
    )


def _lines(found: pl.DataFrame, services: Services) -> list[MeasureLine]:
    standard = services.standard
    by_line: dict[tuple[str, str], list[MeasuredMonth]] = {}
    for _, month, item, measure, count, out_of in found.iter_rows():
        told = MeasuredMonth(Month.parse(month), count, out_of)
        by_line.setdefault((item, measure), []).append(told)
    return [
        MeasureLine(
            item,
            standard.quality_items[item].label if item else "",
            measure,
            declared.label,
            str(declared.better),
            tuple(by_line[item, measure]),
        )
        for item in ("", *standard.quality_items)
        for measure, declared in standard.declared_measures.items()
        if (item, measure) in by_line
    ]

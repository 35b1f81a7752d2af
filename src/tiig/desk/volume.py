"""The rows of months beside those expected of them, told with what was never received."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl

from tiig import quality
from tiig.desk.coverage import coverage_of
from tiig.desk.measured import count_table, whole_months
from tiig.desk.programme import site_names
from tiig.model.coverage import Standing
from tiig.model.months import Month, Period
from tiig.model.submission import Pair
from tiig.model.volume import VolumeMonth, Volumes, VolumeVerdict
from tiig.services import Services

VOLUME = "volume"
"""The kind of these answers in the ledger."""
_KEYS = ("site", "month")


def volumes_of(asked: Mapping[str, Any], pairs: Sequence[Pair], services: Services) -> Volumes:
    """Return the rows of months: `period`, `at`, `department` or null, and all that came before."""
    period = Period.parse(asked["period"])
    at = datetime.fromisoformat(asked["at"])
    standings = {
        (site, month): standing
        for site, month, standing in coverage_of(period, services, pairs=pairs, at=at).standings
        if asked["department"] in {None, site}
    }
    whole = whole_months(pairs)
    named = [(site, str(month)) for site, month in standings]
    every = pl.DataFrame(named, schema={"site": pl.String, "month": pl.String}, orient="row")
    lacking = every.join(whole, on=_KEYS, how="anti")
    counts, off = count_table(pairs, services), services.standard.holidays
    found = quality.expectations(counts, whole, lacking, holidays=off)
    names = site_names(services)
    return Volumes(
        period,
        tuple(
            _month((site, names.get(site, site)), when, standings[site, when], numbers)
            for site, month, *numbers in found.join(every, on=_KEYS, how="semi").iter_rows()
            for when in [Month.parse(month)]
        ),
    )


def _month(
    site: tuple[str, str], month: Month, standing: Standing, numbers: Sequence[float | None]
) -> VolumeMonth:
    rows, *about = numbers
    expected, low, high = (None if one is None else round(one) for one in about)
    told = None if rows is None else int(rows)
    return VolumeMonth(
        *site, month, standing, told, expected, low, high, _verdict(told, expected, low, high)
    )


def _verdict(
    rows: int | None, expected: int | None, low: int | None, high: int | None
) -> VolumeVerdict:
    if rows is None:
        return VolumeVerdict.NOT_WHOLE
    if expected is None or low is None or high is None:
        return VolumeVerdict.NO_PAST
    if rows < low:
        return VolumeVerdict.FEWER
    return VolumeVerdict.MORE if rows > high else VolumeVerdict.AS_EXPECTED

"""From measured series, standings and forms of files to the problems of a region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from tiig.model.measured import BY
from tiig.model.months import Month
from tiig.model.problems import Problem
from tiig.quality.problems.grid import VOLUME
from tiig.quality.problems.naming import named
from tiig.quality.problems.standings import Forms, Standings, form_problems, standing_problems
from tiig.quality.problems.watching import Rebased, alarms


@dataclass(frozen=True, kw_only=True)
class Around:
    """What is known beside the measured series: standings, forms of files, and re-bases.

    `began` is the first month that each site ever sent a file of, in force or not; `volume` the
    rows of months beside the usual ones, as `volumes` returns them.
    """

    standings: Standings = ()
    began: Mapping[str, Month] = field(default_factory=dict)
    forms: Forms = field(default_factory=dict)
    rebased: Rebased = field(default_factory=dict)
    volume: pl.DataFrame | None = None


def problems(measured: pl.DataFrame, around: Around | None = None) -> list[Problem]:
    """Return the problems of every site at the last month measured, by site, item and month.

    `measured` is as `MEASURED` says; rows with the measure `is NODE` add shares of categories of
    further items. Everything is found anew from the months themselves, each by what was known
    when it came in: nothing is remembered, so that a corrected month corrects its problems.
    """
    known = around or Around()
    frame = measured.filter(pl.col("measure") != VOLUME)
    if known.volume is not None:
        frame = pl.concat([frame, known.volume])
    found = named(alarms(frame.sort(BY), known.rebased), _last_months(frame))
    told = [*found, *standing_problems(known.standings, known.began), *form_problems(known.forms)]
    return sorted(told, key=lambda one: (one.site, one.item, one.first, one.kind))


def _last_months(measured: pl.DataFrame) -> dict[str, Month]:
    last = measured.group_by("site").agg(pl.col("month").max())
    return {site: Month.parse(month) for site, month in last.iter_rows()}

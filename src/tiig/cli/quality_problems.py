"""`tiig quality problems` and `tiig quality chart`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import isnan
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Because, Workspace
from tiig.cli.quality_answer import Asking, Grid, mark, told
from tiig.cli.quality_options import Item, OfItem, OfMeasure, Site, SiteArgument
from tiig.journeys.quality_chart import ChartRequest, quality_chart
from tiig.journeys.quality_problems import ProblemsRequest, quality_problems
from tiig.kit.plain import as_plain
from tiig.model.charts import ChartMonth, Limits, MeasureChart
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.months import Month
from tiig.model.problems import ProblemLine, Problems


def problems(  # noqa: PLR0913 - the options of the command
    *,
    site: Site = None,
    item: Item = None,
    resolved: Annotated[bool, typer.Option("--all", help="Also those that are over.")] = False,
    because: Because = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """List what is no longer as it was, by department and item: since when, and how far."""
    asking = Asking(workspace, because, as_json)
    found = asking.ask(partial(quality_problems, ProblemsRequest(site, item, resolved)))
    ids = [line.problem.id for line in found.told.lines]
    told({**as_plain(found), "ids": ids}, _listed(found, resolved=resolved), asking)


def _listed(found: ClearedProgramme[Problems], *, resolved: bool) -> Iterator[str | Grid]:
    lines, period = found.told.lines, found.told.period
    if not lines:
        stands = "" if resolved else " that stands"
        yield f"No problem{stands} in {period}."
        yield mark(found)
        return
    header = ("Id", "Department", "Item", "Problem", "First", "State", "Evidence")
    yield Grid(header, [_row(line) for line in lines])
    yield ""
    yield f"Looked at: {period}. {mark(found)}"


def _row(line: ProblemLine) -> tuple[str, ...]:
    one = line.problem
    return (
        one.id,
        line.site_name,
        line.item_label,
        f"{one.kind}, {one.shape}" if one.before.whole else str(one.kind),
        str(one.first),
        str(one.state),
        one.evidence,
    )


def chart(  # noqa: PLR0913 - the options of the command
    site: SiteArgument,
    *,
    measure: OfMeasure,
    item: OfItem = None,
    because: Because = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Show one measure by month with its control limits, and which months chance explains."""
    asking = Asking(workspace, because, as_json)
    found = asking.ask(partial(quality_chart, ChartRequest(site, measure, item)))
    told(found, _charted(found), asking)


def _charted(found: ClearedProgramme[MeasureChart]) -> Iterator[str | Grid]:
    series = found.told
    of = f"{series.item_label}, " if series.item_label else ""
    yield f"{series.site_name}: {of}{series.label.lower()} by month, in per cent"
    yield ""
    header = ("Month", "Share", "Of rows", "Mean", "Limits", "Sign")
    yield Grid(header, [_month(one, series.rebased) for one in series.months])
    yield ""
    yield "Limits lie 2.66 mean moving ranges from the mean, if need be beyond 0 or 100."
    yield mark(found)


def _month(one: ChartMonth, rebased: tuple[Month, ...]) -> tuple[str, ...]:
    point = one.point
    signal = f"{point.variation}: {point.signal}" if point.signal else ""
    anew = "begins anew" if point.month in rebased else ""
    return (
        str(point.month),
        f"{point.value:.1f}",
        f"{one.count} of {one.out_of}",
        f"{point.limits.mean:.1f}",
        _limits(point.limits),
        "; ".join(part for part in (anew, signal) if part),
    )


def _limits(limits: Limits) -> str:
    return "" if isnan(limits.lower) else f"{limits.lower:.1f} to {limits.upper:.1f}"

"""`tiig quality problems` and `tiig quality chart`."""

from __future__ import annotations

from functools import partial
from math import isnan
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Because, Workspace, ask, show_json, show_lines, show_table
from tiig.cli.quality_options import Item, OfItem, OfMeasure, Site, SiteArgument
from tiig.journeys.quality_chart import ChartRequest, quality_chart
from tiig.journeys.quality_problems import ProblemsRequest, quality_problems
from tiig.kit.plain import as_plain
from tiig.model.charts import ChartMonth, Limits
from tiig.model.months import Month
from tiig.model.problems import ProblemLine


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
    found = ask(
        partial(quality_problems, ProblemsRequest(site, item, resolved)),
        workspace=workspace,
        because=because,
        quiet=as_json,
    )
    if as_json:
        show_json({**as_plain(found), "ids": [line.problem.id for line in found.told.lines]})
        return
    told = found.told
    mark = f"{found.preset_mark} Release {found.release}."
    if not told.lines:
        stands = "" if resolved else " that stands"
        show_lines([f"No problem{stands} in {told.period}.", mark])
        return
    show_table(
        ("Id", "Department", "Item", "Problem", "First", "State", "Evidence"),
        [_row(line) for line in told.lines],
    )
    show_lines(["", f"Looked at: {told.period}. {mark}"])


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
    found = ask(
        partial(quality_chart, ChartRequest(site, measure, item)),
        workspace=workspace,
        because=because,
        quiet=as_json,
    )
    if as_json:
        show_json(found)
        return
    told = found.told
    of = f"{told.item_label}, " if told.item_label else ""
    show_lines([f"{told.site_name}: {of}{told.label.lower()} by month, in per cent", ""])
    show_table(
        ("Month", "Share", "Of rows", "Mean", "Limits", "Sign"),
        [_month(one, told.rebased) for one in told.months],
    )
    show_lines(
        [
            "",
            "Limits lie 2.66 mean moving ranges from the mean, if need be beyond 0 or 100.",
            f"{found.preset_mark} Release {found.release}.",
        ]
    )


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

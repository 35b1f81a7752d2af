"""`tiig quality problems` and `tiig quality chart`."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines, show_table
from tiig.journeys.quality_chart import ChartMonth, ChartRequest, quality_chart
from tiig.journeys.quality_problems import ProblemLine, ProblemsRequest, quality_problems
from tiig.model.months import Month


def problems(
    *,
    site: Annotated[
        str | None, typer.Option("--site", help="One department, by code or name.")
    ] = None,
    item: Annotated[str | None, typer.Option("--item", help="One item, by id or label.")] = None,
    resolved: Annotated[bool, typer.Option("--all", help="Also those that are over.")] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """List what is no longer as it was, by department and item: since when, and how far."""
    found = ask(
        partial(quality_problems, ProblemsRequest(site, item, resolved)),
        workspace=workspace,
        quiet=as_json,
    )
    if as_json:
        show_json(found)
        return
    if not found.lines:
        show_lines([f"No problem{'' if resolved else ' that stands'} in {found.period}."])
        return
    show_table(
        ("Department", "Item", "Problem", "First", "State", "Evidence"),
        [_row(line) for line in found.lines],
    )
    show_lines(["", f"Looked at: {found.period}. Exact numbers, for the team alone."])


def _row(line: ProblemLine) -> tuple[str, ...]:
    one = line.problem
    return (
        line.site_name,
        line.item_label,
        f"{one.kind}, {one.shape}" if one.before.whole else str(one.kind),
        str(one.first),
        str(one.state),
        one.evidence,
    )


def chart(
    site: Annotated[str, typer.Argument(help="The department, by code or name.")],
    *,
    measure: Annotated[
        str, typer.Option("--measure", help="What is measured, e.g. known, default, usable.")
    ],
    item: Annotated[
        str | None, typer.Option("--item", help="The item, by id or label; else whole months.")
    ] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Show one measure by month with its control limits, and which months chance explains."""
    found = ask(
        partial(quality_chart, ChartRequest(site, measure, item)),
        workspace=workspace,
        quiet=as_json,
    )
    if as_json:
        show_json(found)
        return
    of = f"{found.item_label}, " if found.item_label else ""
    show_lines([f"{found.site_name}: {of}{found.measure_label.lower()} by month, in per cent", ""])
    show_table(
        ("Month", "Share", "Of rows", "Mean", "Limits", "Sign"),
        [_month(one, found.rebased) for one in found.months],
    )
    show_lines(
        ["", "Limits lie 2.66 mean moving ranges from the mean, if need be beyond 0 or 100."]
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
        f"{point.limits.lower:.1f} to {point.limits.upper:.1f}",
        "; ".join(part for part in (anew, signal) if part),
    )

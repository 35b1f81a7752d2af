"""`tiig quality`, and the commands below it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from tiig.cli import (
    quality_actions,
    quality_bounds,
    quality_fair,
    quality_heat,
    quality_letters,
    quality_measures,
    quality_months,
    quality_problems,
    quality_rebases,
    quality_recount,
    quality_shifts,
    quality_targets,
    quality_teaching,
    quality_unlock,
)
from tiig.cli.door import Agreement, AsJson, Because, Workspace
from tiig.cli.papers import Preset
from tiig.cli.quality_answer import Asking, Files, Grid, told, written
from tiig.cli.quality_options import First, Last
from tiig.journeys.quality import QualityRequest
from tiig.journeys.quality import quality as journey
from tiig.model.cleared_quality import ClearedQuality
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.publish.quality_grid import months_grid, quality_grid
from tiig.publish.quality_table import quality_csv, quality_lines, write_quality_workbook

Site = Annotated[
    str | None, typer.Option("--site", help="One department, by code or name: its last months.")
]
Item = Annotated[
    str | None, typer.Option("--item", help="One item, e.g. injury_mechanism: its last months.")
]
Of = Annotated[str | None, typer.Option("--month", help="Months, e.g. 2026-06; the newest unless.")]
By = Annotated[str | None, typer.Option("--by", help="What stands in the rows: site, item, month.")]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write everything counted: FILE.csv or FILE.xlsx."),
]
_FILES = Files(quality_csv, write_quality_workbook, lambda found: found.for_release)


app = typer.Typer(
    help="Show how complete, valid, timely and usable the data are, by department, item and month.",
    invoke_without_command=True,
)
app.add_typer(quality_targets.app, name="targets")
app.add_typer(quality_actions.app, name="actions")
app.add_typer(quality_rebases.app, name="rebase")
app.command("measures")(quality_measures.measures)
app.command()(quality_heat.heat)
app.command()(quality_problems.problems)
app.command()(quality_problems.chart)
app.command("unlock")(quality_unlock.unlock)
app.command("compare")(quality_fair.compare)
app.command("groups")(quality_fair.groups)
app.command("bounds")(quality_bounds.bounds)
app.command("volume")(quality_months.volume)
app.command("timeliness")(quality_months.timeliness)
app.command("shifts")(quality_shifts.shifts)
app.command("recount")(quality_recount.recount)
app.command("letter")(quality_letters.letter)
app.command("poster")(quality_teaching.poster)
app.command("training")(quality_teaching.training)


@app.callback()
def quality(  # noqa: PLR0913 - the options of the command
    ctx: typer.Context,
    *,
    site: Site = None,
    item: Item = None,
    month: Of = None,
    first: First = None,
    last: Last = None,
    by: By = None,
    preset: Preset = None,
    agreement: Agreement = None,
    because: Because = None,
    output: Output = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Show how complete, valid, timely and usable the data are, by department, item and month."""
    if ctx.invoked_subcommand is not None:
        _check_nothing_asked(ctx)
        return
    request = QualityRequest(site, item, month, first, last, preset)
    asking = Asking(workspace, because, as_json, output, agreement)
    found = written(partial(journey, request), _FILES, asking)
    screen = _screen(found, one_site=site is not None, one_item=item is not None, by=by)
    told(found, screen, asking)


def _check_nothing_asked(ctx: typer.Context) -> None:
    """Refuse options that stand before a command below this one: they would say nothing."""
    told: dict[str, Any] = ctx.params
    if any(value not in {None, False} for value in told.values()):
        what = f"options of tiig quality {ctx.invoked_subcommand} stand behind its name"
        raise TiigError(BAD_ARGUMENT, what=what)


def _screen(
    found: ClearedQuality, *, one_site: bool, one_item: bool, by: str | None
) -> Iterator[str | Grid]:
    """Yield a table of two of department, item and month, with its notes."""
    site = found.coverage.sites[0][0] if one_site and found.coverage.sites else None
    grid = quality_grid(
        found,
        site=site,
        item=found.items[0].item if one_item else None,
        by=by,
    )
    yield grid.title
    yield ""
    yield Grid(grid.header, grid.rows, numbers_from=1)
    if one_site or not one_item:
        received = months_grid(found, site=site)
        yield ""
        yield received.title
        yield ""
        yield Grid(received.header, received.rows)
    yield ""
    if len(found.period) > 1 and not one_site and not one_item:
        yield "The last month is shown; --json and -o hold all of them."
    yield from quality_lines(found)

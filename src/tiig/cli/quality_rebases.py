"""`tiig quality rebase list|add|undo`."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines, show_table
from tiig.cli.quality_options import OfItem, OfMeasure, OfSite, Reason, Site
from tiig.journeys import quality_rebases as journeys
from tiig.journeys.quality_rebases import RebaseLine, RebaseRequest

app = typer.Typer(
    help="Months from which on a series has a new normal, each with its reason.",
    no_args_is_help=True,
)


@app.command("list")
def list_(
    *,
    site: Site = None,
    undone: Annotated[bool, typer.Option("--all", help="Also those taken back.")] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """List what was re-based, from which month on and why."""
    found = ask(
        partial(journeys.list_rebases, site, undone=undone),
        workspace=workspace,
        quiet=as_json,
    )
    if as_json:
        show_json(found)
        return
    show_table(
        ("Re-base", "Department", "Of", "From", "Because", "By", "State"),
        [
            (
                one.rebase.id,
                one.site_name,
                _of(one),
                str(one.rebase.month),
                one.rebase.because,
                one.rebase.person,
                "taken back" if one.undone else "counts",
            )
            for one in found
        ],
    )


@app.command()
def add(  # noqa: PLR0913 - the options of the command
    *,
    site: OfSite,
    measure: OfMeasure,
    month: Annotated[str, typer.Option("--from", help="The first month of the new normal.")],
    because: Reason,
    item: OfItem = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Let a series start anew in a month, for a reason that is known."""
    request = RebaseRequest(site, measure, month, because, item)
    made = ask(
        partial(journeys.add_rebase, request),
        workspace=workspace,
        quiet=as_json,
    )
    if as_json:
        show_json(made)
        return
    one = made.rebase
    show_lines([f"Re-base {one.id}: {made.site_name}, {_of(made)}, starts anew in {one.month}."])


@app.command()
def undo(
    rebase: Annotated[str, typer.Argument(help="The id of the re-base.")],
    *,
    because: Reason,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Take a re-base back: the series is held against what it was before."""
    found = ask(
        partial(journeys.undo_rebase, rebase, because),
        workspace=workspace,
        quiet=as_json,
    )
    if as_json:
        show_json(found)
        return
    one = found.rebase
    show_lines([f"Re-base {one.id} is taken back: {found.site_name}, {_of(found)}, {one.month}."])


def _of(line: RebaseLine) -> str:
    one = line.rebase
    return f"{line.item_label or one.item}, {one.measure}" if one.item else one.measure

"""`tiig release list|show|verify`."""

from __future__ import annotations

import json
from functools import partial
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines, show_table
from tiig.journeys import releases as journeys
from tiig.model.errors import Family

app = typer.Typer(help="The ledger of everything that was answered.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(help="The id of the release, printed under each table.")]


@app.command("list")
def list_(*, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """List what was released, to whom and why."""
    found = ask(journeys.list_releases, workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    show_table(
        ("Release", "At (UTC)", "Person", "Given to", "Purpose", "Agreement", "Preset"),
        [
            (
                one.id,
                f"{one.at:%Y-%m-%d %H:%M}",
                one.person,
                one.organisation,
                one.purpose or "",
                one.agreement or "",
                one.preset,
            )
            for one in found
        ],
    )


@app.command()
def show(release: Id, *, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """Show where an answer came from: submissions, profiles, definitions, code."""
    found = ask(partial(journeys.show_release, release), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    show_lines(json.dumps(found.manifest, ensure_ascii=False, indent=2).splitlines())


@app.command()
def verify(release: Id, *, workspace: Workspace = None, as_json: AsJson = False) -> int:
    """Compute an answer again from the data as known then, and compare every digit."""
    found = ask(partial(journeys.verify_release, release), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
    else:
        show_lines([found.why, f"Submissions: {', '.join(found.submissions)}"])
    return 0 if found.same else int(Family.STORE)

"""`tiig release list|show|use|verify`."""

from __future__ import annotations

import json
from functools import partial
from typing import Annotated

import typer

from tiig.cli.door import (
    Agreement,
    AsJson,
    Workspace,
    ask,
    show_json,
    show_lines,
    show_table,
)
from tiig.journeys import releases as journeys
from tiig.journeys.use_release import UseRequest, use_release
from tiig.model.errors import Family
from tiig.model.release_use import ReleaseUse

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
    """Show where an answer came from, and what it led to."""
    found = ask(partial(journeys.show_release, release), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    led_to = {"led_to": [_sentence(one) for one in found.uses]} if found.uses else {}
    show_lines(json.dumps({**found.manifest, **led_to}, ensure_ascii=False, indent=2).splitlines())


@app.command()
def use(  # noqa: PLR0913 - the options of the command
    release: Id,
    *,
    what: Annotated[
        str,
        typer.Option(
            "--what",
            help="What was done, as it may be published. Name no patient and tell no small count.",
        ),
    ],
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            help="licensing, patrol, training, environment, campaign, commissioning, "
            "evaluation, research or other.",
        ),
    ],
    by: Annotated[
        str | None, typer.Option("--by", help="Who acted; whom it was given to unless.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", help="The day on which it was done; today unless.")
    ] = None,
    agreement: Agreement = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Enter what a release led to, so that those who wrote the rows down may hear of it."""
    request = UseRequest(release, what, kind, by, on)
    made = ask(
        partial(use_release, request),
        workspace=workspace,
        agreement=agreement,
        quiet=as_json,
    )
    if as_json:
        show_json(made)
        return
    show_lines([f"Release {made.release} led to {_sentence(made)}"])


@app.command()
def verify(release: Id, *, workspace: Workspace = None, as_json: AsJson = False) -> int:
    """Compute an answer again from the data as known then, and compare every digit."""
    found = ask(partial(journeys.verify_release, release), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
    else:
        show_lines([found.why, f"Submissions: {', '.join(found.submissions)}"])
    return 0 if found.same else int(Family.STORE)


def _sentence(use: ReleaseUse) -> str:
    return f"{use.kind} by {use.organisation} on {use.on_day}: {use.what}"

"""`tiig geography list`."""

from __future__ import annotations

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_table
from tiig.journeys.geographies import list_geographies

app = typer.Typer(help="Areas, lookups and populations.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Hold the commands of the geographies."""


@app.command("list")
def list_(*, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """List geographies with vintage and source, the default first."""
    found = ask(
        lambda asker, services, progress: list_geographies(
            asker=asker, services=services, progress=progress
        ),
        workspace=workspace,
        quiet=as_json,
    )
    if as_json:
        show_json(found)
        return
    show_table(
        ("Name", "Vintage", "Invented", "Areas", "Source"),
        [
            (
                one.name,
                one.vintage,
                "yes" if one.schematic else "no",
                ", ".join(f"{count:,} {level}" for level, count in one.areas.items()),
                one.source,
            )
            for one in found
        ],
    )

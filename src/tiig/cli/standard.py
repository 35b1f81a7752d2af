"""`tiig standard import`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines
from tiig.journeys.import_standard import import_standard

app = typer.Typer(help="The data standard and the site's additions to it.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Hold the commands of the standard."""


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The ETOS workbook as NHS England publishes it.")],
    *,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Take the codes of NHS England's ECDS technical output specification into use."""
    found = ask(partial(import_standard, str(file)), workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
        return
    show_lines(
        [
            f"{found.codes:,} codes and {found.categories:,} categories were added.",
            f"{found.unmapped:,} codes have no category yet; their rows count as unmapped.",
            *(f"Not taken: {fault}" for fault in found.damaged_rows[:20]),
            f"The standard is now {found.standard_after[:12]} (was {found.standard_before[:12]}).",
        ]
    )

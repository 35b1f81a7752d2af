"""`tiig receiving-key show`: the public key for which hospitals seal their packages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines
from tiig.cli.outputs import write_text
from tiig.journeys.receiving_key import receiving_key as journey

app = typer.Typer(help="The key for which hospitals seal packages.", no_args_is_help=True)

Output = Annotated[
    Path | None, typer.Option("-o", "--output", help="Write the key to a file for the hospital.")
]


@app.callback()
def group() -> None:
    """Keep `show` a command of a group."""


@app.command()
def show(*, output: Output = None, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """Show the public receiving key, and what two people compare by telephone."""
    key = ask(journey, workspace=workspace, quiet=as_json)
    if output is not None:
        write_text(output, key.file, private=False)
    if as_json:
        show_json(key)
        return
    show_lines([key.key, f"Compare by telephone: {key.check_words}"])
    if output is not None:
        show_lines([f"Written to {output}."])

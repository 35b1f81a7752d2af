"""`tiig retention run`."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines
from tiig.cli.outputs import check_output, write_text
from tiig.kit.plain import as_plain
from tiig.model.agreement import Retention
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.retention import Terms

app = typer.Typer(help="What is destroyed on its date.", no_args_is_help=True)

Days = Annotated[
    str | None,
    typer.Option(
        "--unless-agreed",
        help="Days of originals, days of phrases, hours of refused copies, e.g. 90,365,72: "
        "for senders whose agreement does not say.",
    ),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write the report: FILE.md or FILE.json.")
]


@app.callback()
def group() -> None:
    """Keep the group: it has one command so far."""


@app.command()
def run(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what is due.")] = False,
    unless_agreed: Days = None,
    output: Output = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Destroy originals, place phrases and refused copies whose date has come."""
    from tiig.journeys.retention import RetentionRequest, run_retention
    from tiig.publish.retention_report import retention_lines, retention_page

    check_output(output, (".md", ".json"))
    request = RetentionRequest(dry_run, _terms(unless_agreed))
    found = ask(partial(run_retention, request), workspace=workspace, quiet=as_json)
    if output is not None:
        as_data = output.suffix == ".json"
        page = json.dumps(as_plain(found), indent=2) if as_data else retention_page(found)
        write_text(output, page, private=True)
    if as_json:
        show_json(found)
        return
    show_lines(retention_lines(found))
    if output is not None:
        show_lines([f"Written to {output}."])


def _terms(words: str | None) -> Terms | None:
    if words is None:
        return None
    parts = words.split(",")
    if len(parts) != len(("originals", "phrases", "refused")) or not all(
        part.strip().isdigit() for part in parts
    ):
        what = "--unless-agreed needs three whole numbers, e.g. 90,365,72"
        raise TiigError(BAD_ARGUMENT, what=what)
    originals, phrases, refused = (int(part) for part in parts)
    return Terms(Retention(originals, phrases, refused))

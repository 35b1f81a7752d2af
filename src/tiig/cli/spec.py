"""`tiig spec`: what a hospital needs to start, made from the standard."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, show_json, show_lines, spoken, to_output
from tiig.journeys.spec import SpecMade, SpecRequest
from tiig.journeys.spec import spec as journey
from tiig.model.asker import Asker
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.wiring import standard_only

Folder = Annotated[Path, typer.Option("-o", "--output", help="The folder to write into.")]
SenderId = Annotated[
    str | None, typer.Option("--sender-id", help="The sender's short name, as in --sender.")
]
Name = Annotated[str | None, typer.Option("--name", help="The sender's name as printed.")]
Provider = Annotated[
    str | None, typer.Option("--provider", help="The code of the provider (trust).")
]
Sites = Annotated[
    list[str] | None,
    typer.Option("--site", help="A site as CODE=NAME, by its ODS site code; repeatable."),
]
Asks = Annotated[str, typer.Option("--asks", help="The organisation that asks; else a blank.")]
Contact = Annotated[
    str, typer.Option("--contact", help="Whom the hospital may ask; else a blank to fill in.")
]
Scope = Annotated[
    str,
    typer.Option(
        "--scope", help="What it will send: all-attendances, all-injuries, assaults-only."
    ),
]
Synthetic = Annotated[
    bool, typer.Option("--synthetic", help="The sender is invented: what comes of it says so.")
]


def spec(  # noqa: PLR0913 - the options of the command
    *,
    output: Folder,
    sender_id: SenderId = None,
    name: Name = None,
    provider: Provider = None,
    site: Sites = None,
    asks: Asks = "",
    contact: Contact = "",
    scope: Scope = "all-injuries",
    synthetic: Synthetic = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Write what a hospital needs to start: specification, template, test files, query, e-mail."""
    request = SpecRequest(
        folder=str(output),
        sender=sender_id,
        name=name,
        provider=provider,
        sites=tuple(_site(one) for one in site or ()),
        asks=asks,
        contact=contact,
        scope=scope,
        synthetic=synthetic,
    )
    with to_output(), spoken(quiet=as_json) as progress:
        made = journey(
            request,
            asker=Asker.local(getpass.getuser()),
            services=standard_only(workspace),
            progress=progress,
        )
    if as_json:
        show_json(made)
    else:
        show_lines(_lines(made))


def _site(words: str) -> tuple[str, str]:
    code, equals, name = words.partition("=")
    if not (code.strip() and equals and name.strip()):
        raise TiigError(BAD_ARGUMENT, what="a site is written as CODE=NAME")
    return code.strip(), name.strip()


def _lines(made: SpecMade) -> list[str]:
    found = [f"Wrote {len(made.files)} files into {made.folder}: {', '.join(made.files)}."]
    if made.invented:
        found.append("The sender in them is invented: name yours with --sender-id and the rest.")
    return [
        *found,
        "The rows of passes, fails and refused are invented: try them, never count them.",
        f"Next: tiig sender add {made.folder}/profile.toml",
        f"then: tiig sender check {made.folder}/passes.xlsx --sender {made.sender}",
    ]

"""`tiig init` and `tiig doctor`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines
from tiig.journeys import doctor as journey
from tiig.model.errors import Family
from tiig.wiring import make_workspace


def init(
    folder: Annotated[Path, typer.Argument(help="The folder to make.")] = Path(),
    *,
    database: Annotated[
        str | None,
        typer.Option(
            "--database",
            help="Keep the catalogue on a server: postgresql://tiig@db.example.org/tiig; "
            "the password comes from TIIG_DATABASE_PASSWORD.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a workspace: settings, catalogue, keys, lake and vault in one folder."""
    made = make_workspace(folder, database=database)
    if as_json:
        show_json({"workspace": str(made)})
        return
    show_lines(
        [
            f"A workspace was made in {made}.",
            f"Next: tiig agreement add AGREEMENT.toml --workspace {made}",
            f"then: tiig sender add PROFILE.toml --workspace {made}",
            "Keep the folder keys apart from backups: without it the data cannot be read.",
        ]
    )


def doctor(*, workspace: Workspace = None, as_json: AsJson = False) -> int:
    """Check keys, packs and catalogue against each other."""
    found = ask(journey.doctor, workspace=workspace, quiet=as_json)
    if as_json:
        show_json(found)
    else:
        show_lines(
            [*found.facts, *found.faults, "Nothing is damaged." if found.healthy else "Not well."]
        )
    return 0 if found.healthy else int(Family.STORE)

"""`tiig quality unlock`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Because, Workspace, ask, show_json, show_lines, show_table
from tiig.cli.quality_options import First, Last, Month
from tiig.cli.table_files import check_table_file, write_table_file
from tiig.journeys.quality_unlock import ALL, UnlockRequest
from tiig.journeys.quality_unlock import quality_unlock as journey
from tiig.publish.unlock_table import (
    unlock_csv,
    unlock_grid,
    unlock_lines,
    write_unlock_workbook,
)


def unlock(  # noqa: PLR0913 - the options of the command
    *,
    site: Annotated[
        str | None, typer.Option("--site", help="One department, by code or name: every repair.")
    ] = None,
    month: Month = None,
    first: First = None,
    last: Last = None,
    repair: Annotated[
        str | None,
        typer.Option("--repair", help="What if these together: date, place, weapon, by commas."),
    ] = None,
    to_share: Annotated[
        int, typer.Option("--to-share", help="Per cent of what is missing that is repaired.")
    ] = ALL,
    because: Because = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write every repair: FILE.csv, .xlsx.")
    ] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Rank what to ask of which department by the usable assault records it would bring."""
    check_table_file(output)
    request = UnlockRequest(site, month, first, last, repair, to_share)
    found = ask(partial(journey, request), workspace=workspace, because=because, quiet=as_json)
    if output is not None:
        write_table_file(
            output,
            lambda: unlock_csv(found),
            lambda path: write_unlock_workbook(found, path),
            private=True,
        )
    if as_json:
        show_json(found)
        return
    header, rows = unlock_grid(found, every=site is not None)
    show_lines([f"What would unlock most, {found.told.period}", ""])
    show_table(header, rows, numbers_from=2)
    written = [] if output is None else [f"Written to {output}."]
    notes = [*unlock_lines(found), f"{found.preset_mark} Release {found.release}.", *written]
    show_lines(["", *notes])

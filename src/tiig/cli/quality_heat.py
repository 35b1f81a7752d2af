"""`tiig quality heat`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Because, Workspace, ask, show_json, show_lines, show_table
from tiig.cli.quality_options import Item, Site
from tiig.cli.table_files import check_table_file, write_table_file
from tiig.journeys.quality_heat import HeatRequest
from tiig.journeys.quality_heat import quality_heat as journey
from tiig.publish.heat_table import HEAT_NOTE, heat_csv, heat_grid, write_heat_workbook


def heat(  # noqa: PLR0913 - the options of the command
    *,
    measure: Annotated[
        str | None, typer.Option("--measure", help="What is measured, e.g. default; known unless.")
    ] = None,
    site: Site = None,
    item: Item = None,
    last: Annotated[
        str | None, typer.Option("--to", help="The last of twelve months; the newest unless.")
    ] = None,
    because: Because = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write every cell: FILE.csv, .xlsx.")
    ] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Show one measure of every department and item by month, beside what is agreed."""
    check_table_file(output)
    request = HeatRequest(measure, site, item, last)
    found = ask(partial(journey, request), workspace=workspace, because=because, quiet=as_json)
    if output is not None:
        write_table_file(
            output,
            lambda: heat_csv(found),
            lambda path: write_heat_workbook(found, path),
            private=True,
        )
    if as_json:
        show_json(found)
        return
    show_lines([f"{found.told.label} by department, item and month, {found.told.period}", ""])
    header, rows = heat_grid(found)
    show_table(header, rows, numbers_from=2)
    written = [] if output is None else [f"Written to {output}."]
    show_lines(["", HEAT_NOTE, f"{found.preset_mark} Release {found.release}.", *written])

"""`tiig quality shifts`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Because, Workspace, ask, show_json, show_lines, show_table
from tiig.cli.quality_options import First, Item, Last, Month, SiteArgument
from tiig.cli.table_files import check_table_file, write_table_file
from tiig.journeys.quality_shifts import ShiftsRequest
from tiig.journeys.quality_shifts import quality_shifts as journey
from tiig.model.shifts import Axis
from tiig.publish.shifts_table import (
    shifts_csv,
    shifts_grid,
    shifts_lines,
    write_shifts_workbook,
)

NOTE = (
    "Per cent, rounded down; -: no rows. Of the differences told, one in twenty may be false;"
    " who comes at night may differ too, so ask before you blame a shift."
)


def shifts(  # noqa: PLR0913 - the options of the command
    site: SiteArgument,
    *,
    item: Item = None,
    month: Month = None,
    first: First = None,
    last: Last = None,
    because: Because = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write counts: FILE.csv or FILE.xlsx.")
    ] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Show where a department records otherwise by hour of arrival and arrival mode."""
    check_table_file(output)
    request = ShiftsRequest(site, item, month, first, last)
    found = ask(partial(journey, request), workspace=workspace, because=because, quiet=as_json)
    if output is not None:
        write_table_file(
            output,
            lambda: shifts_csv(found),
            lambda path: write_shifts_workbook(found, path),
            private=True,
        )
    if as_json:
        show_json(found)
        return
    told = found.told
    months = "1 month" if told.months == 1 else f"{told.months} months"
    show_lines([f"{told.site_name}: what differs by shift, {told.period} ({months} in force)", ""])
    for axis in Axis:
        header, rows = shifts_grid(found, axis)
        show_table(header, rows, numbers_from=2)
    written = [] if output is None else [f"Written to {output}."]
    mark = f"{found.preset_mark} Release {found.release}."
    show_lines(["", *shifts_lines(found), "", NOTE, mark, *written])

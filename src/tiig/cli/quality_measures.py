"""`tiig quality measures`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Because, Workspace, ask, show_json, show_lines, show_table
from tiig.cli.quality_options import First, Item, Last, Measure, Month, SiteArgument
from tiig.cli.table_files import check_table_file, write_table_file
from tiig.journeys.quality_measures import MeasuresRequest
from tiig.journeys.quality_measures import quality_measures as journey
from tiig.publish.measures_table import measures_csv, measures_grid, write_measures_workbook

NOTE = "Shares are rounded down. -: nothing to measure; empty: absent, held or partly received."


def measures(  # noqa: PLR0913 - the options of the command
    site: SiteArgument,
    *,
    item: Item = None,
    measure: Measure = None,
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
    """Show every measure of a department by month, exact, for the team alone."""
    check_table_file(output)
    request = MeasuresRequest(site, item, measure, month, first, last)
    found = ask(partial(journey, request), workspace=workspace, because=because, quiet=as_json)
    if output is not None:
        write_table_file(
            output,
            lambda: measures_csv(found),
            lambda path: write_measures_workbook(found, path),
            private=True,
        )
    if as_json:
        show_json(found)
        return
    header, rows = measures_grid(found)
    show_lines([f"{found.told.site_name}: measures of its data by month, per cent", ""])
    show_table(header, rows, numbers_from=2)
    written = [] if output is None else [f"Written to {output}."]
    show_lines(["", NOTE, f"{found.preset_mark} Release {found.release}.", *written])

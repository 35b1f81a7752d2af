"""`tiig quality volume` and `tiig quality timeliness`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Because, Workspace, ask, show_json, show_lines, show_table
from tiig.cli.quality_options import First, Last, Month
from tiig.cli.table_files import check_table_file, write_table_file
from tiig.journeys.quality_months import MonthsRequest, quality_timeliness, quality_volume
from tiig.publish.months_tables import (
    timeliness_csv,
    timeliness_grid,
    volume_csv,
    volume_grid,
    write_timeliness_workbook,
    write_volume_workbook,
)

Site = Annotated[
    str | None, typer.Argument(help="The department, by code or name; all of them unless.")
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write every month: FILE.csv or FILE.xlsx.")
]
LIMITS = (
    "Limits hold 99 months in 100 where nothing happened. Expected: the usual day of the"
    " department's last twelve months, the weekdays of the month, and the season of all."
)
DAYS = (
    "Days from an attendance until the file that told of it was received, and until its month"
    " could be used. -: no rows in force; absent is not late."
)


def volume(  # noqa: PLR0913 - the options of the command
    site: Site = None,
    *,
    month: Month = None,
    first: First = None,
    last: Last = None,
    because: Because = None,
    output: Output = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Hold the rows of months against what the department's own past lets expect."""
    check_table_file(output)
    request = MonthsRequest(site, month, first, last)
    found = ask(
        partial(quality_volume, request), workspace=workspace, because=because, quiet=as_json
    )
    if output is not None:
        write_table_file(
            output,
            lambda: volume_csv(found),
            lambda path: write_volume_workbook(found, path),
            private=True,
        )
    if as_json:
        show_json(found)
        return
    header, rows = volume_grid(found, every=site is not None)
    show_lines([f"Rows beside those expected, {found.told.period}", ""])
    if rows:
        show_table(header, rows, numbers_from=3)
    else:
        show_lines(["Every month has as many rows as was to be expected."])
    mark = f"{found.preset_mark} Release {found.release}."
    show_lines(["", LIMITS, mark, *_written(output)])


def timeliness(  # noqa: PLR0913 - the options of the command
    site: Site = None,
    *,
    month: Month = None,
    first: First = None,
    last: Last = None,
    because: Because = None,
    output: Output = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Show the days from attendance until rows were received and could be used."""
    check_table_file(output)
    request = MonthsRequest(site, month, first, last)
    found = ask(
        partial(quality_timeliness, request), workspace=workspace, because=because, quiet=as_json
    )
    if output is not None:
        write_table_file(
            output,
            lambda: timeliness_csv(found),
            lambda path: write_timeliness_workbook(found, path),
            private=True,
        )
    if as_json:
        show_json(found)
        return
    header, rows = timeliness_grid(found, by_month=site is not None)
    show_lines([f"Days from attendance to use, {found.told.period}", ""])
    show_table(header, rows, numbers_from=1 if site is None else 3)
    show_lines(["", DAYS, f"{found.preset_mark} Release {found.release}.", *_written(output)])


def _written(output: Path | None) -> list[str]:
    return [] if output is None else [f"Written to {output}."]

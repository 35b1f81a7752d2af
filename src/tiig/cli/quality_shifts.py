"""`tiig quality shifts`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Because, Workspace
from tiig.cli.quality_answer import Asking, Files, Grid, mark, told, written
from tiig.cli.quality_options import First, Item, Last, Month, SiteArgument
from tiig.journeys.quality_shifts import ShiftsRequest
from tiig.journeys.quality_shifts import quality_shifts as journey
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.shifts import Axis, Shifts
from tiig.publish.shifts_table import (
    SHIFTS_NOTE,
    shifts_csv,
    shifts_grid,
    shifts_lines,
    write_shifts_workbook,
)

_FILES = Files(shifts_csv, write_shifts_workbook)


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
    request = ShiftsRequest(site, item, month, first, last)
    asking = Asking(workspace, because, as_json, output)
    found = written(partial(journey, request), _FILES, asking)
    told(found, _screen(found), asking)


def _screen(found: ClearedProgramme[Shifts]) -> Iterator[str | Grid]:
    number = found.told.months
    months = "1 month" if number == 1 else f"{number} months"
    where = f"{found.told.site_name}: what differs by shift"
    yield f"{where}, {found.told.period} ({months} in force)"
    yield ""
    for axis in Axis:
        yield Grid(*shifts_grid(found, axis), numbers_from=2)
    yield ""
    yield from shifts_lines(found)
    yield ""
    yield SHIFTS_NOTE
    yield mark(found)

"""`tiig quality heat`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Because, Workspace
from tiig.cli.quality_answer import Asking, Files, Grid, mark, told, written
from tiig.cli.quality_options import Item, Site
from tiig.journeys.quality_heat import HeatRequest
from tiig.journeys.quality_heat import quality_heat as journey
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.heat import HeatMap
from tiig.publish.heat_table import HEAT_NOTE, heat_csv, heat_grid, write_heat_workbook

_FILES = Files(heat_csv, write_heat_workbook)


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
    request = HeatRequest(measure, site, item, last)
    asking = Asking(workspace, because, as_json, output)
    found = written(partial(journey, request), _FILES, asking)
    told(found, _screen(found), asking)


def _screen(found: ClearedProgramme[HeatMap]) -> Iterator[str | Grid]:
    yield f"{found.told.label} by department, item and month, {found.told.period}"
    yield ""
    yield Grid(*heat_grid(found), numbers_from=2)
    yield ""
    yield HEAT_NOTE
    yield mark(found)

"""`tiig quality measures`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Because, Workspace
from tiig.cli.quality_answer import Asking, Files, Grid, mark, told, written
from tiig.cli.quality_options import First, Item, Last, Measure, Month, SiteArgument
from tiig.journeys.quality_measures import MeasuresRequest
from tiig.journeys.quality_measures import quality_measures as journey
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.measured import Measures
from tiig.publish.measures_table import measures_csv, measures_grid, write_measures_workbook

NOTE = "Shares are rounded down. -: nothing to measure; empty: absent, held or partly received."
_FILES = Files(measures_csv, write_measures_workbook)


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
    request = MeasuresRequest(site, item, measure, month, first, last)
    asking = Asking(workspace, because, as_json, output)
    found = written(partial(journey, request), _FILES, asking)
    told(found, _screen(found), asking)


def _screen(found: ClearedProgramme[Measures]) -> Iterator[str | Grid]:
    yield f"{found.told.site_name}: measures of its data by month, per cent"
    yield ""
    yield Grid(*measures_grid(found), numbers_from=2)
    yield ""
    yield NOTE
    yield mark(found)

"""`tiig quality volume` and `tiig quality timeliness`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Because, Workspace
from tiig.cli.quality_answer import Asking, Files, Grid, mark, told, written
from tiig.cli.quality_options import First, Last, Month
from tiig.journeys.quality_months import MonthsRequest, quality_timeliness, quality_volume
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.timeliness import Timeliness
from tiig.model.volume import Volumes
from tiig.publish.months_tables import (
    DAYS_NOTE,
    VOLUME_NOTE,
    timeliness_csv,
    timeliness_grid,
    volume_calm,
    volume_csv,
    volume_grid,
    write_timeliness_workbook,
    write_volume_workbook,
)

SiteOrAll = Annotated[
    str | None, typer.Argument(help="The department, by code or name; all of them unless.")
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write every month: FILE.csv or FILE.xlsx.")
]
_VOLUME = Files(volume_csv, write_volume_workbook)
_TIMELINESS = Files(timeliness_csv, write_timeliness_workbook)


def volume(  # noqa: PLR0913 - the options of the command
    site: SiteOrAll = None,
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
    request = MonthsRequest(site, month, first, last)
    asking = Asking(workspace, because, as_json, output)
    found = written(partial(quality_volume, request), _VOLUME, asking)
    told(found, _volume(found, every=site is not None), asking)


def _volume(found: ClearedProgramme[Volumes], *, every: bool) -> Iterator[str | Grid]:
    header, rows = volume_grid(found, every=every)
    yield f"Rows beside those expected, {found.told.period}"
    yield ""
    if rows:
        yield Grid(header, rows, numbers_from=3)
    else:
        yield volume_calm(found.told)
    yield ""
    yield VOLUME_NOTE
    yield mark(found)


def timeliness(  # noqa: PLR0913 - the options of the command
    site: SiteOrAll = None,
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
    request = MonthsRequest(site, month, first, last)
    asking = Asking(workspace, because, as_json, output)
    found = written(partial(quality_timeliness, request), _TIMELINESS, asking)
    told(found, _timeliness(found, by_month=site is not None), asking)


def _timeliness(found: ClearedProgramme[Timeliness], *, by_month: bool) -> Iterator[str | Grid]:
    yield f"Days from attendance to use, {found.told.period}"
    yield ""
    yield Grid(*timeliness_grid(found, by_month=by_month), numbers_from=3 if by_month else 1)
    yield ""
    yield DAYS_NOTE
    yield mark(found)

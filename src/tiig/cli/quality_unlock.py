"""`tiig quality unlock`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Because, Workspace
from tiig.cli.quality_answer import Asking, Files, Grid, mark, told, written
from tiig.cli.quality_options import First, Last, Month
from tiig.journeys.quality_unlock import ALL, UnlockRequest
from tiig.journeys.quality_unlock import quality_unlock as journey
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.unlock import Unlock
from tiig.publish.unlock_table import (
    unlock_csv,
    unlock_grid,
    unlock_lines,
    write_unlock_workbook,
)

_FILES = Files(unlock_csv, write_unlock_workbook)


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
    request = UnlockRequest(site, month, first, last, repair, to_share)
    asking = Asking(workspace, because, as_json, output)
    found = written(partial(journey, request), _FILES, asking)
    told(found, _screen(found, every=site is not None), asking)


def _screen(found: ClearedProgramme[Unlock], *, every: bool) -> Iterator[str | Grid]:
    yield f"What would unlock most, {found.told.period}"
    yield ""
    yield Grid(*unlock_grid(found, every=every), numbers_from=2)
    yield ""
    yield from unlock_lines(found)
    yield mark(found)

"""`tiig quality bounds`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import Agreement, AsJson, Because, Workspace
from tiig.cli.papers import Preset
from tiig.cli.quality_answer import Asking, Files, Grid, told, written
from tiig.cli.quality_options import First, Last, Month
from tiig.journeys.quality_bounds import ODDS, BoundsRequest, quality_bounds
from tiig.model.bounds import BoundedCount
from tiig.publish.bounds_table import (
    bound_lines,
    bounds_csv,
    bounds_grid,
    bounds_notes,
    write_bounds_workbook,
)

_FILES = Files(bounds_csv, write_bounds_workbook, lambda found: found.told.for_release)


def bounds(  # noqa: PLR0913 - the options of the command
    *,
    item: Annotated[
        str, typer.Option("--item", help="The item, by id, label or a short word: weapon, intent.")
    ],
    node: Annotated[
        str, typer.Option("--node", help="The category, by id or label: knife, assault, an area.")
    ],
    by: Annotated[
        str | None, typer.Option("--by", help="A line each: site or residence_la.")
    ] = None,
    odds: Annotated[
        float,
        typer.Option("--odds", help="How many times odds may differ where nothing is recorded."),
    ] = ODDS,
    month: Month = None,
    first: First = None,
    last: Last = None,
    preset: Preset = None,
    agreement: Agreement = None,
    because: Because = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write every line: FILE.csv, .xlsx.")
    ] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Show between which bounds a count lies, whatever the missing answers were."""
    request = BoundsRequest(item, node, by, odds, month, first, last, preset)
    asking = Asking(workspace, because, as_json, output, agreement)
    found = written(partial(quality_bounds, request), _FILES, asking)
    lines, notes = bound_lines(found), bounds_notes(found)
    told({"lines": lines, "conclusions": notes}, _screen(found), asking)


def _screen(found: BoundedCount) -> Iterator[str | Grid]:
    yield f"{found.kind.label} among {found.of.lower()}, {found.period}"
    yield ""
    yield Grid(*bounds_grid(found), numbers_from=1)
    yield ""
    yield from bounds_notes(found)

"""`tiig quality bounds`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import (
    Agreement,
    AsJson,
    Because,
    Workspace,
    ask,
    show_json,
    show_lines,
    show_table,
)
from tiig.cli.papers import Preset
from tiig.cli.quality_options import First, Last, Month
from tiig.cli.table_files import check_table_file, write_table_file
from tiig.journeys.quality_bounds import ODDS, BoundsRequest, quality_bounds
from tiig.publish.bounds_table import (
    bound_lines,
    bounds_csv,
    bounds_grid,
    bounds_notes,
    write_bounds_workbook,
)


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
    check_table_file(output)
    request = BoundsRequest(item, node, by, odds, month, first, last, preset)
    found = ask(
        partial(quality_bounds, request),
        workspace=workspace,
        because=because,
        agreement=agreement,
        quiet=as_json,
    )
    if output is not None:
        write_table_file(
            output,
            lambda: bounds_csv(found),
            lambda path: write_bounds_workbook(found, path),
            private=not found.told.for_release,
        )
    if as_json:
        show_json({"lines": bound_lines(found), "conclusions": bounds_notes(found)})
        return
    header, rows = bounds_grid(found)
    show_lines([f"{found.kind.label} among {found.of.lower()}, {found.period}", ""])
    show_table(header, rows, numbers_from=1)
    written = [] if output is None else [f"Written to {output}."]
    show_lines(["", *bounds_notes(found), *written])

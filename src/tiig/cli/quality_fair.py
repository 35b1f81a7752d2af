"""`tiig quality compare` and `tiig quality groups`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Because, Workspace, ask, show_json, show_lines, show_table
from tiig.cli.outputs import write_text
from tiig.cli.table_files import PICTURE, check_table_file, write_table_file
from tiig.journeys.quality_compare import CompareRequest, quality_compare
from tiig.journeys.quality_groups import GroupsRequest, quality_groups
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.fair import FairComparison
from tiig.publish.exhibit_files import Around
from tiig.publish.fair_table import (
    about,
    compare_csv,
    compare_grid,
    compare_lines,
    groups_csv,
    groups_grid,
    groups_lines,
    write_compare_workbook,
    write_groups_workbook,
)
from tiig.publish.reminder import SYNTHETIC

Item = Annotated[
    str, typer.Option("--item", help="The item, by id, label or a short word: weapon, place.")
]
Measure = Annotated[
    str, typer.Option("--measure", help="What counts as missing: completeness, known, default.")
]
Of = Annotated[str | None, typer.Option("--month", help="Months, e.g. 2026-06.")]
From = Annotated[str | None, typer.Option("--from", help="The first month.")]
To = Annotated[str | None, typer.Option("--to", help="The last month.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write every figure: FILE.csv or FILE.xlsx.")
]
Drawn = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write every figure (FILE.csv, .xlsx) or draw (FILE.svg)."),
]


def compare(  # noqa: PLR0913 - the options of the command
    *,
    item: Item,
    measure: Measure = "completeness",
    month: Of = None,
    first: From = None,
    last: To = None,
    because: Because = None,
    output: Drawn = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Compare what departments leave out as if they had the same patients."""
    check_table_file(output, drawn=True)
    request = CompareRequest(item, measure, month, first, last)
    found = ask(
        partial(quality_compare, request), workspace=workspace, because=because, quiet=as_json
    )
    if output is not None:
        _write_comparison(found, output)
    if as_json:
        show_json(found)
        return
    header, rows = compare_grid(found)
    show_lines([f"{about(found.told.asked)}, {found.told.asked.period}, per cent", ""])
    show_table(header, rows, numbers_from=1)
    written = [] if output is None else [f"Written to {output}."]
    mark = f"{found.preset_mark} Release {found.release}."
    show_lines(["", *compare_lines(found), mark, *written])


def _write_comparison(found: ClearedProgramme[FairComparison], output: Path) -> None:
    """Write the table, or the funnel where the file's name ends so."""
    if output.suffix != PICTURE:
        write_table_file(
            output,
            lambda: compare_csv(found),
            lambda path: write_compare_workbook(found, path),
            private=True,
        )
        return
    # Here, since only a picture needs the drawing engine.
    from tiig.publish.exhibits import fair_exhibit
    from tiig.publish.picture_files import picture

    marks = (SYNTHETIC,) if found.synthetic else ()
    page = f"Fair comparison, {found.told.asked.period}"
    around = Around(page, marks, found.preset, found.preset_mark, found.given)
    drawn = picture(fair_exhibit(found), around)
    if drawn is None:
        raise TiigError(BAD_ARGUMENT, what="nothing can be drawn: no department has such rows")
    write_text(output, drawn, private=True)


def groups(  # noqa: PLR0913 - the options of the command
    *,
    item: Item,
    measure: Measure = "completeness",
    site: Annotated[
        str | None, typer.Option("--site", help="One department, by code or name; else all.")
    ] = None,
    month: Of = None,
    first: From = None,
    last: To = None,
    because: Because = None,
    output: Output = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Show whose answers are missing: groups of patients beside others of their departments."""
    check_table_file(output)
    request = GroupsRequest(item, measure, site, month, first, last)
    found = ask(
        partial(quality_groups, request), workspace=workspace, because=because, quiet=as_json
    )
    if output is not None:
        write_table_file(
            output,
            lambda: groups_csv(found),
            lambda path: write_groups_workbook(found, path),
            private=True,
        )
    if as_json:
        show_json(found)
        return
    told = found.told
    where = told.site_name or "all departments, each within itself"
    header, rows = groups_grid(found)
    show_lines([f"{about(told.asked)}, {told.asked.period}: {where}", ""])
    show_table(header, rows, numbers_from=2)
    written = [] if output is None else [f"Written to {output}."]
    mark = f"{found.preset_mark} Release {found.release}."
    show_lines(["", *groups_lines(found), mark, *written])

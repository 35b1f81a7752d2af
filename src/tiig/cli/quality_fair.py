"""`tiig quality compare` and `tiig quality groups`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, NamedTuple

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
from tiig.cli.outputs import check_output, write_output, write_text
from tiig.cli.quality_options import First, Last, Month, Site
from tiig.cli.table_files import PICTURES, check_table_file, write_table_file
from tiig.journeys.quality_compare import CompareRequest, comparison_shown, quality_compare
from tiig.journeys.quality_groups import GroupsRequest, quality_groups
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.fair import FairComparison
from tiig.publish.compare_shown_table import shown_csv, shown_grid, shown_lines
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
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write every figure: FILE.csv or FILE.xlsx.")
]
Drawn = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write figures (FILE.csv, .xlsx) or draw (.svg, .png)."),
]


def compare(  # noqa: PLR0913 - the options of the command
    *,
    item: Item,
    measure: Measure = "completeness",
    month: Month = None,
    first: First = None,
    last: Last = None,
    own: Annotated[
        str | None, typer.Option("--for", help="Made for one department: the others unnamed.")
    ] = None,
    preset: Annotated[
        str | None, typer.Option("--preset", help="Made for others: public, or the agreement's.")
    ] = None,
    agreement: Agreement = None,
    because: Because = None,
    output: Drawn = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Compare what departments leave out as if they had the same patients."""
    request = CompareRequest(item, measure, month, first, last, own, preset)
    if any(one is not None for one in (own, preset, agreement)):
        asking = Asking(workspace, because, agreement, as_json)
        _compare_for_others(request, asking, output)
        return
    check_table_file(output, drawn=True)
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


class Asking(NamedTuple):
    """Who asks, of which workspace, and in which form."""

    workspace: Path | None
    because: str | None
    agreement: str | None
    as_json: bool


def _compare_for_others(request: CompareRequest, asking: Asking, output: Path | None) -> None:
    """Show what may leave the team: at most one department is named."""
    check_output(output, (".csv",))
    found = ask(
        partial(comparison_shown, request),
        workspace=asking.workspace,
        because=asking.because,
        agreement=asking.agreement,
        quiet=asking.as_json,
    )
    if output is not None:
        write_text(output, shown_csv(found), private=False)
    if asking.as_json:
        show_json(found)
        return
    header, rows = shown_grid(found)
    show_lines([f"{about(found.asked)}, {found.asked.period}", ""])
    show_table(header, rows)
    show_lines(["", *shown_lines(found), *([] if output is None else [f"Written to {output}."])])


def _write_comparison(found: ClearedProgramme[FairComparison], output: Path) -> None:
    """Write the table, or the funnel where the file's name ends so."""
    if output.suffix not in PICTURES:
        write_table_file(
            output,
            lambda: compare_csv(found),
            lambda path: write_compare_workbook(found, path),
            private=True,
        )
        return
    # Here, since only a picture needs the drawing engine.
    from tiig.publish.exhibits import fair_exhibit
    from tiig.publish.picture_files import picture_bytes

    marks = (SYNTHETIC,) if found.synthetic else ()
    page = f"Fair comparison, {found.told.asked.period}"
    around = Around(page, marks, found.preset, found.preset_mark, found.given)
    exhibit = fair_exhibit(found)
    drawn = picture_bytes(exhibit, around, exhibit.summary, output.suffix)
    write_output(output, lambda part: part.write_bytes(drawn), private=True)


def groups(  # noqa: PLR0913 - the options of the command
    *,
    item: Item,
    measure: Measure = "completeness",
    site: Site = None,
    month: Month = None,
    first: First = None,
    last: Last = None,
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

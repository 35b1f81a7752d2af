"""`tiig quality compare` and `tiig quality groups`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import Agreement, AsJson, Because, Workspace
from tiig.cli.outputs import check_output, write_output, write_text
from tiig.cli.quality_answer import Asking, Files, Grid, mark, told, write, written
from tiig.cli.quality_options import First, Last, Month, Site
from tiig.cli.table_files import PICTURES, check_table_file
from tiig.journeys.quality_compare import CompareRequest, comparison_shown, quality_compare
from tiig.journeys.quality_groups import GroupsRequest, quality_groups
from tiig.model.cleared_comparison import ClearedComparison
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.fair import FairComparison, GroupComparison
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
_COMPARISON = Files(compare_csv, write_compare_workbook)
_GROUPS = Files(groups_csv, write_groups_workbook)


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
    asking = Asking(workspace, because, as_json, output, agreement)
    if any(one is not None for one in (own, preset, agreement)):
        _compare_for_others(request, asking)
        return
    check_table_file(output, drawn=True)
    found = asking.ask(partial(quality_compare, request))
    if output is not None:
        _write_comparison(found, output)
    told(found, _compared(found), asking)


def _compared(found: ClearedProgramme[FairComparison]) -> Iterator[str | Grid]:
    asked = found.told.asked
    yield f"{about(asked)}, {asked.period}, per cent"
    yield ""
    yield Grid(*compare_grid(found), numbers_from=1)
    yield ""
    yield from compare_lines(found)
    yield mark(found)


def _compare_for_others(request: CompareRequest, asking: Asking) -> None:
    """Show what may leave the team: at most one department is named."""
    check_output(asking.output, (".csv",))
    found = asking.ask(partial(comparison_shown, request))
    if asking.output is not None:
        write_text(asking.output, shown_csv(found), private=False)
    told(found, _shown(found), asking)


def _shown(found: ClearedComparison) -> Iterator[str | Grid]:
    yield f"{about(found.asked)}, {found.asked.period}"
    yield ""
    yield Grid(*shown_grid(found))
    yield ""
    yield from shown_lines(found)


def _write_comparison(found: ClearedProgramme[FairComparison], output: Path) -> None:
    """Write the table, or the funnel where the file's name ends so."""
    if output.suffix not in PICTURES:
        write(found, _COMPARISON, output)
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
    request = GroupsRequest(item, measure, site, month, first, last)
    asking = Asking(workspace, because, as_json, output)
    found = written(partial(quality_groups, request), _GROUPS, asking)
    told(found, _grouped(found), asking)


def _grouped(found: ClearedProgramme[GroupComparison]) -> Iterator[str | Grid]:
    asked = found.told.asked
    where = found.told.site_name or "all departments, each within itself"
    yield f"{about(asked)}, {asked.period}: {where}"
    yield ""
    yield Grid(*groups_grid(found), numbers_from=2)
    yield ""
    yield from groups_lines(found)
    yield mark(found)

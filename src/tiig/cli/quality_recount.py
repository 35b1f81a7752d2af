"""`tiig quality recount`."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines, show_table
from tiig.cli.quality_options import Reason
from tiig.journeys.quality_recount import Recounted, RecountRequest, quality_recount


def recount(
    *,
    because: Reason,
    check_only: Annotated[
        bool, typer.Option("--check", help="Only say what would be counted.")
    ] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Count anew what months taken in by an older version lack; no figure moves."""
    request = RecountRequest(because, check_only)
    found = ask(
        partial(quality_recount, request), workspace=workspace, because=because, quiet=as_json
    )
    if as_json:
        show_json(found)
        return
    if found.lines:
        show_table(
            ("Site", "Month", "Rows", "Counts lacked", "Counts left, otherwise now"),
            [
                (one.site, str(one.month), f"{one.rows:,}", f"{one.lacked:,}", f"{one.moved:,}")
                for one in found.lines
            ],
            numbers_from=2,
        )
    show_lines(_lines(found))


def _lines(found: Recounted) -> list[str]:
    done = "Would be counted" if found.check_only else "Counted"
    told = f"{found.rows:,} rows were looked at. {done} anew: {len(found.lines):,} site-months."
    if not found.otherwise:
        return [told]
    named = ", ".join(f"{one.site} {one.month}" for one in found.otherwise)
    left = f"Left as stored, though their rows count otherwise now: {named}."
    return [told, left, "Rows that were erased since may be why."]

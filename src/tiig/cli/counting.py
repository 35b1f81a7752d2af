"""`tiig count`."""

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
from tiig.cli.table_files import check_table_file, write_table_file
from tiig.cli.words import words_in
from tiig.journeys.count import CountRequest
from tiig.journeys.count import count as journey
from tiig.model.cleared import Cleared
from tiig.publish import table_body, table_csv, table_header, table_lines, write_table_workbook

By = Annotated[
    list[str] | None,
    typer.Option("--by", help="Dimensions, with commas: month,weapon or injury_mechanism:2."),
]
Where = Annotated[
    list[str] | None,
    typer.Option("--where", help="A condition: injury_group=assault, month=2026-01..2026-06."),
]
Measure = Annotated[str, typer.Option("--measure", help="What is counted.")]
Rate = Annotated[str | None, typer.Option("--rate", help="crude or standardised, per 100,000.")]
Preset = Annotated[
    str | None,
    typer.Option("--preset", help="Disclosure preset; that of the agreement, or public."),
]
Geography = Annotated[str | None, typer.Option("--geography", help="Areas and populations.")]
KnownAt = Annotated[
    str | None, typer.Option("--as-known-at", help="As known at a moment, e.g. 2026-06-30T12:00.")
]
Hold = Annotated[
    list[str] | None,
    typer.Option("--hold", help="Dimensions not to be merged where much is hidden; * for all."),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write the table: FILE.csv or FILE.xlsx.")
]


def count(  # noqa: PLR0913 - the options of the command
    *,
    by: By = None,
    where: Where = None,
    measure: Measure = "attendances",
    rate: Rate = None,
    preset: Preset = None,
    geography: Geography = None,
    as_known_at: KnownAt = None,
    hold: Hold = None,
    agreement: Agreement = None,
    because: Because = None,
    output: Output = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Count attendances by declared items, protected for the audience of a preset."""
    check_table_file(output)
    request = CountRequest(
        by=words_in(by),
        where=words_in(where),
        measure=measure,
        rate=rate,
        preset=preset,
        geography=geography,
        as_known_at=as_known_at,
        hold=words_in(hold),
    )
    table = ask(
        partial(journey, request),
        workspace=workspace,
        because=because,
        agreement=agreement,
        quiet=as_json,
    )
    if output is not None:
        write_table_file(
            output,
            lambda: table_csv(table),
            lambda path: write_table_workbook(table, path),
            private=not table.for_release,
        )
    if as_json:
        show_json(table)
        return
    show(table)
    if output is not None:
        show_lines([f"Written to {output}."])


def show(table: Cleared) -> None:
    """Print a table with its notes."""
    show_table(table_header(table), list(table_body(table)), numbers_from=len(table.columns))
    show_lines(["", *table_lines(table)])

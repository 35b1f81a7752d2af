"""Options that commands of the quality programme share, so that a word means the same in all."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

SiteArgument = Annotated[str, typer.Argument(help="The department, by code or name.")]
Site = Annotated[str | None, typer.Option("--site", help="One department, by code or name.")]
OfSite = Annotated[str, typer.Option("--site", help="The department, by code or name.")]
Item = Annotated[str | None, typer.Option("--item", help="One item, by id or label.")]
OfItem = Annotated[
    str | None, typer.Option("--item", help="The item, by id or label; else whole months.")
]
Measure = Annotated[
    str | None, typer.Option("--measure", help="One measure, e.g. known, default, usable.")
]
OfMeasure = Annotated[
    str, typer.Option("--measure", help="What is measured, e.g. known, default, volume.")
]
Month = Annotated[str | None, typer.Option("--month", help="Months, e.g. 2026-06.")]
First = Annotated[str | None, typer.Option("--from", help="The first month.")]
Last = Annotated[str | None, typer.Option("--to", help="The last month.")]
Reason = Annotated[str, typer.Option("--because", help="The reason; it is kept. Name no patient.")]
Folder = Annotated[Path, typer.Option("--output", "-o", help="The folder to write into.")]

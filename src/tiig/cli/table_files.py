"""A table as a file: refused before anything is counted, and written whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from tiig.model.errors import BAD_ARGUMENT, TiigError

_CSV, _WORKBOOK = ".csv", ".xlsx"


def check_table_file(output: Path | None) -> None:
    """Refuse a file that could not be written; BAD_ARGUMENT."""
    if output is None:
        return
    if output.suffix not in {_CSV, _WORKBOOK}:
        raise TiigError(BAD_ARGUMENT, what="a table is written as FILE.csv or FILE.xlsx")
    if not output.parent.is_dir() or output.is_dir():
        raise TiigError(BAD_ARGUMENT, what="a table is written to a file in a folder that exists")


def write_table_file(
    output: Path, csv: Callable[[], str], workbook: Callable[[Path], None]
) -> None:
    """Write the kind of file that the name ends with, beside its place, and rename it."""
    with tempfile.TemporaryDirectory(dir=output.parent) as beside:
        part = Path(beside) / output.name
        if output.suffix == _CSV:
            part.write_text(csv(), encoding="utf-8-sig", newline="")
        else:
            workbook(part)
        part.replace(output)

"""A table as a file: CSV or a workbook, by the name that it gets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tiig.cli.outputs import check_output, write_output

PICTURES = (".svg", ".png")
_CSV, _WORKBOOK = ".csv", ".xlsx"


def check_table_file(output: Path | None, *, drawn: bool = False) -> None:
    """Refuse a file that could not be written; BAD_ARGUMENT, OUTPUT_UNWRITABLE.

    Some tables may be `drawn` too.
    """
    check_output(output, (_CSV, _WORKBOOK, *(PICTURES if drawn else ())))


def write_table_file(
    output: Path, csv: Callable[[], str], workbook: Callable[[Path], None], *, private: bool
) -> None:
    """Write the kind of file that the name ends with, whole or not at all.

    What is not for release is `private`: its owner's alone.
    """

    def write(part: Path) -> None:
        if output.suffix == _CSV:
            part.write_text(csv(), encoding="utf-8-sig", newline="")
        else:
            workbook(part)

    write_output(output, write, private=private)

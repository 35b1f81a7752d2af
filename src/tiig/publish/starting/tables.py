"""A table of a start pack as delimited text."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

from tiig.publish.starting.asked import DAY_FORM, MOMENT_FORM
from tiig.publish.starting.rows import Cell, Table

ENCODING = "utf-8-sig"
"""With the mark by which Excel knows the text for what it is."""


def write_table(table: Table, path: Path) -> None:
    """Write a table as CSV, with the line ends that Excel writes."""
    with path.open("w", encoding=ENCODING, newline="") as file:
        written = csv.writer(file, lineterminator="\r\n")
        written.writerow(table.header)
        written.writerows([_text(cell) for cell in row] for row in table.rows)


def _text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.strftime(MOMENT_FORM)
    if isinstance(cell, date):
        return cell.strftime(DAY_FORM)
    return "" if cell is None else str(cell)

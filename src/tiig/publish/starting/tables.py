"""A table of a start pack as delimited text."""

from __future__ import annotations

import csv
from pathlib import Path

from tiig.publish.starting.rows import Table
from tiig.publish.starting.wording import shown

ENCODING = "utf-8-sig"
"""With the mark by which Excel knows the text for what it is."""


def write_table(table: Table, path: Path) -> None:
    """Write a table as CSV, with the line ends that Excel writes."""
    with path.open("w", encoding=ENCODING, newline="") as file:
        written = csv.writer(file, lineterminator="\r\n")
        written.writerow(table.header)
        written.writerows([shown(cell) for cell in row] for row in table.rows)

"""A plain table as a file: CSV or a workbook, from one header and lines of words and numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from tiig.kit.spreadsheet import escaped
from tiig.publish.workbook import OPTIONS

Line = Sequence[str | int | float]


def table_csv(header: Sequence[str], lines: Iterable[Line]) -> str:
    """Return a table as CSV; a cell that a spreadsheet would compute is quoted as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([escaped(str(cell)) for cell in line] for line in lines)
    return out.getvalue()


def write_table_workbook(
    name: str, header: Sequence[str], lines: Iterable[Line], path: Path
) -> None:
    """Write a table as a workbook of one sheet: numbers as numbers, words as words."""
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, header, book.add_format({"bold": True}))
        for row, line in enumerate(lines, start=1):
            for place, cell in enumerate(line):
                write = sheet.write_string if isinstance(cell, str) else sheet.write_number
                write(row, place, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofit()

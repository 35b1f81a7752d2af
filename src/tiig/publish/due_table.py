"""What is due as a table: the same cells for the screen, CSV and a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from tiig.kit.spreadsheet import escaped
from tiig.model.due import DueLine
from tiig.publish.workbook import OPTIONS

DUE_HEADER = (
    "Sender",
    "Site",
    "Name",
    "Month",
    "Standing",
    "Due",
    "Received",
    "Days late",
    "Reminders",
    "Last reminder",
    "Why",
)
_DAYS_LATE, _REMINDERS = DUE_HEADER.index("Days late"), DUE_HEADER.index("Reminders")


def due_cells(line: DueLine) -> tuple[str, ...]:
    """Return one line's cells as text."""
    return (
        line.sender,
        line.site,
        line.name,
        line.month,
        line.standing,
        line.due_on,
        line.received_on,
        str(line.days_late) if line.days_late else "",
        str(line.reminders) if line.reminders else "",
        line.reminded_on,
        " ".join((line.lacks, *line.reasons)).strip(),
    )


def due_csv(lines: Iterable[DueLine]) -> str:
    """Return the table as CSV; a cell that a spreadsheet would compute is quoted as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(DUE_HEADER)
    writer.writerows([escaped(cell) for cell in due_cells(line)] for line in lines)
    return out.getvalue()


def write_due_workbook(lines: Sequence[DueLine], path: Path) -> None:
    """Write the table as a workbook, numbers as numbers."""
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("What is due")
        sheet.set_column(0, len(DUE_HEADER) - 1, 16)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, DUE_HEADER, bold)
        for number, line in enumerate(lines, start=1):
            for place, cell in enumerate(due_cells(line)):
                if place in {_DAYS_LATE, _REMINDERS} and cell:
                    sheet.write_number(number, place, int(cell))
                elif cell:
                    sheet.write_string(number, place, cell)

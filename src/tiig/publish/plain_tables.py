"""A plain table as a file: CSV or a workbook, of one header, lines, and what stands under them.

What stands under an exact answer says whose it is, so that a file that was taken along leads back
to its row of the ledger.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from tiig.kit.spreadsheet import escaped
from tiig.model.cleared_programme import ClearedProgramme
from tiig.publish.marks import SYNTHETIC
from tiig.publish.workbook import OPTIONS

Line = Sequence[str | int | float]

_NOTES_WIDTH = 120


def answer_notes(answer: ClearedProgramme[Any]) -> list[str]:
    """Return what stands under an answer of the programme: for whom, what for, and where from."""
    return [
        answer.preset_mark,
        *([f"{SYNTHETIC}."] if answer.synthetic else []),
        answer.given.sentence,
        f"Disclosure preset: {answer.preset}. Release {answer.release}, lineage {answer.manifest}.",
    ]


def table_csv(header: Sequence[str], lines: Iterable[Line], notes: Iterable[str]) -> str:
    """Return a table as CSV; a cell that a spreadsheet would compute is quoted as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(
        [escaped(cell) if isinstance(cell, str) else cell for cell in line] for line in lines
    )
    writer.writerow([])
    writer.writerows([escaped(note)] for note in notes)
    return out.getvalue()


def write_table_workbook(
    name: str, header: Sequence[str], lines: Iterable[Line], notes: Iterable[str], path: Path
) -> None:
    """Write a table as a workbook, numbers as numbers, and a sheet of notes behind it."""
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, header, book.add_format({"bold": True}))
        for row, line in enumerate(lines, start=1):
            for place, cell in enumerate(line):
                write = sheet.write_string if isinstance(cell, str) else sheet.write_number
                write(row, place, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
        beneath = book.add_worksheet("Notes")
        beneath.set_column(0, 0, _NOTES_WIDTH)
        for row, note in enumerate(notes):
            beneath.write_string(row, 0, note)

"""Measures of a department: months side by side for a screen, a line each for a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from tiig.kit.spreadsheet import escaped
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.measured import MeasuredMonth, Measures
from tiig.publish.exhibits.quality_cells import short_month
from tiig.publish.workbook import OPTIONS

_HEADER = ("Site", "Department", "Month", "Item", "Measure", "Wanted", "Rows", "Out of")
_NUMBERS_FROM = 6
_WHOLE_MONTH = "(all rows)"
_HUNDRED = 100


def measures_grid(
    answer: ClearedProgramme[Measures],
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return header and rows of a table with a line each measure and a column each month."""
    months = list(answer.told.period)
    rows = []
    for line in answer.told.lines:
        by_month = {one.month: one for one in line.months}
        cells = [_share(by_month.get(month)) for month in months]
        rows.append((line.item_label or _WHOLE_MONTH, line.label, *cells))
    return ("Item", "Measure", *(short_month(month) for month in months)), rows


def measures_csv(answer: ClearedProgramme[Measures]) -> str:
    """Return every count as CSV; a cell that a spreadsheet would compute is quoted as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADER)
    writer.writerows([escaped(str(cell)) for cell in line] for line in _body(answer.told))
    return out.getvalue()


def write_measures_workbook(answer: ClearedProgramme[Measures], path: Path) -> None:
    """Write every count as a workbook, numbers as numbers."""
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        sheet = book.add_worksheet("Measures")
        sheet.write_row(0, 0, _HEADER, book.add_format({"bold": True}))
        for row, line in enumerate(_body(answer.told), start=1):
            sheet.write_row(row, 0, [str(cell) for cell in line[:_NUMBERS_FROM]])
            sheet.write_row(row, _NUMBERS_FROM, line[_NUMBERS_FROM:])
        sheet.freeze_panes(1, 0)
        sheet.autofit()


def _body(told: Measures) -> Iterator[tuple[str | int, ...]]:
    for line in told.lines:
        for one in line.months:
            named = line.item_label or _WHOLE_MONTH
            what = (str(one.month), named, line.label, line.better)
            yield (told.site, told.site_name, *what, one.count, one.out_of)


def _share(told: MeasuredMonth | None) -> str:
    """Return a share in whole per cent, rounded down; nothing to measure is told apart."""
    if told is None:
        return ""
    return str(_HUNDRED * told.count // told.out_of) if told.out_of else "-"

"""Measures of a department: months side by side for a screen, a line each for a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.measured import MeasuredMonth, Measures
from tiig.publish.exhibits.quality_cells import short_month
from tiig.publish.plain_tables import answer_notes, asked_note, table_csv, write_table_workbook

_HEADER = ("Site", "Department", "Month", "Item", "Measure", "Wanted", "Rows", "Out of")
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
    return table_csv(_HEADER, _body(answer.told), _notes(answer))


def write_measures_workbook(answer: ClearedProgramme[Measures], path: Path) -> None:
    """Write every count as a workbook, numbers as numbers."""
    write_table_workbook("Measures", _HEADER, _body(answer.told), _notes(answer), path)


def _notes(answer: ClearedProgramme[Measures]) -> list[str]:
    told = answer.told
    items = list(dict.fromkeys(line.item_label or _WHOLE_MONTH for line in told.lines))
    what = f"Measures of {items[0] if len(items) == 1 else f'{len(items)} items'}"
    return answer_notes(answer, asked_note(what, told.period, [told.site_name]))


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

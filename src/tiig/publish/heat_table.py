"""A heat map as a table: months side by side for a screen, a line each cell for a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.heat import HeatCell, HeatMap
from tiig.model.quality import Outcome
from tiig.publish.exhibits.quality_cells import OUTCOME_SIGNS, short_month
from tiig.publish.plain_tables import (
    Line,
    answer_notes,
    asked_note,
    table_csv,
    write_table_workbook,
)

_HEADER = (
    "Site", "Department", "Item", "Measure", "Month", "Rows", "Out of", "At least, per cent",
    "Target", "Month stands",
)  # fmt: skip
WHOLE_MONTH = "(all rows)"
NOTHING = "-"
"""What stands where there was nothing to measure."""
HEAT_NOTE = (
    "Whole per cent, rounded down. ✓ = the target of the month is met, ✗ = it is missed; "
    "- = nothing to measure, or never counted so."
)


def heat_grid(answer: ClearedProgramme[HeatMap]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return header and rows of a table with a line each department and item."""
    told = answer.told
    rows = [
        (one.site_name, one.item_label or WHOLE_MONTH, *map(heat_text, one.cells))
        for one in told.rows
    ]
    return ("Department", "Item", *(short_month(month) for month in told.period)), rows


def heat_text(cell: HeatCell) -> str:
    """Return what stands in a cell: the share with its sign, or how the month stands."""
    if cell.standing:
        return cell.standing
    if cell.per_cent is None:
        return NOTHING
    if cell.outcome is None or cell.outcome not in {Outcome.MET, Outcome.MISSED}:
        return str(cell.per_cent)
    return f"{cell.per_cent} {OUTCOME_SIGNS[cell.outcome]}"


def heat_csv(answer: ClearedProgramme[HeatMap]) -> str:
    """Return every cell as CSV; a cell that a spreadsheet would compute is quoted as text."""
    return table_csv(_HEADER, _body(answer.told), _notes(answer))


def write_heat_workbook(answer: ClearedProgramme[HeatMap], path: Path) -> None:
    """Write every cell as a workbook, numbers as numbers."""
    write_table_workbook("Heat map", _HEADER, _body(answer.told), _notes(answer), path)


def _notes(answer: ClearedProgramme[HeatMap]) -> list[str]:
    told = answer.told
    items = list(dict.fromkeys(row.item_label or WHOLE_MONTH for row in told.rows))
    what = f"{told.label} of {items[0] if len(items) == 1 else f'{len(items)} items'}"
    return answer_notes(answer, asked_note(what, told.period, (row.site_name for row in told.rows)))


def _body(told: HeatMap) -> Iterator[Line]:
    for row in told.rows:
        named = (row.site, row.site_name, row.item_label or WHOLE_MONTH, told.label)
        for cell in row.cells:
            level = "" if cell.at_least is None else cell.at_least
            judged = str(cell.outcome or "")
            yield (*named, str(cell.month), cell.count, cell.out_of, level, judged, cell.standing)

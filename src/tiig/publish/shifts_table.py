"""A department's records by hour of arrival and arrival mode: sentences, a table, a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.shifts import Axis, ShiftCell, ShiftLine, Shifts, Verdict
from tiig.publish.plain_tables import Line, answer_notes, table_csv, write_table_workbook

_HEADER = (
    "Site", "Department", "Months", "Item", "Measure", "Wanted", "By", "Of", "Rows", "Out of",
    "Expected", "Verdict", "Chance",
)  # fmt: skip
SHIFTS_NOTE = (
    "Per cent, rounded down; -: no rows. Of the differences told, one in twenty may be false;"
    " who comes at night may differ too, so ask before you blame a shift."
)
_HUNDRED = 100
_SMALLEST = 0.0001


def shifts_grid(
    answer: ClearedProgramme[Shifts], axis: Axis
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return header and rows of a table with a line each measure and a column each cell."""
    lines = [line for line in answer.told.lines if line.axis is axis]
    labels = tuple(cell.label for cell in lines[0].cells) if lines else ()
    rows = [
        (line.item_label, line.label, *map(_share, line.cells), str(line.verdict)) for line in lines
    ]
    return ("Item", "Measure", *labels, "Verdict"), rows


def shifts_lines(answer: ClearedProgramme[Shifts]) -> list[str]:
    """Return a sentence for each difference, what chance explains least first."""
    told = answer.told
    if not told.lines:
        return [f"{told.site_name} has no rows in months that are wholly in force."]
    found = [_sentence(line) for line in told.lines if line.verdict is Verdict.DIFFERS]
    return found or [f"{told.site_name}: {calm(told.lines)}."]


def calm(lines: Sequence[ShiftLine]) -> str:
    """Say what stands where nothing differs: of how many measures that can be said."""
    few = sum(line.verdict is Verdict.TOO_FEW for line in lines)
    if few == len(lines):
        return "too few rows to judge anything"
    if not few:
        return "nothing differs beyond chance"
    return f"nothing that could be judged differs beyond chance; {few} of {len(lines)} could not"


def shifts_csv(answer: ClearedProgramme[Shifts]) -> str:
    """Return every count as CSV; a cell that a spreadsheet would compute is quoted as text."""
    return table_csv(_HEADER, _body(answer.told), answer_notes(answer))


def write_shifts_workbook(answer: ClearedProgramme[Shifts], path: Path) -> None:
    """Write every count as a workbook, numbers as numbers."""
    write_table_workbook("Shifts", _HEADER, _body(answer.told), answer_notes(answer), path)


def _body(told: Shifts) -> Iterator[Line]:
    for line in told.lines:
        for cell in line.cells:
            yield (
                told.site, told.site_name, str(told.period), line.item_label, line.label,
                line.better, str(line.axis), cell.label, cell.count, cell.out_of,
                "" if cell.expected is None else cell.expected, str(line.verdict),
                "" if line.chance is None else line.chance,
            )  # fmt: skip


def _share(cell: ShiftCell) -> str:
    """Return a share in whole per cent, rounded down; nothing to measure is told apart."""
    return str(_HUNDRED * cell.count // cell.out_of) if cell.out_of else "-"


def _sentence(line: ShiftLine) -> str:
    (cell,) = (one for one in line.cells if one.label == line.worst)
    chance = line.chance or 0.0
    how_likely = "less than 1 in 10,000" if chance < _SMALLEST else f"{chance:.4f}"
    other = "arrival modes" if line.axis is Axis.HOUR else "hours"
    return (
        f"{line.item_label}, {line.label.lower()}, by {line.axis}: {cell.label} has"
        f" {cell.count:,} of {cell.out_of:,} rows ({_share(cell)} per cent), {cell.expected:,.0f}"
        f" if it were as the others of the same months and {other}. By chance: {how_likely}."
    )

"""A cleared table as rows of text: the same cells for the screen, CSV and workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from tiig.kit.rounding import rounded
from tiig.kit.spreadsheet import escaped
from tiig.model.cleared import Cleared, ClearedRow, Shown
from tiig.model.figures import ALL, Mark

SIGNS: dict[Mark, str] = {
    Mark.SUPPRESSED: "*",
    Mark.NOT_AVAILABLE: "n/a",
    Mark.NOT_APPLICABLE: "-",
    Mark.UNRELIABLE: "~",
}
"""What is printed in place of a value; the legend, or the preset for a star, says why."""

LEGEND: dict[Mark, str] = {
    Mark.NOT_AVAILABLE: "the senders' files cannot tell; it is not zero",
    Mark.NOT_APPLICABLE: "no such figure",
    Mark.UNRELIABLE: "too few events for a reliable rate",
}


def cell_text(shown: Shown, places: int = 0) -> str:
    """Write a value as shown, or the sign of its mark."""
    if shown.mark is not Mark.SHOWN or shown.value is None:
        return SIGNS.get(shown.mark, "")
    return f"{rounded(shown.value, places):,}"


def header(table: Cleared) -> list[str]:
    """Return the names of the columns."""
    names = [column.label for column in table.columns] + [table.unit.capitalize()]
    if _has_rates(table):
        names += ["Population", "Rate per 100,000", "Lower 95 % limit", "Upper 95 % limit"]
    return names


def body(table: Cleared) -> Iterator[list[str]]:
    """Yield the rows of the table as text."""
    labels = [{ALL: "All", **dict(column.nodes)} for column in table.columns]
    rates = _has_rates(table)
    for row in table.rows:
        cells = [label.get(node, node) for label, node in zip(labels, row.nodes, strict=True)]
        yield [*cells, cell_text(row.count), *(_rate_cells(row) if rates else [])]


def numbered(table: Cleared) -> Iterator[list[str | float | int]]:
    """Yield the rows with shown values as numbers, for a spreadsheet to work with."""
    shown = [(row.count, row.rate, row.lower, row.upper) for row in table.rows]
    places = len(table.columns)
    for row, (count, *rates), cells in zip(table.rows, shown, body(table), strict=True):
        values: list[str | float | int] = [*cells[:places], _number(count, cells[places])]
        if len(cells) > places + 1:
            values.append("" if row.population is None else row.population)
            values += [
                _number(rate, text) for rate, text in zip(rates, cells[places + 2 :], strict=True)
            ]
        yield values


def _number(shown: Shown | None, text: str) -> str | float | int:
    if shown is None or shown.mark is not Mark.SHOWN or shown.value is None:
        return text
    whole = isinstance(shown.value, int)
    return shown.value if whole else float(rounded(shown.value, 1))


def table_lines(table: Cleared) -> Iterator[str]:
    """Yield what stands under the table: marks, notes, what was merged, lineage."""
    marks = {shown.mark for row in table.rows for shown in (row.count, row.rate) if shown}
    for mark, meaning in LEGEND.items():
        if mark in marks:
            yield f"{SIGNS[mark]} = {meaning}."
    yield from (f"Merged so that most of the table can be shown: {text}" for text in table.merged)
    if not table.for_release:
        yield "Exact figures: not for release."
    if table.method:
        yield f"Method: {table.method}"
    yield from table.notes
    yield table.given.sentence
    yield f"Disclosure preset: {table.preset}. Release {table.release}, lineage {table.manifest}."


def table_csv(table: Cleared) -> str:
    """Write the table as CSV; the notes follow as lines of one cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header(table))
    writer.writerows([escaped(cell) for cell in row] for row in body(table))
    writer.writerow([])
    writer.writerows([escaped(line)] for line in table_lines(table))
    return out.getvalue()


def _has_rates(table: Cleared) -> bool:
    return any(row.rate is not None for row in table.rows)


def _rate_cells(row: ClearedRow) -> list[str]:
    nothing = Shown(None, Mark.NOT_APPLICABLE)
    population = "" if row.population is None else f"{row.population:,}"
    limits = (row.rate or nothing, row.lower or nothing, row.upper or nothing)
    return [population, *(cell_text(shown, 1) for shown in limits)]

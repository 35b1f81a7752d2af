"""A cleared table as a workbook: one table, a title, and everything that must stand beside it."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from tiig.model.cleared import Cleared
from tiig.publish.tables import header, numbered, table_lines

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
"""No text becomes a formula or an address, and no sheet is spilled to the disk in between."""

_FIRST_ROW = 2


def write_table_workbook(table: Cleared, path: Path) -> None:
    """Write a sheet with the table and a sheet with its notes; marks stand as text."""
    names, rows = header(table), list(numbered(table))
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        bold = book.add_format({"bold": True})
        figures, notes = book.add_worksheet("Figures"), book.add_worksheet("Notes")
        figures.write_string(0, 0, _title(table), bold)
        last = _FIRST_ROW + max(len(rows), 1)
        figures.add_table(
            _FIRST_ROW,
            0,
            last,
            len(names) - 1,
            {
                "name": "figures",
                "columns": [{"header": name} for name in names],
                "data": rows,
                "autofilter": False,
            },
        )
        figures.set_column(0, len(names) - 1, 24)
        figures.freeze_panes(_FIRST_ROW + 1, 0)
        notes.set_column(0, 0, 120)
        notes.write_column(0, 0, list(table_lines(table)))


def _title(table: Cleared) -> str:
    named = ", ".join(column.label.lower() for column in table.columns)
    title = f"{table.unit.capitalize()} by {named}" if named else table.unit.capitalize()
    standings = table.coverage.standings
    missing = sum(not standing.complete for _, _, standing in standings)
    part = " or in part" if table.coverage.lacks else ""
    return (
        f"{title} ({missing} of {len(standings)} site-months missing{part})" if missing else title
    )

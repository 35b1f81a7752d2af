"""A paper as an accessible statistical workbook: cover, contents, notes, a sheet a table.

Signs follow the Government Statistical Service's guidance on symbols in tables, which the
library enforces: letters in square brackets instead of a star.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from tiig.kit.spreadsheet import escaped
from tiig.model.figures import Mark
from tiig.publish.paper import Card, Cards, Cell, Exhibit, Grid, NotShown, Paper, Text
from tiig.publish.tables import LEGEND
from tiig.publish.workbook import OPTIONS

SYMBOLS: dict[Mark, str] = {
    Mark.SUPPRESSED: "[c]",
    Mark.NOT_AVAILABLE: "[x]",
    Mark.NOT_APPLICABLE: "[z]",
    Mark.UNRELIABLE: "[u]",
}
"""Confidential, not available, not applicable, low reliability."""

_MEANINGS = {Mark.SUPPRESSED: "hidden to protect patients", **LEGEND}
_LONGEST_SHEET = 28


@dataclass(frozen=True)
class _Sheet:
    """One table of the workbook."""

    name: str
    title: str
    subtitles: tuple[str, ...]
    notes: tuple[str, ...]
    grid: Grid


def write_paper_workbook(paper: Paper, path: Path) -> None:
    """Write every exhibit and the headlines as sheets; numbers are numbers, marks are symbols."""
    import gptables  # noqa: PLC0415 - loads pandas, which nothing else at run time does
    import pandas as pd  # noqa: PLC0415

    sheets = list(_sheets(paper))
    notes = dict.fromkeys(note for sheet in sheets for note in sheet.notes)
    names = {note: f"note{place}" for place, note in enumerate(notes, start=1)}
    book = gptables.produce_workbook(
        filename=str(path),
        sheets={sheet.name: _table(sheet, names) for sheet in sheets},
        cover=gptables.Cover(
            title=paper.title,
            intro=[paper.subtitle, *paper.marks],
            about=_about(paper),
            contact=[paper.author],
        ),
        contentsheet_label="Contents",
        notes_table=pd.DataFrame(
            {"Note reference": list(names.values()), "Note text": [escaped(note) for note in names]}
        )
        if names
        else None,
        workbook_options=OPTIONS,
    )
    made = datetime.combine(paper.made_on, time())
    book.set_properties({"title": paper.title, "author": paper.author, "created": made})
    book.close()


def _table(sheet: _Sheet, names: dict[str, str]) -> object:
    import gptables  # noqa: PLC0415

    marks = {cell.mark for row in sheet.grid.rows for cell in row} & _MEANINGS.keys()
    references = "".join(f"$${names[note]}$$" for note in sheet.notes)
    return gptables.GPTable(
        table=_frame(sheet.grid),
        table_name=re.sub(r"\W", "_", sheet.name),
        title=sheet.title + references,
        subtitles=list(sheet.subtitles),
        legend=[f"{SYMBOLS[mark]} = {_MEANINGS[mark]}" for mark in Mark if mark in marks],
        index_columns={2: 0},
    )


def _sheets(paper: Paper) -> Iterator[_Sheet]:
    blocks = [block for part in paper.sections for block in part.blocks]
    cards = [block for block in blocks if isinstance(block, Cards)]
    if cards:
        yield _Sheet("headlines", "Headline figures", paper.marks, (), _headlines(cards))
    for one in paper.exhibits:
        subtitles = (one.summary, *paper.marks)
        yield _Sheet(exhibit_sheet(one), one.title, subtitles, one.notes, one.grid)


def _headlines(blocks: Sequence[Cards]) -> Grid:
    def row(card: Card) -> tuple[Cell, ...]:
        said = ". ".join((*card.lines, card.quality)).strip(". ")
        return (Cell(card.label), card.value, Cell(said))

    rows = tuple(row(card) for block in blocks for card in block.cards)
    return Grid(("Period", "Count", "What it means"), rows)


def _frame(grid: Grid) -> object:
    import pandas as pd  # noqa: PLC0415

    rows = [[_value(cell) for cell in row] for row in grid.rows]
    return pd.DataFrame(rows, columns=list(grid.columns), dtype=object)


def _value(cell: Cell) -> str | float | int:
    if cell.value is not None:
        return cell.value
    return SYMBOLS.get(cell.mark) or escaped(cell.text) or SYMBOLS[Mark.NOT_APPLICABLE]


def _about(paper: Paper) -> list[str]:
    """Return the cover's lines: status, the author's text, what is not shown, lineage."""
    found = [
        f"Status: {paper.status.value}. Made on {paper.made_on:%d %B %Y}.",
        f"Disclosure preset: {paper.preset}.",
    ]
    for part in paper.sections:
        for block in part.blocks:
            if isinstance(block, Text):
                found += [f"{part.heading}: {one}" for one in block.paragraphs]
            elif isinstance(block, NotShown):
                found.append(f"{block.what} is not shown, because: {block.because}.")
    return [escaped(text) for text in (*found, *paper.lineage)]


def exhibit_sheet(one: Exhibit) -> str:
    """Return the name of the sheet that holds an exhibit's table."""
    return one.id[:_LONGEST_SHEET]

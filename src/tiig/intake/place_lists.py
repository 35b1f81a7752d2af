"""Decisions on place phrases from a file: the list of phrases, filled in and handed back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from tiig.intake.filled_lists import Cells, FilledList
from tiig.kit.spreadsheet import unescaped
from tiig.model.place_errors import PLACES_FILE
from tiig.model.places import Proposed

PHRASE, TYPE, AREA, NAME, NO_PLACE = "phrase", "type", "area", "name", "no_place"
FILLED_IN = (TYPE, AREA, NAME, NO_PLACE)
TOLD = ("words", "rows", "untyped", "people", "dates", "sites")
"""Columns that the list tells and that are not read back."""

_LIST = FilledList(
    PLACES_FILE,
    needed=frozenset({PHRASE}),
    known=frozenset({PHRASE, *FILLED_IN, *TOLD}),
    columns=f"its columns are {PHRASE}, and of {', '.join(FILLED_IN)} those that it needs",
)
_YES = {"yes", "y", "x", "1", "true"}
_NO = {"", "no", "n", "0", "false"}


def proposed_in(path: str) -> tuple[Proposed, ...]:
    """Return what a file would have decided: lines in which nothing is filled in say nothing.

    PLACES_FILE names the lines that cannot be read; no cell of them.
    """
    lines = _LIST.lines(path)
    unclear = tuple(line for line, cells in lines if _answer(cells) is None)
    if unclear:
        raise _LIST.refused(what="no_place is neither yes nor empty in some lines", lines=unclear)
    found = tuple(
        _proposed(cells, line)
        for line, cells in lines
        if any(_cell(cells, name) for name in FILLED_IN)
    )
    if not found:
        raise _LIST.refused(what="no line of it decides anything")
    return found


def _proposed(cells: Cells, line: int) -> Proposed:
    return Proposed(
        phrase=_cell(cells, PHRASE),
        place_type=_cell(cells, TYPE) or None,
        area=_cell(cells, AREA) or None,
        name=_cell(cells, NAME) or None,
        no_place=bool(_answer(cells)),
        line=line,
    )


def _cell(cells: Cells, name: str) -> str:
    return unescaped((cells.get(name) or "").strip())


def _answer(cells: Cells) -> bool | None:
    """Return whether a line says that a phrase names no place; None where nobody can tell."""
    said = _cell(cells, NO_PLACE).casefold()
    return True if said in _YES else False if said in _NO else None


def written(lines: Iterator[tuple[str, ...]]) -> str:
    """Return the list as it is handed out: every column, those to fill in empty or as decided."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow((PHRASE, *TOLD, *FILLED_IN))
    table.writerows(lines)
    return text.getvalue()

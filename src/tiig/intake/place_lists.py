"""Decisions on place phrases from a file: the list of phrases, filled in and handed back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from tiig.intake.parcel import missing
from tiig.kit.spreadsheet import unescaped
from tiig.model.errors import TiigError, Where
from tiig.model.place_errors import PLACES_FILE
from tiig.model.places import Proposed

PHRASE, TYPE, AREA, NAME, NO_PLACE = "phrase", "type", "area", "name", "no_place"
FILLED_IN = (TYPE, AREA, NAME, NO_PLACE)
TOLD = ("words", "rows", "untyped", "people", "dates", "sites")
"""Columns that the list tells and that are not read back."""

LARGEST = 10_000_000
"""Bytes: more phrases than anybody decides at once."""
_YES = {"yes", "y", "x", "1", "true"}
_NO = {"", "no", "n", "0", "false"}


def proposed_in(path: str) -> tuple[Proposed, ...]:
    """Return what a file would have decided: lines in which nothing is filled in say nothing.

    PLACES_FILE names the lines that cannot be read; no cell of them.
    """
    reader = csv.DictReader(io.StringIO(_text(Path(path)), newline=""), strict=True)
    found: list[Proposed] = []
    wrong: list[int] = []
    try:
        _check_header(tuple(reader.fieldnames or ()))
        for cells in reader:
            line = reader.line_num
            if None in cells or _answer(cells) is None:
                wrong.append(line)
            elif any(_cell(cells, name) for name in FILLED_IN):
                found.append(_proposed(cells, line))
    except csv.Error:
        raise TiigError(PLACES_FILE, what="it is no CSV table") from None
    if wrong:
        what = "some lines have more cells than the header, or no_place is neither yes nor empty"
        raise TiigError(PLACES_FILE, Where(rows=tuple(wrong)), what=what)
    if not found:
        raise TiigError(PLACES_FILE, what="no line of it decides anything")
    return tuple(found)


def _check_header(names: tuple[str, ...]) -> None:
    known = {PHRASE, *FILLED_IN, *TOLD}
    if PHRASE not in names or len(set(names)) < len(names) or not set(names) <= known:
        what = f"its columns are {PHRASE}, and of {', '.join(FILLED_IN)} those that it needs"
        raise TiigError(PLACES_FILE, what=what)


def _proposed(cells: Mapping[str, str | None], line: int) -> Proposed:
    return Proposed(
        phrase=_cell(cells, PHRASE),
        place_type=_cell(cells, TYPE) or None,
        area=_cell(cells, AREA) or None,
        name=_cell(cells, NAME) or None,
        no_place=bool(_answer(cells)),
        line=line,
    )


def _cell(cells: Mapping[str, str | None], name: str) -> str:
    return unescaped((cells.get(name) or "").strip())


def _answer(cells: Mapping[str, str | None]) -> bool | None:
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


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError:
        raise missing(path) from None
    if len(content) > LARGEST:
        raise TiigError(PLACES_FILE, what="it is too long to be one")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TiigError(PLACES_FILE, what="it is not text in UTF-8") from None

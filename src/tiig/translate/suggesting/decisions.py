"""The table of suggestions that a person fills in, and reading it back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, NoReturn

from tiig.kit.spreadsheet import escaped, unescaped
from tiig.model.errors import TiigError, Where
from tiig.model.proposal import Decision, Line
from tiig.model.suggestion_errors import DECISIONS_UNREADABLE

COLUMNS = ("line", "what", "suggestion", "confidence", "reason", "decision", "new value")
_BETWEEN_PARTS = r"[-/.]"
_DAY = re.compile(rf"[0-9]{{1,4}}({_BETWEEN_PARTS})[0-9]{{1,2}}\1[0-9]{{1,4}}")


class Decided(NamedTuple):
    """What a row of the table says of a line; `suggestion` is what it was told of, if it says so.

    `row` is that of the table; None where nobody wrote one.
    """

    decision: Decision
    value: str = ""
    suggestion: str | None = None
    row: int | None = None


def with_decisions(lines: Sequence[Line], decided: Mapping[str, Decided]) -> tuple[Line, ...]:
    """Return the lines with the decisions that were made about them, by id.

    A decision on another suggestion leaves its line open; DECISIONS_UNREADABLE names the row of
    one that is on no line.
    """
    known = {line.id for line in lines}
    for name, made in decided.items():
        if name not in known:
            _refuse("there is no such line for this file", made.row)
    return tuple(_with(line, decided.get(line.id)) for line in lines)


def _with(line: Line, made: Decided | None) -> Line:
    if made is None:
        return line
    if made.suggestion is not None and _plain(made.suggestion) != _plain(line.suggestion):
        return replace(line, decision=Decision.OPEN, value="")
    return replace(line, decision=made.decision, value=made.value)


def _plain(text: str) -> tuple[str, ...]:
    """Return what a spreadsheet leaves of a cell: of `true` TRUE, of `01` 1, of a day its parts."""
    plain = text.strip().casefold()
    if _DAY.fullmatch(plain):
        return tuple(sorted(f"{int(part) % 100}" for part in re.split(_BETWEEN_PARTS, plain)))
    return (plain.lstrip("0") if plain.isdecimal() else plain,)


def table_of(lines: Sequence[Line]) -> str:
    """Return the lines as CSV; no cell is read as a formula by a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines:
        sure = f"{line.confidence:.2f}"
        cells = (line.id, line.what, line.suggestion, sure, line.reason, line.decision, line.value)
        writer.writerow([escaped(cell) for cell in cells])
    return text.getvalue()


def decisions_in(text: str) -> dict[str, Decided]:
    """Return the decided lines of a table by their ids; DECISIONS_UNREADABLE names the row."""
    try:
        rows = list(csv.DictReader(io.StringIO(text), strict=True, delimiter=_delimiter(text)))
    except csv.Error:
        _refuse("it is not CSV")
    if not rows or not {"line", "decision", "new value"} <= set(rows[0]):
        _refuse("a column is missing")
    found = {}
    for number, row in enumerate(rows, start=2):
        name, said = _bare(row["line"]), _bare(row["decision"]).strip().lower()
        value = _bare(row["new value"]).strip()
        if said not in set(Decision):
            _refuse("a decision is none of accept, change, refuse", number)
        if said == Decision.CHANGE and not value:
            _refuse("a line is to be changed and has no new value", number)
        told = row.get("suggestion")
        suggestion = None if told is None else _bare(told)
        found[name] = Decided(Decision(said), value, suggestion, number)
    return found


def _delimiter(text: str) -> str:
    """Return what stands between the cells: spreadsheets write what their country is used to."""
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _refuse(what: str, row: int | None = None) -> NoReturn:
    where = Where(rows=(row,)) if row else None
    raise TiigError(DECISIONS_UNREADABLE, where, what=what)


def _bare(cell: str | None) -> str:
    return unescaped(cell or "")

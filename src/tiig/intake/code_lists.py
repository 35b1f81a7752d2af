"""Mappings from a file: the list of local values, filled in and handed back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from tiig.intake.filled_lists import Cells, FilledList
from tiig.kit.spreadsheet import unescaped
from tiig.model.code_errors import CODES_FILE

SENDER, ITEM, VALUE, NODE = "sender", "item", "value", "node"
TOLD = ("rows", "first_seen", "state", "suggested", "reason")
"""Columns that the list tells and that are not read back."""

_FILLED_IN = (SENDER, ITEM, VALUE, NODE)
_LIST = FilledList(
    CODES_FILE,
    needed=frozenset(_FILLED_IN),
    known=frozenset({*_FILLED_IN, *TOLD}),
    columns=f"its columns are {SENDER}, {ITEM}, {VALUE} and {NODE}",
)


@dataclass(frozen=True)
class ProposedCode:
    """What somebody proposes of a local value; `line` is that of a file, None of a command."""

    sender: str
    item: str
    value: str
    node: str = ""
    line: int | None = None


def codes_in(path: str) -> tuple[ProposedCode, ...]:
    """Return what a file would have decided: lines without a node say nothing.

    CODES_FILE names the lines that cannot be read; no cell of them.
    """
    found = tuple(
        ProposedCode(sender, item, value, node, line)
        for line, cells in _LIST.lines(path)
        for sender, item, value, node in [[_cell(cells, name) for name in _FILLED_IN]]
        if node
    )
    if not found:
        raise _LIST.refused(what="no line of it names a category")
    return found


def written(lines: Iterable[tuple[str, ...]]) -> str:
    """Return the list as it is handed out: what is told, and the node empty or as it stands."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow((SENDER, ITEM, VALUE, *TOLD, NODE))
    table.writerows(lines)
    return text.getvalue()


def _cell(cells: Cells, name: str) -> str:
    return unescaped((cells.get(name) or "").strip())

"""Mappings from a file: the list of local values, filled in and handed back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tiig.intake.parcel import missing
from tiig.kit.spreadsheet import unescaped
from tiig.model.code_errors import CODES_FILE
from tiig.model.errors import TiigError, Where

SENDER, ITEM, VALUE, NODE = "sender", "item", "value", "node"
TOLD = ("rows", "first_seen", "state", "suggested", "reason")
"""Columns that the list tells and that are not read back."""

LARGEST = 10_000_000
"""Bytes: more local values than anybody decides at once."""


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
    reader = csv.DictReader(io.StringIO(_text(Path(path)), newline=""), strict=True)
    found: list[ProposedCode] = []
    wrong: list[int] = []
    try:
        _check_header(tuple(reader.fieldnames or ()))
        for cells in reader:
            if None in cells:
                wrong.append(reader.line_num)
            elif _cell(cells, NODE):
                sender, item, value, node = (
                    _cell(cells, name) for name in (SENDER, ITEM, VALUE, NODE)
                )
                found.append(ProposedCode(sender, item, value, node, reader.line_num))
    except csv.Error:
        raise TiigError(CODES_FILE, what="it is no CSV table") from None
    if wrong:
        what = "some lines have more cells than the header"
        raise TiigError(CODES_FILE, Where(rows=tuple(wrong)), what=what)
    if not found:
        raise TiigError(CODES_FILE, what="no line of it names a category")
    return tuple(found)


def written(lines: Iterable[tuple[str, ...]]) -> str:
    """Return the list as it is handed out: what is told, and the node empty or as it stands."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow((SENDER, ITEM, VALUE, *TOLD, NODE))
    table.writerows(lines)
    return text.getvalue()


def _check_header(names: tuple[str, ...]) -> None:
    needed = {SENDER, ITEM, VALUE, NODE}
    known = needed | set(TOLD)
    if not needed <= set(names) <= known or len(set(names)) < len(names):
        what = f"its columns are {SENDER}, {ITEM}, {VALUE} and {NODE}"
        raise TiigError(CODES_FILE, what=what)


def _cell(cells: Mapping[str, str | None], name: str) -> str:
    return unescaped((cells.get(name) or "").strip())


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError:
        raise missing(path) from None
    if len(content) > LARGEST:
        raise TiigError(CODES_FILE, what="it is too long to be one")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TiigError(CODES_FILE, what="it is not text in UTF-8") from None

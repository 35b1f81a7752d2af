"""The tags of a plain sheet's rows: number, whether the row is hidden, and whether it is empty."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tiig.receive.marks import Positions
from tiig.receive.plain_xml import NotPlainError, insist

_REST = re.compile(rb'((?: [A-Za-z]\w*(?::\w+)?="[^"<>&]*")*)( ?/)?>')
_ATTRIBUTE = re.compile(rb' ([\w:]+)="([^"]*)"')
_NUMBER = re.compile(rb"[1-9]\d{0,6}")
_LAST_ROW = 1_048_576


@dataclass(frozen=True)
class RowTags:
    """Rows by number, whether each is closed at once, and which are hidden."""

    rows: list[int]
    closed: list[bool]
    hidden: set[int]


def row_tags(text: bytes, begin: Positions, end: Positions) -> RowTags:
    """Read what stands behind `<row r="`; rests that are alike are looked at once."""
    tags = [
        text[start:stop].partition(b'"')
        for start, stop in zip(begin.tolist(), end.tolist(), strict=True)
    ]
    insist(all(_NUMBER.fullmatch(number) for number, _, _ in tags))
    rows = [int(number) for number, _, _ in tags]
    insist(all(before < row for before, row in zip([0, *rows], rows, strict=False)))
    insist(not rows or rows[-1] <= _LAST_ROW)
    rests = {rest: _closed_and_hidden(rest) for rest in {rest for _, _, rest in tags}}
    told = [rests[rest] for _, _, rest in tags]
    return RowTags(
        rows,
        [closed for closed, _ in told],
        {row for row, (_, hidden) in zip(rows, told, strict=True) if hidden},
    )


def _closed_and_hidden(rest: bytes) -> tuple[bool, bool]:
    found = _REST.fullmatch(rest)
    if found is None:
        raise NotPlainError
    names = [name for name, _ in _ATTRIBUTE.findall(found[1])]
    insist(len(set(names)) == len(names) and b"r" not in names)
    return bool(found[2]), any(
        name == b"hidden" and value in {b"1", b"true"}
        for name, value in _ATTRIBUTE.findall(found[1])
    )

"""A slow second reader of delimited text: one letter at a time, a state for each, no library.

It shares nothing with the reader that it judges but the rules: a quote opens only at the start
of a field and closes only at its end, a record ends at a line feed outside quotes, and a return
stands only before a line feed or in quotes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import zip_longest

RESERVED = "row"


class RefusedError(Exception):
    """The text is against the rules."""


class State(Enum):
    """Where in a field the reader stands."""

    START = auto()
    PLAIN = auto()
    QUOTED = auto()
    CLOSED = auto()


@dataclass
class Record:
    """The cells of one record, the line it starts on, and its breaks; no cells if it is blank."""

    line: int
    cells: list[str] = field(default_factory=list)
    breaks: int = 0
    empty: bool = False


@dataclass(frozen=True)
class Dialect:
    """What the profile says of a file."""

    delimiter: str = ","
    quote: str = '"'
    breaks: bool = False
    footer: int = 0


@dataclass(frozen=True)
class Read:
    """What stands in a file: names, rows with their lines, and the account of all lines."""

    names: tuple[str, ...]
    rows: list[tuple[object, ...]]
    lines: int
    quoted_breaks: int
    records: int
    ignored: list[int]


def read(data: bytes, dialect: Dialect) -> Read:
    """Read a file, or raise RefusedError."""
    header, *rest = records_of(text_of(data), dialect) or [Record(1, empty=True)]
    names, width = names_of(header), len(header.cells)
    kept, footer = without_footer(rest, dialect.footer)
    for record in footer:
        filled = sum(bool(cell.strip()) for cell in record.cells)
        if len(record.cells) == width and 2 * filled > len(names):
            raise RefusedError
    rows: list[tuple[object, ...]] = []
    ignored = [record.line for record in footer]
    for record in kept:
        if not record.empty and len(record.cells) != width:
            raise RefusedError
        if not any(record.cells):
            ignored.append(record.line)
        elif any(record.cells[len(names) :]):
            raise RefusedError
        else:
            rows.append((record.line, *(cell or None for cell in record.cells[: len(names)])))
    if not rows:
        raise RefusedError
    breaks = sum(record.breaks for record in rest)
    lines = 1 + header.breaks + len(rest) + breaks
    return Read(names, rows, lines, breaks, len(rest), sorted(ignored))


def text_of(data: bytes) -> str:
    """Return the letters of a file."""
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise RefusedError from None
    if "\0" in text:
        raise RefusedError
    return text


def names_of(header: Record) -> tuple[str, ...]:
    """Return the names of the columns; nameless ones may stand at the right end only."""
    names = [cell.strip() for cell in header.cells]
    while names and not names[-1]:
        names.pop()
    if not names or "" in names or len(set(names)) < len(names) or RESERVED in names:
        raise RefusedError
    return tuple(names)


def without_footer(records: list[Record], count: int) -> tuple[list[Record], list[Record]]:
    """Part the last records that are not blank, and what stands among them, from the others."""
    if not count:
        return records, []
    filled = [place for place, record in enumerate(records) if not record.empty]
    cut = filled[-count - 1] + 1 if len(filled) > count else 0
    return records[:cut], records[cut:]


def records_of(text: str, dialect: Dialect) -> list[Record]:
    """Part a text into records."""
    walk = _Walk(dialect)
    for sign, after in zip_longest(text, text[1:], fillvalue=""):
        walk.step(sign, after)
    walk.end()
    if not dialect.breaks and any(record.breaks for record in walk.found):
        raise RefusedError
    return walk.found


class _Walk:
    """The state between two letters."""

    def __init__(self, dialect: Dialect) -> None:
        self.found: list[Record] = []
        self._dialect = dialect
        self._state, self._line, self._record, self._cell = State.START, 1, Record(1), ""
        self._begun = False

    def step(self, sign: str, after: str) -> None:
        """Take the next letter; `after` is the one behind it."""
        if self._state is State.QUOTED:
            self._quoted(sign, after)
        elif sign == "\r":
            if after != "\n":
                raise RefusedError
        elif sign == "\n":
            self._end_record()
        else:
            self._begun = True
            self._plain(sign)

    def end(self) -> None:
        """Close the last record, where the file has no last line end."""
        if self._state is State.QUOTED:
            raise RefusedError
        if self._begun:
            self._end_record()

    def _quoted(self, sign: str, after: str) -> None:
        if sign == self._dialect.quote:
            self._state = State.CLOSED
            return
        self._cell += sign
        if sign == "\n" or (sign == "\r" and after != "\n"):
            self._record.breaks, self._line = self._record.breaks + 1, self._line + 1

    def _plain(self, sign: str) -> None:
        quote = sign == self._dialect.quote
        if sign == self._dialect.delimiter:
            self._record.cells.append(self._cell)
            self._cell, self._state = "", State.START
        elif quote and self._state is not State.PLAIN:
            self._cell += sign if self._state is State.CLOSED else ""
            self._state = State.QUOTED
        elif quote or self._state is State.CLOSED:
            raise RefusedError
        else:
            self._cell, self._state = self._cell + sign, State.PLAIN

    def _end_record(self) -> None:
        self._record.empty = not self._begun
        if self._begun:
            self._record.cells.append(self._cell)
        self.found.append(self._record)
        self._line += 1
        self._record, self._cell, self._state = Record(self._line), "", State.START
        self._begun = False

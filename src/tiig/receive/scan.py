"""The account of a stretch of delimited text: records, fields and breaks, from the bytes.

A quote may open only at the start of a field and close only at its end; in between a quote
is doubled. Under that rule a record ends at each line feed outside quotes, and nothing can
swallow a row unseen. The reader that parses the cells is never asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tiig.model.errors import Kind
from tiig.model.file_errors import BARE_RETURN, STRAY_QUOTE
from tiig.receive.marks import (
    Bytes,
    Positions,
    Words,
    counts_before,
    first,
    holds,
    inside,
    marks,
    moved_back,
    moved_on,
    positions,
)

_LINE_FEED, _RETURN = 10, 13


@dataclass(frozen=True)
class Dialect:
    """The bytes that delimit and quote; `quote` is None where quotes are plain characters."""

    delimiter: int
    quote: int | None


@dataclass(frozen=True)
class Fault:
    """The first fault of a stretch, at a byte position."""

    kind: Kind
    position: int


@dataclass(frozen=True)
class Scan:
    """Records of a stretch that begins at a record; positions are bytes from its start.

    `starts` and `ends` bound each record's content with its line end left out, `after` is
    where the next one starts, `lines` the line breaks ahead of each record within the
    stretch. `fields` is 0 for a line that holds nothing. `rest_lines` counts the lines
    ahead of the unfinished rest.
    """

    starts: Positions
    ends: Positions
    after: Positions
    lines: Positions
    fields: Positions
    rest_lines: int
    open_quote: bool

    def __len__(self) -> int:
        """How many records are complete."""
        return len(self.starts)

    @property
    def cut(self) -> int:
        """Where the unfinished rest starts."""
        return int(self.after[-1]) if len(self) else 0

    @property
    def breaks_within(self) -> Positions:
        """How many line breaks each record holds, its own end not counted."""
        return np.diff(self.lines, append=self.rest_lines) - 1

    @property
    def blank(self) -> npt.NDArray[np.bool_]:
        """Which records are lines that hold nothing."""
        nothing: npt.NDArray[np.bool_] = self.fields == 0
        return nothing

    def part(self, begin: int, end: int) -> Scan:
        """Return some of the records; the rest is then what follows them."""
        end = min(end, len(self))
        rest = self.rest_lines if end == len(self) else int(self.lines[end])
        return replace(
            self,
            starts=self.starts[begin:end],
            ends=self.ends[begin:end],
            after=self.after[begin:end],
            lines=self.lines[begin:end],
            fields=self.fields[begin:end],
            rest_lines=rest,
        )

    def record_at(self, position: int) -> int:
        """Return the number of line breaks ahead of the record that holds a position."""
        index = int(np.searchsorted(self.after, position, side="right"))
        return int(self.lines[index]) if index < len(self) else self.rest_lines


def scan(data: bytes, dialect: Dialect, *, final: bool) -> tuple[Scan, Fault | None]:
    """Take account of a stretch that begins at a record; `final` says that the file ends here."""
    text = np.frombuffer(data, np.uint8)
    quotes = _quotes(data, text, dialect)
    quoted = None if quotes is None else inside(quotes)
    feeds = positions(text, _LINE_FEED)
    bare = _bare_returns(data, text, final=final)
    breaks = np.union1d(feeds, bare) if len(bare) else feeds
    is_end = ~holds(quoted, breaks) if quoted is not None else np.ones(len(breaks), np.bool_)
    found = _records(text, breaks, is_end, final=final)
    delimiters = marks(text, dialect.delimiter)
    if quoted is not None:
        delimiters &= ~quoted
    seen = counts_before(delimiters, np.append(found.starts, found.ends))
    fields = seen[len(found) :] - seen[: len(found)] + 1
    fields[found.ends <= found.starts] = 0
    open_quote = quoted is not None and bool(holds(quoted, np.array([len(text)]))[0])
    fault = None
    if quotes is not None and quoted is not None:
        borders, past = _borders(data, text, delimiters, final=final)
        fault = _stray(quotes, quoted, borders, past)
    if fault is None and len(bare):
        fault = _outside(bare, quoted)
    return replace(found, fields=fields, open_quote=open_quote), fault


def _quotes(data: bytes, text: Bytes, dialect: Dialect) -> Words | None:
    if dialect.quote is None or dialect.quote not in data:
        return None
    return marks(text, dialect.quote)


def _bare_returns(data: bytes, text: Bytes, *, final: bool) -> Positions:
    if b"\r" not in data:
        return np.empty(0, np.int64)
    returns = positions(text, _RETURN)
    if returns[-1] == len(text) - 1:
        last, returns = returns[-1:], returns[:-1]
    else:
        last = returns[:0]
    bare = returns[text[returns + 1] != _LINE_FEED]
    return np.concatenate([bare, last]) if final else bare


def _records(text: Bytes, breaks: Positions, is_end: npt.NDArray[np.bool_], *, final: bool) -> Scan:
    feeds = breaks[is_end]
    lines = np.append(0, np.flatnonzero(is_end) + 1)
    after = feeds + 1
    starts = np.append(0, after)
    if final and starts[-1] < len(text):
        after = np.append(after, len(text))
        feeds = np.append(feeds, len(text))
        rest_lines = len(breaks) + 1
    else:
        rest_lines = int(lines[-1])
        starts, lines = starts[:-1], lines[:-1]
    returned = (feeds > starts) & (text[feeds - 1] == _RETURN) & (feeds < len(text))
    ends = feeds - returned
    none = np.empty(0, np.int64)
    return Scan(starts, ends, after, lines, none, rest_lines, open_quote=False)


def _stray(quotes: Words, quoted: Words, borders: Words, past: Words) -> Fault | None:
    """Find the first quote that neither opens a field, nor closes one, nor is doubled.

    `borders` marks what may stand beside a field, `past` the first bit past the end.
    """
    may_open = moved_on(borders | quotes)
    may_open[0] |= np.uint64(1)
    may_close = moved_back(borders | quotes | past)
    position = first((quotes & quoted & ~may_open) | (quotes & ~quoted & ~may_close))
    return None if position is None else Fault(STRAY_QUOTE, position)


def _borders(data: bytes, text: Bytes, delimiters: Words, *, final: bool) -> tuple[Words, Words]:
    """Mark delimiters and line ends, and the bit past the end."""
    past = np.zeros_like(delimiters)
    past[len(text) // 64] = np.uint64(1) << np.uint64(len(text) % 64)
    feeds = marks(text, _LINE_FEED)
    borders = delimiters | feeds
    if b"\r" in data:
        # What follows the last byte of a piece is not known yet: the next piece shows it again.
        borders |= marks(text, _RETURN) & moved_back(feeds if final else feeds | past)
    return borders, past


def _outside(bare: Positions, quoted: Words | None) -> Fault | None:
    outside = bare if quoted is None else bare[~holds(quoted, bare)]
    return Fault(BARE_RETURN, int(outside[0])) if len(outside) else None

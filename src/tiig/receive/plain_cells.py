"""The cells of a stretch of a plain sheet's XML, all at once, from its bytes.

A stretch holds whole rows. Each cell must read `<c r="B7" s="1" t="s"><v>12</v></c>`, style
and type as they may be; any other tag or attribute is NotPlainError.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tiig.receive.plain_book import NotPlainError

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_PADDING = b" " * 64
"""So that what may follow a tag can be looked at without asking where the stretch ends."""
_LONGEST_LETTERS, _LONGEST_ROW, _LONGEST_STYLE, _LONGEST_INDEX = 3, 7, 5, 9


def _tag(text: bytes) -> int:
    return text[0] << 8 | text[1]


_CELL, _VALUE, _ROW = _tag(b"c "), _tag(b"v>"), _tag(b"ro")
_VALUE_END, _CELL_END, _ROW_END = _tag(b"/v"), _tag(b"/c"), _tag(b"/r")
_KNOWN = np.array([_CELL, _VALUE, _ROW, _VALUE_END, _CELL_END, _ROW_END], np.uint16)


@dataclass(frozen=True)
class Cells:
    """Cells with a value: row and column (from 0), style (-1: none), type, and its bytes."""

    text: Bytes
    rows: npt.NDArray[np.uint32]
    columns: npt.NDArray[np.uint16]
    styles: npt.NDArray[np.int32]
    types: Bytes
    starts: Places
    lengths: Places

    def whole_numbers(self, of: Mask) -> npt.NDArray[np.int64]:
        """Return values that are digits and nothing else."""
        ends = self.starts[of] + self.lengths[of]
        values, at = _digits(self.text, self.starts[of], _LONGEST_INDEX)
        _insist(at == ends)
        return values

    def texts(self, of: Mask) -> pa.Array:
        """Return values as they are written; they are plain ASCII."""
        lengths = self.lengths[of]
        offsets = np.append(0, np.cumsum(lengths))
        places = np.repeat(self.starts[of] - offsets[:-1], lengths) + np.arange(offsets[-1])
        data = self.text[places]
        _insist(data < 128)  # noqa: PLR2004 - beyond ASCII
        return pa.StringArray.from_buffers(
            len(lengths), pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(data)
        )


def cells_of(stretch: bytes) -> Cells:
    """Find all cells with a value; NotPlainError where anything else stands."""
    text = np.frombuffer(stretch + _PADDING, np.uint8)
    begin, end = np.flatnonzero(text == ord("<")), np.flatnonzero(text == ord(">"))
    _insist(len(begin) == len(end))
    _insist(begin < end)
    _insist(end[:-1] < begin[1:])
    tags = np.append(text[begin + 1].astype(np.uint16) << 8 | text[begin + 2], [0, 0])
    _insist(np.isin(tags[:-2], _KNOWN))
    values = np.flatnonzero(tags == _VALUE)
    before = values - 1
    _insist(values > 0)
    _insist((tags[before] == _CELL) & (text[end[before] - 1] != ord("/")))
    _insist((tags[values + 1] == _VALUE_END) & (tags[values + 2] == _CELL_END))
    _insist(np.count_nonzero(tags == _VALUE_END) == len(values))
    rows, columns, at = _places(text, begin[before])
    found, at = _styles(text, at)
    types, at = _types(text, at)
    _insist(at == end[before])
    starts = end[values] + 1
    lengths = begin[values + 1] - starts
    _insist(lengths > 0)
    return Cells(text, rows, columns, found, types, starts, lengths)


def _places(
    text: Bytes, begin: Places
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint16], Places]:
    """Read `<c r="AB12"`: row, column, and where the tag goes on."""
    _insist(_stands(text, begin + 3, b'r="'))
    at = begin + 6
    columns, going = np.zeros(len(at), np.int64), np.ones(len(at), np.bool_)
    for _ in range(_LONGEST_LETTERS):
        letters = text[at]
        going &= (letters >= ord("A")) & (letters <= ord("Z"))
        columns = np.where(going, columns * 26 + letters - (ord("A") - 1), columns)
        at = at + going
    _insist((columns > 0) & (columns <= 1 << 14))
    rows, at = _digits(text, at, _LONGEST_ROW)
    _insist((text[at] == ord('"')) & (rows > 0))
    return rows.astype(np.uint32), (columns - 1).astype(np.uint16), at + 1


def _styles(text: Bytes, at: Places) -> tuple[npt.NDArray[np.int32], Places]:
    """Read ` s="12"` where it stands."""
    there = _stands(text, at, b' s="')
    found = np.full(len(at), -1, np.int32)
    numbers, ends = _digits(text, at[there] + 4, _LONGEST_STYLE)
    _insist((text[ends] == ord('"')) & (ends > at[there] + 4))
    found[there] = numbers
    at = at.copy()
    at[there] = ends + 1
    return found, at


def _types(text: Bytes, at: Places) -> tuple[Bytes, Places]:
    """Read ` t="s"` where it stands; without it a cell holds a number."""
    there = _stands(text, at, b' t="') & (text[at + 5] == ord('"'))
    return np.where(there, text[at + 4], ord("n")).astype(np.uint8), at + 6 * there


def _digits(text: Bytes, at: Places, longest: int) -> tuple[npt.NDArray[np.int64], Places]:
    """Read digits as a number, as far as they go; return where they end."""
    numbers, going = np.zeros(len(at), np.int64), np.ones(len(at), np.bool_)
    for _ in range(longest):
        digit = text[at] - np.uint8(ord("0"))
        going &= digit <= 9  # noqa: PLR2004 - the last digit
        if not going.any():
            break
        numbers = np.where(going, numbers * 10 + digit, numbers)
        at = at + going
    return numbers, at


def _stands(text: Bytes, at: Places, word: bytes) -> Mask:
    """Tell where a word stands."""
    there: Mask = text[at] == word[0]
    for distance, letter in enumerate(word[1:], start=1):
        there &= text[at + distance] == letter
    return there


def _insist(holds: Mask | bool) -> None:  # noqa: FBT001 - what must hold
    if not np.all(holds):
        raise NotPlainError

"""The cells of whole rows of a plain sheet's XML, all at once, with every byte accounted for.

A row reads `<row r="7" ...>`, cells, `</row>`, or `<row r="7" .../>`. A cell reads
`<c r="B7" s="1" t="s"><v>12</v></c>`, `<c r="B7" t="inlineStr"><is><t>word</t></is></c>` or
`<c r="B7" s="1"/>`, style and type as they may be. Each begins where the one before it ends;
all else is NotPlainError.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tiig.receive.marks import Positions, Words
from tiig.receive.plain_rows import row_tags
from tiig.receive.plain_text import texts_of_xml
from tiig.receive.plain_xml import NotPlainError, insist
from tiig.receive.words import Text, begins, word

Mask = npt.NDArray[np.bool_]

INLINE = "inlineStr"
_CELL, _ROW, _ROW_END = b'<c r="', b'<row r="', b"</row>"
_VALUE, _VALUE_END = b"<v>", b"</v></c>"
_TEXT, _KEPT_TEXT = b"<t>", b'<t xml:space="preserve">'
_INLINE, _TEXT_END = b"<is>", b"</t></is></c>"
_REST = re.compile(rb'(?: s="(\d{1,5})")?(?: t="([A-Za-z]+)")?( ?/)?>')
_LONGEST_REST, _MOST_FORMS = 32, 100
_LAST_COLUMN, _LETTERS, _ALPHABET, _BEYOND_ASCII = 16_384, 3, 26, 128
_BYTES = tuple(np.uint64(8 * number) for number in range(8))


@dataclass(frozen=True)
class Form:
    """What a cell's tag says but its place: style (-1: none), type, and if it is the whole cell."""

    style: int
    type: str
    closed: bool


@dataclass(frozen=True)
class Cells:
    """The cells of a stretch with a value: row, column (from 0), form, where the value stands.

    `kept` marks texts that keep the blanks around them. `rows` and `hidden` are rows of the
    stretch by number, `width` is how many columns any cell makes it, filled or not.
    """

    text: Text
    row: Positions
    column: Positions
    form: npt.NDArray[np.uint8]
    forms: tuple[Form, ...]
    start: Positions
    end: Positions
    kept: Mask
    rows: list[int]
    hidden: set[int]
    width: int

    def of_type(self, *types: str) -> Mask:
        """Tell which cells are of some types."""
        chosen: Mask = np.array([form.type in types for form in self.forms], np.bool_)[self.form]
        return chosen

    def styles(self, of: Mask) -> Positions:
        """Return the styles of some cells."""
        found: Positions = np.array([form.style for form in self.forms], np.int64)[self.form[of]]
        return found

    def indices(self, of: Mask) -> Positions:
        """Return values that are digits and nothing else, as numbers."""
        found = self.text.numbers(self.start[of], self.end[of] - self.start[of])
        if found is None:
            raise NotPlainError
        return found

    def ascii(self, of: Mask) -> pa.Array:
        """Return values as they are written, which must be plain ASCII."""
        lengths = self.end[of] - self.start[of]
        offsets = np.append(0, np.cumsum(lengths))
        places = np.repeat(self.start[of] - offsets[:-1], lengths) + np.arange(offsets[-1])
        letters = self.text.bytes[places]
        insist((letters < _BEYOND_ASCII).all())
        return pa.StringArray.from_buffers(
            len(lengths), pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(letters)
        )

    def words(self, of: Mask) -> pa.Array:
        """Return values that are words, as they are meant."""
        data = self.text.data
        places = (found[of].tolist() for found in (self.start, self.end, self.kept))
        return texts_of_xml(
            [(data[start:end], kept) for start, end, kept in zip(*places, strict=True)]
        )


def cells_of(stretch: bytes) -> Cells:
    """Find all cells; NotPlainError where anything else stands."""
    return _Walk(stretch).cells()


class _Walk:
    """Tags of a stretch by their number, and what is known of them.

    `outer` are those that no value of a cell accounts for; a cell's tag has `start` and `end`
    of its value.
    """

    def __init__(self, stretch: bytes) -> None:
        self.stretch = stretch
        self.text = Text(stretch)
        self.begin = self.text.places(ord("<"))
        insist(len(self.begin) and self.begin[0] == 0)
        self.follow = np.append(self.begin, len(stretch))
        self.words = self.text.words(self.begin)
        self.outer = np.ones(len(self.begin), np.bool_)
        self.start = np.full(len(self.begin), -1, np.int64)
        self.end = np.zeros(len(self.begin), np.int64)
        self.kept = np.zeros(len(self.begin), np.bool_)
        self.inline = np.zeros(len(self.begin), np.bool_)

    def cells(self) -> Cells:
        """Account for every tag, and give back the cells that hold a value."""
        self._find_numbers()
        self._find_texts()
        outer = np.flatnonzero(self.outer)
        rows, within, hidden = self._rows(outer)
        is_cell = begins(self.words[outer], _CELL)
        cells, within = outer[is_cell], within[is_cell]
        column, form, forms = self._tags(cells, [b'%d"' % row for row in rows], within)
        row = np.array(rows, np.int64)[within]
        _insist_in_order(row, column)
        filled = self.start[cells] >= 0
        insist(np.count_nonzero(self.start >= 0) == np.count_nonzero(filled))
        insist((np.array([one.closed for one in forms], np.bool_)[form] != filled).all())
        width = int(column.max(initial=-1)) + 1
        cells, form = cells[filled], form[filled]
        inline = np.array([one.type == INLINE for one in forms], np.bool_)[form]
        insist((self.inline[cells] == inline).all())
        return Cells(
            self.text, row[filled], column[filled], form, forms,
            self.start[cells], self.end[cells], self.kept[cells], rows, hidden, width,
        )  # fmt: skip

    def _find_numbers(self) -> None:
        """Find `<v>12</v></c>` behind a cell's tag; only that tag stays an outer one."""
        last = np.flatnonzero(self.words == word(_VALUE_END))
        insist((last[:1] >= 2).all())  # noqa: PLR2004 - a cell and a value before it
        insist(begins(self.words[last - 1], _VALUE).all())
        insist((self.follow[last + 2] == self.begin[last] + len(_VALUE_END)).all())
        self._enter(last - 2, self.begin[last - 1] + len(_VALUE), self.begin[last])
        self._account(last, range(-1, 2))

    def _find_texts(self) -> None:
        """Find `<is><t>word</t></is></c>` behind a cell's tag."""
        last = np.flatnonzero(self.words == word(_TEXT_END[:8]))
        insist((last[:1] >= 3).all())  # noqa: PLR2004 - a cell and two tags before it
        insist(self.text.stand(self.begin[last], _TEXT_END).all())
        insist((self.follow[last + 3] == self.begin[last] + len(_TEXT_END)).all())
        opening = self.begin[last - 1]
        insist(begins(self.words[last - 2], _INLINE).all())
        insist((self.begin[last - 2] + len(_INLINE) == opening).all())
        kept = self.text.stand(opening, _KEPT_TEXT)
        insist((kept | begins(self.words[last - 1], _TEXT)).all())
        begin = opening + np.where(kept, len(_KEPT_TEXT), len(_TEXT))
        self._enter(last - 3, begin, self.begin[last])
        self.kept[last - 3], self.inline[last - 3] = kept, True
        self._account(last, range(-2, 3))

    def _enter(self, cells: Positions, start: Positions, end: Positions) -> None:
        insist((start < end).all())
        insist(begins(self.words[cells], _CELL).all())
        self.start[cells], self.end[cells] = start, end

    def _account(self, tags: Positions, around: range) -> None:
        for distance in around:
            self.outer[tags + distance] = False

    def _rows(self, outer: Positions) -> tuple[list[int], Positions, set[int]]:
        """Return the rows, in which of them each outer tag stands, and the hidden ones.

        Rows follow each other, and cells stand in rows.
        """
        words = self.words[outer]
        closing, opening = begins(words, _ROW_END), words == word(_ROW)
        insist((closing | opening | begins(words, _CELL)).all())
        ends, starts = outer[closing], outer[opening]
        insist((self.follow[ends + 1] == self.begin[ends] + len(_ROW_END)).all())
        found = row_tags(self.stretch, self.begin[starts] + len(_ROW), self.follow[starts + 1])
        closed = closing.copy()
        closed[opening] = found.closed
        insist(opening[0] and closed[-1] and (opening[1:] == closed[:-1]).all())
        return found.rows, np.cumsum(opening) - 1, found.hidden

    def _tags(
        self, cells: Positions, rows: list[bytes], within: Positions
    ) -> tuple[Positions, npt.NDArray[np.uint8], tuple[Form, ...]]:
        """Read `AB12"` behind `<c r="`, where 12 is the row, and what follows: column and form."""
        at = self.begin[cells] + len(_CELL)
        columns, lengths = _letters(self.text.words(at))
        at += lengths
        digits = np.array([word(row) for row in rows], np.uint64)[within]
        lengths = np.array([len(row) for row in rows], np.int64)[within]
        insist((self.text.parts(at, lengths) == digits).all())
        form, forms = _forms(self.text, at + lengths, self.follow[cells + 1])
        return columns, form, forms


def _letters(words: Words) -> tuple[Positions, Positions]:
    """Read one to three capital letters as a column, from 0; return their number too."""
    letters = [
        (words >> shift & np.uint64(255)).astype(np.int64) - ord("@") for shift in _BYTES[:_LETTERS]
    ]
    first, second, third = ((one >= 1) & (one <= _ALPHABET) for one in letters)
    insist(first.all())
    third &= second
    column = np.where(second, letters[0] * _ALPHABET + letters[1], letters[0])
    column = np.where(third, column * _ALPHABET + letters[2], column)
    insist((column <= _LAST_COLUMN).all())
    return column - 1, 1 + second.astype(np.int64) + third


def _forms(
    text: Text, begin: Positions, end: Positions
) -> tuple[npt.NDArray[np.uint8], tuple[Form, ...]]:
    """Read the rest of cells' tags: there are few that differ, and each is looked at once."""
    lengths = end - begin
    insist(((lengths > 0) & (lengths <= _LONGEST_REST)).all())
    longest = int(lengths.max(initial=0))
    pieces = [text.parts(begin + n, lengths - n) for n in range(0, longest, len(_BYTES))]
    found = np.zeros(len(begin), np.uint8)
    forms: list[Form] = []
    left = np.arange(len(begin))
    while len(left):
        insist(len(forms) < _MOST_FORMS)
        one = left[0]
        same = lengths[left] == lengths[one]
        for piece in pieces:
            same &= piece[left] == piece[one]
        rest = _REST.fullmatch(text.data[begin[one] : end[one]])
        if rest is None:
            raise NotPlainError
        found[left[same]] = len(forms)
        forms.append(Form(int(rest[1] or -1), (rest[2] or b"n").decode(), bool(rest[3])))
        left = left[~same]
    return found, tuple(forms)


def _insist_in_order(row: Positions, column: Positions) -> None:
    places = row * _LAST_COLUMN + column
    insist((places[1:] > places[:-1]).all())

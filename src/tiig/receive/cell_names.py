"""The names of a row's cells (`B7`), told from the bytes: how wide the sheet really is.

Whoever lays the sheet out goes by each cell's own name, so that every name is read: the last
cell need not be the widest, and a name of another row would make the sheet as long as it says.
"""

from __future__ import annotations

import re

_USUAL = re.compile(rb'<c r="([A-Z]{1,3}\d+)"')
_PREFIXED = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3}\d+)"')
_START = re.compile(rb"<(?:\w+:)?c(?=[\s/>])")
_ODD_PREFIX = re.compile(rb"<\w*[^\w\s<>/:][^\s<>/:]*:")
"""A prefix that the scans of a sheet do not see, and who lays it out does."""
_VALUE = rb"""\s*=\s*(?:"[^"<]*"|'[^'<]*')"""
_TAG = re.compile(rb"<(?:\w+:)?c(?=[\s/>])((?:\s*[\w:.-]+" + _VALUE + rb")*)\s*/?>")
_ATTRIBUTE = re.compile(rb"([\w:.-]+)\s*=\s*[\"']([^\"'<]*)[\"']")
_NAME = re.compile(rb"([A-Za-z]{1,3})(\d{1,7})")

_MOST_SHAPES = 1_000
"""Ways in which rows are filled that are kept, to be known again."""


class CellNames:
    """The columns named so far, by their letters, and the most cells of a row without a name."""

    def __init__(self) -> None:
        """Begin with no row."""
        self.columns: set[bytes] = set()
        self.unnamed = 0
        self._shapes: set[bytes] = set()

    @property
    def width(self) -> int:
        """How many columns there can be: unnamed cells may follow the last named one."""
        return max(map(index_of, self.columns), default=-1) + 1 + self.unnamed

    def fits(self, row: int, content: bytes) -> bool:
        """Take in a row's cells; False where one says no place, or one in another row."""
        prefixed = b":" in content
        if prefixed and _ODD_PREFIX.search(content):
            return False
        if prefixed and b":c" in content:
            names, cells = _PREFIXED.findall(content), len(_START.findall(content))
        else:
            names, cells = _USUAL.findall(content), content.count(b"<c")
        letters = (b" ".join(names) + b" ").replace(b"%d " % row, b" ")
        if len(names) == cells and letters in self._shapes:  # as in nearly every row
            return True
        columns = letters.split()
        if len(names) < cells or not all(map(bytes.isalpha, columns)):
            return self._fits_attributes(row, content)
        self.columns.update(columns)
        if len(self._shapes) < _MOST_SHAPES:
            self._shapes.add(letters)
        return True

    def _fits_attributes(self, row: int, content: bytes) -> bool:
        tags = _TAG.findall(content)
        if len(tags) < len(_START.findall(content)):
            return False
        unnamed = 0
        for tag in tags:
            told = next((value for key, value in _ATTRIBUTE.findall(tag) if key == b"r"), None)
            name = None if told is None else _NAME.fullmatch(told)
            if name is not None and int(name[2]) == row:
                self.columns.add(name[1].upper())
            elif told is not None:
                return False
            unnamed += told is None
        self.unnamed = max(self.unnamed, unnamed)
        return True


def index_of(letters: bytes) -> int:
    """Return a column's number, from 0, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1

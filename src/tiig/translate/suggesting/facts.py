"""What a column's values are, counted once: shapes, ranges, repeats, words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from tiig.model.states import NULL_WORDS
from tiig.translate.suggesting.dates import Written, written

_MOST_VALUES = 3_000
_GAPS = 1.3
"""How far numbers of rows may go beyond how many there are: some rows were deleted."""
_POSTCODE = re.compile(r"(?i)[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}")
_DISTRICT = re.compile(r"(?i)[a-z]{1,2}\d[a-z\d]?(?: ?\d)?")
_LSOA = re.compile(r"(?i)[ews]01\d{6}|XS-[A-Z]\d{2}-M\d{2}-L\d{1,2}")
_ODS = re.compile(r"[A-Z][A-Z0-9]{2}(?:[A-Z0-9]{2})?")
_WHOLE = re.compile(r"-?\d{1,4}(?:\.\d{0,3})?")


@dataclass(frozen=True)
class Facts:
    """One column: how many rows say something, and how often each text occurs.

    `values` are trimmed, the most frequent first; `distinct` counts all there are.
    """

    place: int
    name: str
    rows: int
    filled: int
    distinct: int
    values: Mapping[str, int]
    workbook: bool

    @property
    def fill(self) -> float:
        """The share of rows that say something."""
        return self.filled / self.rows if self.rows else 0.0

    @property
    def uniqueness(self) -> float:
        """Distinct values against rows that say something."""
        return self.distinct / self.filled if self.filled else 0.0

    def share(self, pattern: re.Pattern[str]) -> float:
        """Return the share of answered rows whose text has a form."""
        return self._share(lambda value: pattern.fullmatch(value) is not None)

    def share_of(self, pattern: re.Pattern[str]) -> float:
        """Return the share of answered rows whose text holds a pattern."""
        return self._share(lambda value: pattern.search(value) is not None)

    def _share(self, fits: Callable[[str], bool]) -> float:
        seen = sum(self.values.values())
        return sum(n for value, n in self.values.items() if fits(value)) / seen if seen else 0.0

    @cached_property
    def moments(self) -> Written | None:
        """How its moments are written, if it holds moments."""
        return written(self.values, workbook=self.workbook)

    @cached_property
    def numbers(self) -> tuple[float, float, float] | None:
        """Least, median and greatest where nearly all are small whole numbers."""
        if self.share(_WHOLE) < 0.95:  # nearly all
            return None
        each = [
            float(value) for value, rows in self.values.items() if _WHOLE.fullmatch(value)
            for _ in range(min(rows, 50))
        ]  # fmt: skip
        each.sort()
        return (each[0], each[len(each) // 2], each[-1]) if each else None

    @cached_property
    def counts_rows(self) -> bool:
        """Whether it numbers the rows from 1, as a list kept by hand or a form does."""
        if self.uniqueness < 1 or self.distinct != self.filled or len(self.values) < self.filled:
            return False
        told = [value.removesuffix(".0") for value in self.values]
        if not all(value.isascii() and value.isdecimal() and len(value) < 7 for value in told):
            return False
        numbers = sorted(map(int, told))
        return numbers[0] <= 2 and numbers[-1] <= _GAPS * len(numbers)

    @cached_property
    def postcodes(self) -> float:
        """The share of full postcodes."""
        return self.share(_POSTCODE)

    @cached_property
    def districts(self) -> float:
        """The share of postcode districts and sectors."""
        return self.share(_DISTRICT)

    @cached_property
    def lsoas(self) -> float:
        """The share of codes of small areas."""
        return self.share(_LSOA)

    @cached_property
    def ods(self) -> float:
        """The share of organisation codes of three or five signs."""
        return self.share(_ODS)

    @cached_property
    def length(self) -> float:
        """The mean length of a text, by rows."""
        seen = sum(self.values.values())
        return sum(len(value) * rows for value, rows in self.values.items()) / seen if seen else 0.0

    @cached_property
    def spaced(self) -> float:
        """The share of texts of several words."""
        return self._share(lambda value: " " in value)

    @cached_property
    def lettered(self) -> float:
        """The share of texts that hold a letter."""
        return self._share(lambda value: any(map(str.isalpha, value)))


def facts_of(cells: pl.Series, place: int, name: str, *, workbook: bool) -> Facts:
    """Count one column of text cells."""
    trimmed = cells.str.strip_chars().str.replace_all(r"\s+", " ")
    said = trimmed.filter(~trimmed.str.to_lowercase().is_in(list(NULL_WORDS)).fill_null(value=True))
    counts = said.value_counts(sort=True, name="rows")
    top = counts.head(_MOST_VALUES)
    values = Counter(dict(zip(top[said.name].to_list(), top["rows"].to_list(), strict=True)))
    return Facts(place, name, len(cells), len(said), counts.height, dict(values), workbook)

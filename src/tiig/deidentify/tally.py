"""What the search remembers of one column: counts and row numbers, never a value."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from tiig.deidentify.days import YEAR
from tiig.deidentify.headers import Announced
from tiig.model.identified import ROW
from tiig.model.profile import ColumnRole

FREE_TEXT_LIMIT: Final = 0.02
"""Share of a free-text column's filled cells with a hit above which a file is refused:
the standing rule of gate one (2 %) until a sender's agreement sets its own."""

ROWS_NAMED: Final = 10
_CHANCE: Final = 1 / 11
"""How often ten digits that are nobody's number pass a modulus 11 check."""
_SHARE: Final = 0.25
"""Above this share of passing cells a column of ten digits holds health numbers."""
_EXCEPTION: Final = 0.01
"""Below this share of its filled cells, ten digits are foreign to a column."""
_FEWEST_DAYS, _ALL_DAYS, _MANY_OLD = 5, 0.9, 0.5
"""A column of digits holds birthdays from so many cells, share of days, share of old ones."""
_MANY_NAMES, _WHOLE_NAMES = 0.7, 0.3
_FEWEST_NAMES, _FEWEST_WHOLE_NAMES = 20, 3
"""A column holds people from so many different names, and such a share of the cells looked at:
first names or surnames by themselves, and both together."""
_LUCK: Final = 0.1
"""In a column of few cells, shares that chance gives this often prove nothing."""


@dataclass(frozen=True)
class Hit:
    """One kind of identifier in one column; it `refuses` the file unless it can be scrubbed."""

    column: str
    kind: str
    cells: int
    first_rows: tuple[int, ...]
    refuses: bool = True


@dataclass(frozen=True)
class Verdict:
    """What the search found: columns and row numbers, never a value.

    `free_text` maps each free-text column to its filled cells and those with a hit.
    """

    refused: bool
    hits: tuple[Hit, ...]
    free_text: Mapping[str, tuple[int, int]]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds for which the file is refused, for the message to the sender."""
        return tuple(sorted({hit.kind for hit in self.hits if hit.refuses}))


@dataclass
class _Count:
    cells: int = 0
    rows: list[int] = field(default_factory=list)

    def add(self, rows: pl.Series) -> None:
        self.cells += rows.len()
        self.rows += rows.head(ROWS_NAMED - len(self.rows)).to_list()


@dataclass
class Tally:
    """Counts of one column so far.

    `announces` is the kind that its header names, `allowed` one that it may hold as agreed.
    """

    role: ColumnRole
    label: str
    announces: Announced | None
    refuse_above: float = FREE_TEXT_LIMIT
    allowed: str | None = None
    filled: int = 0
    touched: int = 0
    ten_digit_cells: int = 0
    day_like_cells: int = 0
    days: int = 0
    old_days: _Count = field(default_factory=_Count)
    passing: dict[str, _Count] = field(default_factory=dict)
    announced: _Count = field(default_factory=_Count)
    named: _Count = field(default_factory=_Count)
    looked_at: int = 0
    whole_names: int = 0
    different: int = 0
    different_whole: int = 0
    found: dict[str, _Count] = field(default_factory=dict)

    def add(self, hits: pl.DataFrame) -> None:
        """Count (row, kind) pairs, each at most once."""
        self.touched += hits[ROW].n_unique()
        _add(hits, self.found)

    def add_passing(self, numbers: pl.DataFrame) -> None:
        """Count (row, kind) of ten-digit cells whose check digit is right."""
        _add(numbers, self.passing)

    def add_days(self, days: pl.DataFrame, cells: int, newest: int) -> None:
        """Count cells of digits alone, those that can be a day, and how old these are."""
        self.day_like_cells += cells
        older = days.filter(pl.col("day") < newest - YEAR)
        self.days += days.height
        self.old_days.add(older[ROW].sort())

    def add_names(self, names: pl.DataFrame, looked_at: int) -> None:
        """Count cells (row, cell, whole) that are a name alone, of those `looked_at`."""
        self.looked_at += looked_at
        self.named.add(names[ROW])
        whole = names.filter("whole")
        self.whole_names += whole.height
        self.different = max(self.different, names["cell"].n_unique())
        self.different_whole = max(self.different_whole, whole["cell"].n_unique())

    def hits(self) -> Iterator[Hit]:
        """Yield what the column amounts to over the whole file, each kind once."""
        most: dict[str, _Count] = {}
        for kind, count in self._counts():
            if kind not in most or count.cells > most[kind].cells:
                most[kind] = count
        scrubbed = (
            self.role is ColumnRole.FREE_TEXT and self.touched <= self.refuse_above * self.filled
        )
        for kind, count in sorted(most.items()):
            if kind != self.allowed:
                refuses = not (scrubbed and count is self.found.get(kind))
                yield Hit(self.label, kind, count.cells, tuple(count.rows), refuses)

    def _counts(self) -> Iterator[tuple[str, _Count]]:
        """Yield each kind with the cells that tell of it, in every way of telling."""
        yield from self.found.items()
        if self.announces and self.announced.cells:
            yield self.announces.kind, self.announced
        if self._people():
            yield "name", self.named
        if self._birthdays():
            yield "birth_date", self.old_days
        if self._health_numbers():
            yield from self.passing.items()

    def _people(self) -> bool:
        """Tell a column of people from one of places, of which few are named after somebody."""
        whole = self.whole_names >= _WHOLE_NAMES * self.looked_at
        alone = self.named.cells >= _MANY_NAMES * self.looked_at
        return (whole and self.different_whole >= _FEWEST_WHOLE_NAMES) or (
            alone and self.different >= _FEWEST_NAMES
        )

    def _birthdays(self) -> bool:
        """Tell days of birth without separators from local numbers: all are days, many are old."""
        cells = self.day_like_cells
        mostly = 2 * cells >= self.filled and self.days >= _ALL_DAYS * cells
        return cells >= _FEWEST_DAYS and mostly and self.old_days.cells >= _MANY_OLD * cells

    def _health_numbers(self) -> bool:
        """Tell health numbers from local ten-digit numbers, which pass once in eleven."""
        cells = self.ten_digit_cells
        passing = sum(count.cells for count in self.passing.values())
        if not passing:
            return False
        if cells < _EXCEPTION * self.filled:
            return True
        if passing <= _SHARE * cells:
            return False
        foreign = 2 * cells <= self.filled
        return foreign or _chance_of(passing, cells) < _LUCK


def _add(hits: pl.DataFrame, counts: dict[str, _Count]) -> None:
    for kind, rows in hits.group_by("kind", maintain_order=True):
        counts.setdefault(str(kind[0]), _Count()).add(rows[ROW].sort())


def _chance_of(passing: int, cells: int) -> float:
    """How likely at least so many of so many local numbers pass (Chernoff's bound if many)."""
    share = passing / cells
    if cells > 1000:  # noqa: PLR2004 - beyond it the exact sum is slow and the bound is far below
        return 0.0 if share > _SHARE else 1.0
    return sum(
        math.comb(cells, number) * _CHANCE**number * (1 - _CHANCE) ** (cells - number)
        for number in range(passing, cells + 1)
    )

"""Cells of one or several tables, and every sum that holds between them.

A sum is an equation over cells: those on its left add up to as much as those on its right.
The total of a table's line stands left of its parts; of two ways to divide the same people,
one stands on each side.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tiig.disclose.cube import Cells, Flags

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Sides = tuple[tuple[int, ...], tuple[int, ...]]
"""The cells on the left and on the right of one sum."""


@dataclass(frozen=True, eq=False)
class Sums:
    """All sums, one after the other: `cells[start[i]:start[i + 1]]` stand in sum i.

    `signs` are 1 on the left of a sum and -1 on its right.
    """

    start: Cells
    cells: Cells
    signs: Cells

    @classmethod
    def of(cls, told: Iterable[Sides]) -> Sums:
        """Lay sums out one after the other."""
        told = list(told)
        sizes = [len(left) + len(right) for left, right in told]
        cells = [cell for left, right in told for cell in (*left, *right)]
        signs = [sign for left, right in told for sign in (*(1,) * len(left), *(-1,) * len(right))]
        start = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64)
        return cls(start, np.array(cells, dtype=np.int64), np.array(signs, dtype=np.int64))

    def __len__(self) -> int:
        """How many sums there are."""
        return self.start.size - 1

    @cached_property
    def each(self) -> list[list[int]]:
        """The cells of each sum."""
        flat = self.cells.tolist()
        return [flat[a:b] for a, b in zip(self.start[:-1], self.start[1:], strict=True)]

    @cached_property
    def of_entry(self) -> Cells:
        """The sum in which each entry of `cells` stands."""
        return np.repeat(np.arange(len(self)), np.diff(self.start))


@dataclass(frozen=True, eq=False)
class Counts:
    """Exact counts of all cells; `cell_of_row` leads from the rows of each table to them."""

    values: Cells
    available: Flags
    cell_of_row: tuple[Cells, ...]
    sums: Sums

    @property
    def size(self) -> int:
        """How many cells there are."""
        return self.values.size

    @cached_property
    def sums_of(self) -> list[list[int]]:
        """The sums in which each cell stands."""
        found: list[list[int]] = [[] for _ in range(self.size)]
        for cell, one in zip(self.sums.cells.tolist(), self.sums.of_entry.tolist(), strict=True):
            found[cell].append(one)
        return found

    @cached_property
    def matrix(self) -> csr_array:
        """The sums as equations, a row each, over all cells: what they add up to is zero."""
        from scipy.sparse import csr_array  # noqa: PLC0415 - slow to load, seldom needed

        return csr_array(
            (self.sums.signs.astype(np.float64), self.sums.cells, self.sums.start),
            shape=(len(self.sums), self.size),
        )

    @cached_property
    def times_total(self) -> Cells:
        """In how many sums each cell stands alone on the left, as the total of others."""
        left = self.sums.signs > 0
        alone = np.bincount(self.sums.of_entry[left], minlength=len(self.sums)) == 1
        totals = self.sums.cells[left & alone[self.sums.of_entry]]
        return np.bincount(totals, minlength=self.size)

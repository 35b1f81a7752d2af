"""Draw from tables of shares, many rows at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_NEARLY_ALL = 1 - 1e-12


@dataclass(frozen=True)
class Choices:
    """Groups of options with their shares; an option is known by its row in the table.

    `edges` holds group number plus cumulative share, `ends` the last option of each group.
    """

    edges: Floats
    ends: Whole

    @classmethod
    def of(cls, groups: Sequence[int] | Whole, shares: Sequence[float] | Floats) -> Choices:
        """Make choices from rows sorted by group (0, 1, 2 ...); shares are relative."""
        group, share = np.asarray(groups, dtype=np.int64), np.asarray(shares, dtype=float)
        sizes = np.bincount(group)
        if (np.diff(group) < 0).any() or not sizes.all():
            message = "groups of choices stand together, in order, none of them empty"
            raise ValueError(message)
        ends = np.cumsum(sizes) - 1
        running = np.cumsum(share)
        before = np.concatenate([[0.0], running[ends[:-1]]])
        total = running[ends] - before
        within = (running - before[group]) / np.where(total > 0, total, 1.0)[group]
        within[within > _NEARLY_ALL] = 1.0
        within[ends] = 1.0
        return cls(group + within, ends)

    @classmethod
    def of_rows(cls, shares: Floats) -> Choices:
        """Make choices from a matrix: a group a row, an option a column."""
        groups, options = shares.shape
        numbers = np.repeat(np.arange(groups), options)
        return cls.of(numbers, shares.ravel())

    def pick(self, draw: np.random.Generator, group: Whole) -> Whole:
        """Draw an option for each row of a group number."""
        return self.at(draw.random(len(group)), group)

    def at(self, chance: Floats, group: Whole) -> Whole:
        """Return the option that each chance, a number in [0, 1), stands for."""
        found = np.searchsorted(self.edges, group + chance, side="right")
        picked: Whole = np.minimum(found, self.ends[group])
        return picked

    def pick_column(self, draw: np.random.Generator, group: Whole) -> Whole:
        """Draw an option for each row, numbered from 0 within its group."""
        return self.column(self.pick(draw, group), group)

    def column(self, option: Whole, group: Whole) -> Whole:
        """Return options numbered from 0 within their group."""
        before = np.concatenate([[-1], self.ends[:-1]])
        column: Whole = option - before[group] - 1
        return column

    def of_group(self, group: int) -> dict[int, float]:
        """Return the options of a group with their shares."""
        first = int(self.ends[group - 1]) + 1 if group else 0
        edges = self.edges[first : self.ends[group] + 1] - group
        return {
            first + place: float(share) for place, share in enumerate(np.diff(edges, prepend=0.0))
        }

    def shares(self, groups: int) -> Floats:
        """Return the shares of choices whose groups have equally many options, group by group."""
        edges = self.edges.reshape(groups, -1) - np.arange(groups)[:, None]
        shares: Floats = np.diff(edges, axis=1, prepend=0.0)
        return shares

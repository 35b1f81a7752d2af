"""Rows of departments by kind of patient, and how many of each lack an item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tiig.kit.intervals import Floats

Places = NDArray[np.int_]
_FURTHEST = 40.0
"""Log-odds beyond which a chance is none or certain to the last digit of a number."""
_HALVINGS = 60


@dataclass(frozen=True)
class Cells:
    """One cell a department and kind of patient: its `rows`, and the `missing` among them.

    `site` numbers `sites`; `design` has a column for each level of each factor, 1 where the cell
    has it. `untold` are the columns that say only that a factor is not recorded. `part` numbers
    parts of departments, where missing rows are told of these and not of each cell.
    """

    sites: tuple[str, ...]
    site: Places
    design: Floats
    untold: NDArray[np.bool_]
    rows: Floats
    missing: Floats
    part: Places | None = None

    def told(self) -> Cells:
        """Return one cell for each part of a department, its patients the mean of those in it."""
        if self.part is None:
            return self
        _, first, of = np.unique(self.part, return_index=True, return_inverse=True)
        rows, missing = (
            np.bincount(of, weights=one).astype(np.float64) for one in (self.rows, self.missing)
        )
        design = np.zeros((len(first), self.design.shape[1]))
        np.add.at(design, of, self.design * self.rows[:, None])
        return Cells(
            self.sites,
            self.site[first],
            design / rows[:, None],
            self.untold,
            rows,
            missing,
        )

    def of(self, number: int) -> Cells:
        """Return the cells of one department."""
        here = self.site == number
        return Cells(
            self.sites,
            self.site[here],
            self.design[here],
            self.untold,
            self.rows[here],
            self.missing[here],
        )


@dataclass(frozen=True)
class Mix:
    """Patients of one kind of hospital: `rows` and what being such a patient adds, in log-odds."""

    rows: Floats
    offset: Floats
    design: Floats

    def expected(self, habit: float) -> float:
        """Return how many would be missing with a habit, told in log-odds."""
        from scipy.special import expit  # noqa: PLC0415 - every command starts without it

        return float(self.rows @ expit(self.offset + habit))

    def weights(self, habit: float) -> Floats:
        """Return the variance of each kind: how the expected number moves with the habit."""
        from scipy.special import expit  # noqa: PLC0415 - every command starts without it

        chance = expit(self.offset + habit)
        weights: Floats = self.rows * chance * (1 - chance)
        return weights

    def leaning(self, habit: float) -> Floats:
        """Return the mean of each factor's levels, by what they weigh at a habit."""
        weights = self.weights(habit)
        mean: Floats = weights @ self.design / weights.sum()
        return mean

    def habit(self, count: float) -> float:
        """Return the habit that makes so many missing: without end at none and at all."""
        if count <= 0:
            return -np.inf
        if count >= self.rows.sum():
            return np.inf
        low, high = -_FURTHEST, _FURTHEST
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if self.expected(middle) < count else (low, middle)
        return (low + high) / 2

    def share(self, habit: float) -> float:
        """Return the share that would be missing with a habit."""
        return self.expected(habit) / float(self.rows.sum())


def cells_of(counted: pl.DataFrame, factors: Sequence[str], *, untold: str = "") -> Cells:
    """Return cells from `site`, a column for each factor, `rows`, `missing` and maybe `part`.

    `untold` is the level of a factor that is not recorded, `part` as in `Cells`.
    """
    ordered = counted.sort("site", *factors)
    sites = tuple(ordered["site"].unique().sort())
    site = ordered["site"].cast(pl.Enum(list(sites))).to_physical().to_numpy().astype(np.int_)
    columns, names = [np.zeros((ordered.height, 0))], list[str]()
    for factor in factors:
        levels = ordered[factor].unique().sort()
        if len(levels) > 1:
            columns.append(ordered[factor].to_numpy()[:, None] == levels.to_numpy()[None, :])
            names += levels.to_list()
    return Cells(
        sites,
        site,
        np.hstack(columns).astype(np.float64),
        np.array([name == untold for name in names], dtype=np.bool_),
        ordered["rows"].to_numpy().astype(np.float64),
        ordered["missing"].to_numpy().astype(np.float64),
        _parts(ordered),
    )


def _parts(ordered: pl.DataFrame) -> Places | None:
    """Return the number of the part of each cell; None where each cell is told by itself."""
    if "part" not in ordered.columns:
        return None
    numbers: Places = ordered.select(pl.struct("site", "part").rank("dense")).to_series().to_numpy()
    return numbers.astype(np.int_)

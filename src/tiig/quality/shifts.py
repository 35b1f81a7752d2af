"""Tell whether a department records otherwise at night, or of those whom an ambulance brings.

Each axis is judged among rows of the same month and the same other axis, by the generalised
Mantel-Haenszel test (Landis, Heyman & Koch, Int Stat Rev 1978;46:237): a fault that began in a
month, or ambulances that come at night, are not taken for a shift.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tiig.kit.intervals import Floats
from tiig.model.shifts import ShiftCell

MEASURES = ("completeness", "known", "default")
"""The declared measures that are held apart by shift."""
FEWEST_EXPECTED = 5.0
"""A cell is judged where so many rows are to be expected on either side of the line."""
FEWEST_POINTS = 0.02
"""A cell that is nearer to what is expected is left alone, however many rows there are."""


@dataclass(frozen=True)
class Judged:
    """Cells along an axis: expected counts (NaN: not judged), and the chance (None: too few)."""

    expected: Floats
    chance: float | None


def judge_cells(table: pl.DataFrame, cells: Sequence[str]) -> Judged:
    """Hold cells against each other within strata.

    `table` has `cell`, `stratum`, `count` and `out_of`; rows of other cells are left out. Cells
    in which too few are expected either way are left out of the others' comparison too.
    """
    strata = table["stratum"].unique().sort().to_list()
    count, rows = (_grid(table, name, cells, strata) for name in ("count", "out_of"))
    judged = np.flatnonzero(rows.sum(axis=1) > 0)
    while judged.size > 1:
        expected = _expected(count[judged], rows[judged])
        sums = expected.sum(axis=1)
        either = _either(expected, rows[judged], count[judged])
        if either.min() >= FEWEST_EXPECTED:
            told = np.full(len(cells), np.nan)
            told[judged] = sums
            return Judged(told, _chance(count[judged], rows[judged], expected))
        judged = np.delete(judged, either.argmin())
    return Judged(np.full(len(cells), np.nan), None)


def worst_cell(cells: Sequence[ShiftCell], *, higher: bool) -> str:
    """Name the judged cell that is furthest on the wrong side, by its rows; empty: none is far.

    `higher` says that more are better.
    """
    far = [
        (wrong * sqrt(cell.out_of), cell.label)
        for cell in cells
        if cell.expected is not None
        for above in [(cell.count - cell.expected) / cell.out_of]
        for wrong in [-above if higher else above]
        if wrong >= FEWEST_POINTS
    ]
    return max(far)[1] if far else ""


def _grid(
    table: pl.DataFrame, name: str, cells: Sequence[str], strata: Sequence[str]
) -> NDArray[np.float64]:
    grid = np.zeros((len(cells), len(strata)))
    at_cell = {cell: place for place, cell in enumerate(cells)}
    at_stratum = {stratum: place for place, stratum in enumerate(strata)}
    for cell, stratum, value in table.select("cell", "stratum", name).iter_rows():
        if cell in at_cell:
            grid[at_cell[cell], at_stratum[stratum]] += value
    return grid


def _expected(count: Floats, rows: Floats) -> Floats:
    whole = rows.sum(axis=0)
    return np.asarray(rows * count.sum(axis=0) / np.maximum(whole, 1.0))


def _either(expected: Floats, rows: Floats, count: Floats) -> Floats:
    """Return how many rows are expected of each cell on the side of the line with fewer.

    A stratum of one cell, or one in which all rows lie on one side, compares nothing: it is no
    reason to judge a cell.
    """
    yes, whole = count.sum(axis=0), rows.sum(axis=0)
    says = ((rows > 0).sum(axis=0) > 1) & (yes > 0) & (yes < whole)
    sums = expected[:, says].sum(axis=1)
    return np.asarray(np.minimum(sums, rows[:, says].sum(axis=1) - sums))


def _chance(count: Floats, rows: Floats, expected: Floats) -> float:
    """Return the chance of sums so far from what is expected, all margins of a stratum fixed."""
    from scipy.special import gammaincc  # noqa: PLC0415 - every command starts without it

    whole, yes = rows.sum(axis=0), count.sum(axis=0)
    many = whole > 1
    scale = np.zeros_like(whole)
    np.divide(yes * (whole - yes), whole**2 * (whole - 1), out=scale, where=many)
    varies = -np.einsum("k,ik,jk->ij", scale, rows, rows)
    varies[np.diag_indices(len(rows))] += (scale * whole * rows).sum(axis=1)
    apart = (count - expected).sum(axis=1)[:-1]
    free = varies[:-1, :-1]  # the last cell follows from the others
    degrees = int(np.linalg.matrix_rank(free, hermitian=True))
    if not degrees:
        return 1.0
    distance = float(apart @ np.linalg.pinv(free, hermitian=True) @ apart)
    return float(gammaincc(degrees / 2, max(distance, 0.0) / 2))

"""Groups of patients compared within their departments.

Cochran-Mantel-Haenszel test and common difference over departments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import polars as pl

from tiig.kit.intervals import Z_95, Floats

_LEAST_EXPECTED = 5.0


@dataclass(frozen=True)
class GroupCompared:
    """A group of patients: its rows, those missing, and the difference to the other patients.

    The `difference` of shares is that within departments, with its 95 % interval; `chance` is how
    likely one as large is where there is none. None where too few departments have both kinds.
    """

    group: str
    rows: int
    missing: int
    difference: float | None
    interval: tuple[float, float] | None
    chance: float | None


def compare_groups(
    counted: pl.DataFrame, factor: str, levels: Sequence[str]
) -> tuple[GroupCompared, ...]:
    """Compare each level of a factor with all others, in order; those without rows are left out.

    `counted` has `site`, a column for the factor, `rows` and `missing`.
    """
    sums = counted.group_by("site", factor).agg(pl.col("rows", "missing").sum()).sort("site")
    whole = sums.group_by("site").agg(
        pl.col("rows").sum().alias("all_rows"), pl.col("missing").sum().alias("all_missing")
    )
    joined = sums.join(whole, on="site", how="left", maintain_order="left")
    known = set(sums[factor])
    return tuple(
        _group(name, joined.filter(pl.col(factor) == name)) for name in levels if name in known
    )


def _group(name: str, here: pl.DataFrame) -> GroupCompared:
    rows, missing, all_rows, all_missing = (
        here[one].to_numpy().astype(np.float64)
        for one in ("rows", "missing", "all_rows", "all_missing")
    )
    both = rows < all_rows
    table = _Table(rows[both], missing[both], all_rows[both], all_missing[both])
    told = table.enough
    difference, error = table.difference if told else (None, None)
    interval = None
    if difference is not None and error is not None:
        interval = (max(difference - Z_95 * error, -1.0), min(difference + Z_95 * error, 1.0))
    return GroupCompared(
        name,
        int(rows.sum()),
        int(missing.sum()),
        difference,
        interval,
        table.chance if told else None,
    )


@dataclass(frozen=True)
class _Table:
    """Two rows and two columns in each department: a group and the others, missing and not."""

    rows: Floats
    missing: Floats
    all_rows: Floats
    all_missing: Floats

    @property
    def enough(self) -> bool:
        """Tell whether the test holds: five missing and five not are expected in the group."""
        expected = float((self.rows * self.all_missing / self.all_rows).sum())
        least = float(np.maximum(0, self.rows - (self.all_rows - self.all_missing)).sum())
        most = float(np.minimum(self.rows, self.all_missing).sum())
        return min(expected - least, most - expected) >= _LEAST_EXPECTED

    @property
    def difference(self) -> tuple[float, float]:
        """Return the common difference (Mantel-Haenszel) and its standard error (Sato)."""
        others = self.all_rows - self.rows
        other_missing = self.all_missing - self.missing
        weight = self.rows * others / self.all_rows
        found = float(
            ((self.missing * others - other_missing * self.rows) / self.all_rows).sum()
            / weight.sum()
        )
        here = (
            self.rows**2 * other_missing
            - others**2 * self.missing
            + self.rows * others * (others - self.rows) / 2
        ) / self.all_rows**2
        there = (
            self.missing * (others - other_missing) + other_missing * (self.rows - self.missing)
        ) / (2 * self.all_rows)
        variance = float((found * here.sum() + there.sum()) / weight.sum() ** 2)
        return found, sqrt(max(variance, 0.0))

    @property
    def chance(self) -> float:
        """Return the two-sided chance (Cochran-Mantel-Haenszel) of a difference as large."""
        from scipy.special import ndtr  # noqa: PLC0415 - every command starts without it

        expected = self.rows * self.all_missing / self.all_rows
        spread = (
            expected * (self.all_rows - self.all_missing) * (self.all_rows - self.rows)
            / (self.all_rows * np.maximum(self.all_rows - 1, 1))
        )  # fmt: skip
        away = abs(float((self.missing - expected).sum())) / sqrt(float(spread.sum()))
        return float(2 * ndtr(-away))

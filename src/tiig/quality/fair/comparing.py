"""Departments compared as if all had the same patients: adjusted shares, ratios and a funnel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from tiig.kit.intervals import Z_95, Floats
from tiig.quality.fair.cells import Cells, Mix
from tiig.quality.fair.funnel import INNER, OUTER, Usual, habits_around, usual_distances
from tiig.quality.fair.logit import Fitted, fitted

_FURTHEST = 40.0
_HALVINGS = 60
_LEAST_PART = 1e-6
"""A department that is nearly all there is cannot be unlike the usual."""


@dataclass(frozen=True)
class SiteCompared:
    """A department: its rows, those missing, and how many would be with the usual habit.

    `adjusted` is the share that would be missing had it the patients of all departments, with
    its 95 % interval; `inner` and `outer` are the limits of what is usual, on the same scale.
    `worth` are so many rows of like patients, as surely told: fewer than `rows` where the
    department's patients are unlike those of others, or not told.
    `count_of` leads back from an adjusted share to rows missing, `adjusted_of` from these to it.
    """

    site: str
    rows: int
    missing: int
    worth: float
    expected: float
    adjusted: float
    interval: tuple[float, float]
    inner: tuple[float, float]
    outer: tuple[float, float]
    count_of: Callable[[float], float]
    adjusted_of: Callable[[float], float]

    @property
    def ratio(self) -> float | None:
        """Observed over expected; None where nothing was expected."""
        return self.missing / self.expected if self.expected > 0 else None


@dataclass(frozen=True)
class Compared:
    """Departments by code, the share of all, and how far departments usually lie apart.

    `apart` is a standard deviation of log-odds, beyond chance.
    """

    share: float
    apart: float
    sites: tuple[SiteCompared, ...]


@dataclass(frozen=True)
class _Department:
    """A department beside all: `here` its own patients, `all` those of every department."""

    name: str
    here: Mix
    all: Mix
    missing: float
    covariance: np.ndarray

    def variance(self, habit: float) -> float:
        """Return the variance of the missing rows, and of what the patients do to them."""
        weights = float(self.here.weights(habit).sum())
        unlike = weights * (self.all.leaning(habit) - self.here.leaning(habit))
        return weights + float(unlike @ self.covariance @ unlike)

    def limit(self, side: int) -> float:
        """Return the habit from which what was seen is 1.96 standard deviations away (a score)."""
        total = float(self.here.rows.sum())
        if (side < 0 and self.missing == 0) or (side > 0 and self.missing == total):
            return side * np.inf
        seen = self.here.habit(self.missing)
        near, far = max(min(seen, _FURTHEST), -_FURTHEST), side * _FURTHEST
        for _ in range(_HALVINGS):
            middle = (near + far) / 2
            away = abs(self.here.expected(middle) - self.missing)
            inside = away < Z_95 * sqrt(self.variance(middle))
            near, far = (middle, far) if inside else (near, middle)
        return (near + far) / 2


def compare_sites(cells: Cells) -> Compared:
    """Compare departments that have rows; they keep the order of `cells.sites`."""
    found = fitted(cells.told())
    every = _mix(cells, found)
    usual = every.habit(float(cells.missing.sum()))
    departments = [
        _Department(
            name, _mix(cells.of(place), found), every,
            float(cells.of(place).missing.sum()), found.covariance,
        )
        for place, name in enumerate(cells.sites)
    ]  # fmt: skip
    apart, may_be = _apart(departments, usual)
    return Compared(
        share=float(cells.missing.sum() / cells.rows.sum()),
        apart=apart,
        sites=tuple(_compared(one, usual, may_be) for one in departments),
    )


def _mix(cells: Cells, found: Fitted) -> Mix:
    """Return the patients of some cells, each kind once."""
    kinds, kind = np.unique(cells.design, axis=0, return_inverse=True)
    rows = np.bincount(kind.reshape(-1), weights=cells.rows).astype(np.float64)
    return Mix(rows, kinds @ found.added, kinds)


def _apart(departments: list[_Department], usual: float) -> tuple[float, Floats]:
    """Return how far departments usually lie apart, in log-odds, and what that may as well be.

    Both are 0 where nothing can be told.
    """
    if not np.isfinite(usual):
        return 0.0, np.zeros(1)
    of_all = float(departments[0].all.weights(usual).sum())
    away, unsure = zip(*(_away(one, usual, of_all) for one in departments), strict=True)
    return usual_distances(np.array(away), np.array(unsure))


def _away(one: _Department, usual: float, of_all: float) -> tuple[float, float]:
    """Return a habit's distance from the usual and its standard error, half a row given to each.

    A department is part of what is usual, and surer beside it than by itself.
    """
    rows = float(one.here.rows.sum())
    habit = one.here.habit((one.missing + 0.5) * rows / (rows + 1))
    own = float(one.here.weights(habit).sum())
    part = float(one.here.weights(usual).sum()) / of_all
    variance = max(one.variance(habit) - own * part, own * _LEAST_PART)
    return habit - usual, sqrt(variance) / own


def _compared(one: _Department, usual: float, apart: Floats) -> SiteCompared:
    def adjusted_of(count: float) -> float:
        return one.all.share(one.here.habit(count))

    def count_of(share: float) -> float:
        return one.here.expected(one.all.habit(share * float(one.all.rows.sum())))

    inner = outer = (one.all.share(usual), one.all.share(usual))
    if np.isfinite(usual):
        seen = _usual(one, usual, apart)
        inner, outer = (
            (adjusted_of(low), adjusted_of(high))
            for low, high in (seen.between(INNER), seen.between(OUTER))
        )
    return SiteCompared(
        site=one.name,
        rows=int(one.here.rows.sum()),
        missing=round(one.missing),
        worth=_worth(one, usual),
        expected=one.here.expected(usual),
        adjusted=adjusted_of(one.missing),
        interval=(one.all.share(one.limit(-1)), one.all.share(one.limit(1))),
        inner=inner,
        outer=outer,
        count_of=count_of,
        adjusted_of=adjusted_of,
    )


def _worth(one: _Department, usual: float) -> float:
    """Return how many rows of like patients would tell the habit as surely."""
    if not np.isfinite(usual):
        return float(one.here.rows.sum())
    share = one.all.share(usual)
    own = float(one.here.weights(usual).sum())
    return own * own / one.variance(usual) / (share * (1 - share))


def _usual(one: _Department, usual: float, apart: Floats) -> Usual:
    """Return what a department would show as usual: by chance, patients and usual differences."""
    own = float(one.here.weights(usual).sum())
    part = max(1 - own / float(one.all.weights(usual).sum()), _LEAST_PART)
    unlike = max(one.variance(usual) - own, 0.0) / own**2
    habits = habits_around(usual, apart, unlike)
    mean = np.array([one.here.expected(habit) for habit in habits])
    varies = np.array([float(one.here.weights(habit).sum()) for habit in habits])
    return Usual(int(one.here.rows.sum()), mean, varies * part)

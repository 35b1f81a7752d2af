"""Shares beside those of months before: what is usual, and what chance explains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from tiig.quality.drift.rules import (
    HELD_ERRORS,
    SAID_ERRORS,
    SAID_OUTSIDE,
    SAID_POINTS,
)


@dataclass(frozen=True)
class Part:
    """A part of a whole, both counted; divided last."""

    part: int
    whole: int

    @property
    def share(self) -> float:
        """The share; nothing of nothing is none."""
        return self.part / self.whole if self.whole else 0.0


@dataclass(frozen=True)
class Compared:
    """A share now beside the months before, of which there is at least one with rows."""

    now: Part
    before: tuple[Part, ...]

    @property
    def usual(self) -> float:
        """The share in all rows of the months before."""
        return sum(one.part for one in self.before) / max(1, sum(one.whole for one in self.before))

    @property
    def least(self) -> float:
        """The smallest share of a month before."""
        return min(one.share for one in self.before)

    @property
    def most(self) -> float:
        """The largest share of a month before."""
        return max(one.share for one in self.before)

    @property
    def expected(self) -> float:
        """The rows that would be usual."""
        return self.usual * self.now.whole

    @property
    def error(self) -> float:
        """The standard error of the difference, if all rows had the same chance."""
        whole = sum(one.whole for one in self.before)
        chance = (sum(one.part for one in self.before) + self.now.part) / (whole + self.now.whole)
        return sqrt(chance * (1 - chance) * (1 / self.now.whole + 1 / whole))

    @property
    def outside(self) -> float:
        """How far the share lies outside those before: negative below, positive above."""
        share = self.now.share
        return max(0.0, share - self.most) or min(0.0, share - self.least)

    @property
    def moved(self) -> bool:
        """Whether it is worth saying."""
        differs = abs(self.now.share - self.usual)
        return abs(self.outside) > SAID_OUTSIDE and differs > max(
            SAID_POINTS, SAID_ERRORS * self.error
        )

    def far_outside(self, points: float) -> bool:
        """Tell whether it lies further outside than so many points, and than chance explains."""
        return abs(self.outside) > max(points, HELD_ERRORS * self.error)

    @property
    def words(self) -> str:
        """The share now and before, for a sentence."""
        return f"{self.now.share:.0%} ({_range(self.least, self.most)} before)"


def compared(now: Part, before: Sequence[Part]) -> Compared | None:
    """Return the comparison; None where there is nothing to compare, now or before."""
    with_rows = tuple(one for one in before if one.whole)
    return Compared(now, with_rows) if now.whole and with_rows else None


def _range(least: float, most: float) -> str:
    low, high = f"{least:.0%}", f"{most:.0%}"
    return low if low == high else f"{low} to {high}"

"""What a count may have been where some answers are missing: bounds, and bounds by stated odds.

Worst and best case: Manski, American Economic Review 1990;80(2):319-323. Odds of missing against
recorded: a pattern-mixture model, told as a range and not as a guess. Where counts are rounded or
hidden, the bounds are the widest of all that the counts may have been.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import inf
from typing import Self

Limits = tuple[float, float]


@dataclass(frozen=True)
class Told:
    """Rows of which it is told that they are of a kind (`known`), are not, or cannot be told."""

    known: float
    others: float
    missing: float

    @property
    def whole(self) -> float:
        """All rows."""
        return self.known + self.others + self.missing

    def by_odds(self, most: float) -> Limits | None:
        """Return how many may be of the kind, if odds among the missing are near those recorded.

        They are at most `most` times those among the others, and at least as much smaller; None
        where rows of one sort alone are recorded: they tell no odds. ValueError for less than 1.
        """
        if most < 1:
            message = "odds are at least 1"
            raise ValueError(message)
        if not (self.known and self.others):
            return None
        low, high = (self.known + self.missing * self._share(one) for one in (1 / most, most))
        return low, high

    def _share(self, times: float) -> float:
        """Return the share of a kind at odds so many times those recorded."""
        weighted = self.known * times
        return weighted / (weighted + self.others)


@dataclass(frozen=True)
class Span:
    """The least and the most that a count may be; without an end where nothing is told of it."""

    low: float = 0.0
    high: float = inf

    def __add__(self, other: Span) -> Span:
        """Return what two counts may come to."""
        return Span(self.low + other.low, self.high + other.high)


NONE = Span(0.0, 0.0)


def together(spans: Iterable[Span]) -> Span:
    """Return what counts may come to."""
    return sum(spans, NONE)


@dataclass(frozen=True)
class Bounds:
    """The least and the most rows, and the least and the largest share of all rows."""

    counts: Limits
    shares: Limits


@dataclass(frozen=True)
class Between:
    """Rows as counts tell them that are rounded or hidden: each count lies in its span."""

    whole: Span
    known: Span
    others: Span
    missing: Span

    def extremes(self) -> Bounds:
        """Return how many may be of the kind, if none or all of the missing ones are."""
        least = self.known.low
        most = min(self.known.high + self.missing.high, self.whole.high - self.others.low)
        fewest = max(self.whole.low, most + self.others.low)
        all_rows = min(self.whole.high, least + self.others.high + self.missing.high)
        return Bounds((least, most), (_part(least, all_rows), _part(most, fewest)))

    def by_odds(self, most: float) -> Bounds | None:
        """Return the same by `Told.by_odds`; None where there may be rows of one sort alone.

        More of the kind and fewer others mean more among the missing. More missing rows mean more
        of the kind, but at lower odds a smaller share.
        """
        within, rest = self.extremes(), self._tightened().others
        few = Told(self.known.low, rest.high, self.missing.low)
        diluted = replace(few, missing=self.missing.high)
        many = Told(self.known.high, rest.low, self.missing.high)
        fewest, thinnest, fullest = (one.by_odds(most) for one in (few, diluted, many))
        if fewest is None or thinnest is None or fullest is None:
            return None
        counts = fewest[0], min(fullest[1], within.counts[1])
        low, high = _part(thinnest[0], diluted.whole), _part(fullest[1], many.whole)
        return Bounds(counts, (max(low, within.shares[0]), min(high, within.shares[1])))

    def _tightened(self) -> Self:
        """Return the same with what all rows less the rest leave to the others."""
        low = self.whole.low - self.known.high - self.missing.high
        high = self.whole.high - self.known.low - self.missing.low
        others = Span(max(self.others.low, low), min(self.others.high, high))
        return replace(self, others=others)


def _part(count: float, whole: float) -> float:
    return count / whole if count else 0.0

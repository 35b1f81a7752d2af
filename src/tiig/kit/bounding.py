"""What a count may have been where some answers are missing: bounds, and bounds by stated odds.

Worst and best case: Manski, American Economic Review 1990;80(2):319-323. Odds of missing against
recorded: a pattern-mixture model, told as a range and not as a guess.
"""

from __future__ import annotations

from dataclasses import dataclass


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

    @property
    def extremes(self) -> tuple[float, float]:
        """How many may be of the kind, if none or all of the missing ones are."""
        return self.known, self.known + self.missing

    def by_odds(self, most: float) -> tuple[float, float] | None:
        """Return how many may be of the kind, if odds among the missing are near those recorded.

        They are at most `most` times those among the others, and at least as much smaller; None
        where nothing is recorded to begin from. Raises ValueError for less than 1.
        """
        if most < 1:
            message = "odds are at least 1"
            raise ValueError(message)
        if not self.known + self.others:
            return None
        low, high = (self.known + self.missing * self._share(one) for one in (1 / most, most))
        return low, high

    def _share(self, times: float) -> float:
        """Return the share of a kind at odds so many times those recorded."""
        weighted = self.known * times
        return weighted / (weighted + self.others)

"""Measures and disclosure presets: what a count is called, and how it is protected."""

from __future__ import annotations

from dataclasses import dataclass

from tiig.model.question import Condition


@dataclass(frozen=True)
class Measure:
    """A name for a count of attendances that meet all of its conditions."""

    id: str
    label: str
    meaning: str
    where: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Preset:
    """How figures are protected for an audience.

    Counts from 1 to `smallest_shown` - 1 are hidden (none where it is 1); others are
    rounded to the nearest `round_to` (1: exact). Zero is shown where `shows_zero`.
    `threshold_may_vary` lets the workspace or an agreement set `smallest_shown`.
    A standardised rate needs `rate_needs_events` events. `mark` is the printed sentence
    that says what a star means.
    """

    id: str
    label: str
    meaning: str
    rule: str
    mark: str
    rates: str
    source: str
    smallest_shown: int
    round_to: int = 1
    shows_zero: bool = True
    complementary: bool = True
    rate_needs_events: int = 10
    threshold_may_vary: bool = False
    asks_purpose: bool = False
    for_release: bool = True
    own_rows_only: bool = False

    def hides(self, count: int) -> bool:
        """Tell whether a count is too small to show."""
        return 0 < count < self.smallest_shown or (count == 0 and not self.shows_zero)

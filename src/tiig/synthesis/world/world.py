"""A synthetic Greater Manchester: a pure function from seed and month to attendances."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from tiig.model.months import Month, Period
from tiig.synthesis.world.care import Attendances, attend
from tiig.synthesis.world.events import Events
from tiig.synthesis.world.frame import to_frame
from tiig.synthesis.world.history import History
from tiig.synthesis.world.hospitals import Site
from tiig.synthesis.world.incidents import random_for
from tiig.synthesis.world.timing import first_minute
from tiig.synthesis.world.truth import truth_of
from tiig.synthesis.world.venues import Venue

Batch = tuple[Events, Attendances]

_KEPT = 2
"""Months of events that are kept: who is hurt in one may come to hospital in the next."""


def make_world(*, seed: int, first: Month, months: int, scale: float = 1.0) -> World:
    """Make a world whose planted effects lie in so many months from `first` on.

    `scale` multiplies volumes: 1 is about 14,000 assaults and 0.43 million injuries a year.
    Raises ValueError where there would be no month, or nobody.
    """
    if months < 1 or scale <= 0:
        message = "a world has at least one month and a scale above 0"
        raise ValueError(message)
    return World(History(seed, Period(first, first.plus(months - 1)), scale))


@dataclass(frozen=True, eq=False)
class World:
    """Who is hurt, and which department sees them; equal seeds give equal worlds.

    A month does not depend on which months were asked for before it.
    """

    history: History
    _batches: dict[Month, Batch] = field(default_factory=dict, repr=False)

    @property
    def window(self) -> Period:
        """The months in which effects are planted."""
        return self.history.window

    @property
    def sites(self) -> tuple[Site, ...]:
        """The departments, by code."""
        return self.history.setting.sites

    @property
    def venues(self) -> tuple[Venue, ...]:
        """The invented venues that the column `venue` numbers."""
        return self.history.setting.venues.all

    def month(self, month: Month) -> pl.DataFrame:
        """Return the true attendances at all sites in a month, by site, arrival and person.

        Columns are items of the standard with nodes as values; null where an item does not
        apply. `person` and `incident` are numbers, `venue` is a place in `venues`.
        """
        (before, earlier), (events, seen) = self._batch(month.plus(-1)), self._batch(month)
        seen = earlier.joined(replace(seen, event=seen.event + len(before)))
        lower, upper = first_minute(month), first_minute(month.plus(1))
        rows = (seen.arrival >= lower) & (seen.arrival < upper)
        return to_frame(self.history.setting, Events.joined([before, events]), seen.take(rows))

    def truth(self) -> dict[str, Any]:
        """Return what is planted, as JSON: months, areas, sizes, counts with it and without."""
        return truth_of(History(self.history.seed, self.window, self.history.scale))

    def _batch(self, month: Month) -> Batch:
        """Return who is hurt in a month, and their attendances, whenever these are."""
        if month not in self._batches:
            events = self.history.events(month)
            events = events.take(events.mark >= 0)
            draw = random_for(self.history.seed, month, "care")
            while len(self._batches) >= _KEPT:
                self._batches.pop(next(iter(self._batches)))
            self._batches[month] = (events, attend(draw, self.history.setting, events))
        return self._batches[month]

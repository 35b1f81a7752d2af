"""A synthetic Greater Manchester: a pure function from seed and month to attendances."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import polars as pl

from tiig.model.months import Month, Period
from tiig.synthesis.world.care import Attendances, attend
from tiig.synthesis.world.events import Events
from tiig.synthesis.world.facts import Stream
from tiig.synthesis.world.frame import to_frame
from tiig.synthesis.world.hospitals import Site
from tiig.synthesis.world.incidents import (
    DAY,
    Happening,
    expected_events,
    happen,
    matching,
    prevented,
    random_for,
)
from tiig.synthesis.world.people import Risk, risk_of
from tiig.synthesis.world.setting import Setting, make_setting
from tiig.synthesis.world.venues import Venue

_MONTHS_A_YEAR = 12
_AGEING_STEP = 0.25
"""Risks follow people's ages in steps of a quarter of a year."""

Batch = tuple[Events, Attendances]


def make_world(*, seed: int, first: Month, months: int, scale: float = 1.0) -> World:
    """Make a world whose planted effects lie in so many months from `first` on.

    `scale` multiplies volumes: 1 is about 13,000 assaults and 0.4 million injuries a year.
    Raises ValueError where there would be no month, or nobody.
    """
    if months < 1 or scale <= 0:
        message = "a world has at least one month and a scale above 0"
        raise ValueError(message)
    return World(seed, Period(first, first.plus(months - 1)), scale)


@dataclass(frozen=True, eq=False)
class World:
    """Who is hurt, and which department sees them; equal seeds give equal worlds.

    A month does not depend on which months were asked for before it.
    """

    seed: int
    window: Period
    scale: float
    _risks: dict[tuple[str, float], Risk] = field(default_factory=dict, repr=False)
    _batches: dict[Month, Batch] = field(default_factory=dict, repr=False)

    @property
    def sites(self) -> tuple[Site, ...]:
        """The departments, by code."""
        return self.setting.sites

    @property
    def venues(self) -> tuple[Venue, ...]:
        """The invented venues that the column `venue` numbers."""
        return self.setting.venues.all

    @cached_property
    def setting(self) -> Setting:
        """All tables that the world draws from."""
        return make_setting(self.window)

    def month(self, month: Month) -> pl.DataFrame:
        """Return the true attendances at all sites in a month, by site, arrival and person."""
        lower, upper = (_minute(one) for one in (month, month.plus(1)))
        parts = [self._batch(one) for one in (month.plus(-1), month)]
        events = Events.joined([events for events, _ in parts])
        earlier, now = (seen for _, seen in parts)
        seen = earlier.joined(replace(now, event=now.event + len(parts[0][0])))
        rows = (seen.arrival >= lower) & (seen.arrival < upper)
        return to_frame(self.setting, events, seen.take(rows))

    def events(self, month: Month, streams: tuple[Stream, ...] | None = None) -> Events:
        """Return what happens in a month, with what an intervention prevents (mark below 0)."""
        chosen = self.setting.streams if streams is None else streams
        parts = [part for stream in chosen for part in self._of_stream(stream, month)]
        return Events.joined(parts)

    def _batch(self, month: Month) -> Batch:
        """Return a month's events and attendances; the last two months are kept."""
        if month not in self._batches:
            events = self.events(month)
            events = events.take(events.mark >= 0)
            seen = attend(random_for(self.seed, month, "care"), self.setting, events)
            while len(self._batches) > 1:
                self._batches.pop(next(iter(self._batches)))
            self._batches[month] = (events, seen)
        return self._batches[month]

    def _of_stream(self, stream: Stream, month: Month) -> list[Events]:
        setting, planted = self.setting, self.setting.planted
        usual = self.happening(stream, month)
        events = happen(random_for(self.seed, month, stream.name), setting, usual)
        parts = [events]
        for effect in planted.rises:
            if effect.touches(stream, month):
                more = happen(
                    random_for(self.seed, month, stream.name, effect.number),
                    setting,
                    self._more(usual, effect.area, effect.ratio - 1, effect.number),
                )
                parts.append(more.take(matching(setting, effect, more)))
        for effect in planted.interventions:
            if effect.touches(stream, month):
                draw = random_for(self.seed, month, stream.name, effect.number)
                parts = [
                    prevented(draw, effect, part, matching(setting, effect, part)) for part in parts
                ]
        return parts

    def happening(self, stream: Stream, month: Month) -> Happening:
        """Return what is to be expected of a kind of event in a month, effects apart."""
        years_on = (month.index - self._middle) / _MONTHS_A_YEAR
        step = np.round(years_on / _AGEING_STEP) * _AGEING_STEP
        return Happening(
            stream=stream,
            month=month,
            risk=self._risk(stream, float(step)),
            expected=expected_events(stream, month, self.scale),
            years_on=years_on,
            cells=(0, self.setting.people.residents.size),
        )

    def _more(self, usual: Happening, area: str, times: float, salt: int) -> Happening:
        """Return a happening among the residents of one authority alone, so many times over."""
        people = self.setting.people
        inside = np.flatnonzero(people.authority == people.authorities.index(area))
        first = int(inside[0]) * people.cells_of_area
        end = (int(inside[-1]) + 1) * people.cells_of_area
        expected = usual.expected * usual.risk.share_of(first, end) * times
        return replace(usual, expected=expected, cells=(first, end), salt=salt)

    @property
    def _middle(self) -> float:
        return (self.window.first.index + self.window.last.index) / 2

    def _risk(self, stream: Stream, step: float) -> Risk:
        """Return a risk, kept until time has moved on a step."""
        if (stream.name, step) not in self._risks:
            for old in [key for key in self._risks if abs(key[1] - step) > _AGEING_STEP]:
                self._risks.pop(old)
            people, catchment = self.setting.people, self.setting.referral.catchment
            areas = catchment if stream.group == "none" else np.ones(len(catchment))
            self._risks[stream.name, step] = risk_of(stream, people, step, areas)
        return self._risks[stream.name, step]


def _minute(month: Month) -> int:
    first = np.datetime64(month.first_day, "D").astype(np.int64)
    return int(first) * DAY

"""All that happens in a world, month by month, planted effects included."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from tiig.model.months import Month, Period
from tiig.synthesis.world.events import Events
from tiig.synthesis.world.facts import Stream
from tiig.synthesis.world.incidents import (
    Happening,
    expected_events,
    happen,
    matching,
    prevented,
    random_for,
)
from tiig.synthesis.world.people import Risk, risk_of
from tiig.synthesis.world.setting import Setting, make_setting

_MONTHS_A_YEAR = 12
_AGEING_STEP = 0.25
"""Risks follow people's ages in steps of a quarter of a year."""


@dataclass(frozen=True, eq=False)
class History:
    """A pure function from month to events; what it keeps only saves time."""

    seed: int
    window: Period
    scale: float
    _risks: dict[float, dict[str, Risk]] = field(default_factory=dict, repr=False)

    @cached_property
    def setting(self) -> Setting:
        """All tables that the world draws from."""
        return make_setting(self.window)

    def events(self, month: Month, streams: tuple[Stream, ...] | None = None) -> Events:
        """Return what happens in a month, with what an intervention prevents (mark below 0)."""
        chosen = self.setting.streams if streams is None else streams
        return Events.joined([part for one in chosen for part in self._of_stream(one, month)])

    def happening(self, stream: Stream, month: Month) -> Happening:
        """Return what is to be expected of a kind of event in a month, effects apart."""
        middle = (self.window.first.index + self.window.last.index) / 2
        years_on = (month.index - middle) / _MONTHS_A_YEAR
        step = float(np.round(years_on / _AGEING_STEP) * _AGEING_STEP)
        return Happening(
            stream=stream,
            month=month,
            risk=self._risk(stream, step),
            expected=expected_events(stream, month, self.scale),
            years_on=years_on,
            cells=(0, self.setting.people.residents.size),
        )

    def _of_stream(self, stream: Stream, month: Month) -> list[Events]:
        planted, usual = self.setting.planted, self.happening(stream, month)
        parts = [self._happen(usual)]
        for effect in planted.rises:
            if effect.touches(stream, month):
                more = self._happen(self._more(usual, effect.area, effect.ratio - 1, effect.number))
                parts.append(more.take(matching(self.setting, effect, more)))
        for effect in planted.interventions:
            if effect.touches(stream, month):
                draw = random_for(self.seed, month, stream.name, effect.number)
                parts = [
                    prevented(draw, effect, part, matching(self.setting, effect, part))
                    for part in parts
                ]
        return parts

    def _happen(self, what: Happening) -> Events:
        draw = random_for(self.seed, what.month, what.stream.name, what.salt)
        return happen(draw, self.setting, what)

    def _more(self, usual: Happening, area: str, times: float, salt: int) -> Happening:
        """Return a happening among the residents of one authority alone, so many times over."""
        people = self.setting.people
        inside = np.flatnonzero(people.authority == people.authorities.index(area))
        first = int(inside[0]) * people.cells_of_area
        end = (int(inside[-1]) + 1) * people.cells_of_area
        expected = usual.expected * usual.risk.share_of(first, end) * times
        return replace(usual, expected=expected, cells=(first, end), salt=salt)

    def _risk(self, stream: Stream, step: float) -> Risk:
        """Return a risk, kept until time has moved on a step."""
        if step not in self._risks:
            for old in [one for one in self._risks if abs(one - step) > _AGEING_STEP]:
                self._risks.pop(old)
            self._risks[step] = {}
        known = self._risks[step]
        if stream.name not in known:
            people, catchment = self.setting.people, self.setting.referral.catchment
            areas = catchment if stream.group == "none" else np.ones(len(catchment))
            known[stream.name] = risk_of(stream, people, step, areas)
        return known[stream.name]

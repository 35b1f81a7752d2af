"""What was planted in a world, told with the counts that it made: the key to its riddles.

Counts are of first attendances by month of arrival. `with` is what the world holds, `without`
what it would hold but for the effect, everything else being the very same; expected counts
are the means that these are drawn around, by month of the event itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tiig.model.months import Period
from tiig.synthesis.world.choosing import Flags, Floats, Whole
from tiig.synthesis.world.effects import Effect, HotSpot
from tiig.synthesis.world.events import Events
from tiig.synthesis.world.history import History
from tiig.synthesis.world.incidents import Happening, matching
from tiig.synthesis.world.people import SEXES
from tiig.synthesis.world.setting import Setting, scene_group
from tiig.synthesis.world.timing import first_minute

_YOUNG = 25
Counts = dict[str, int]


def truth_of(history: History) -> dict[str, Any]:
    """Return all that is planted in a world, as plain JSON values."""
    planted = history.setting.planted
    events = _events(history)
    return {
        "seed": history.seed,
        "window": {"first": str(history.window.first), "last": str(history.window.last)},
        "scale": history.scale,
        "rises": [_effect(history, one, events) for one in planted.rises],
        "interventions": [_effect(history, one, events) for one in planted.interventions],
        "hot_spot": _hot_spot(history, planted.hot_spot, events),
    }


def _events(history: History) -> Events:
    """Return the events that effects are about, from the month before the window on."""
    named = {name for effect in history.setting.planted.effects for name in effect.streams}
    streams = tuple(one for one in history.setting.streams if one.name in named)
    before = Period(history.window.first.plus(-1), history.window.last)
    return Events.joined([history.events(month, streams) for month in before])


def _effect(history: History, effect: Effect, events: Events) -> dict[str, Any]:
    about = events.take(matching(history.setting, effect, events))
    there = about.mark >= 0
    without = (there & (about.mark != effect.number)) | (about.mark == -effect.number)
    return {
        "id": effect.id,
        "says": effect.says,
        "theme": effect.theme,
        "area": effect.area,
        "area_is": "authority of residence",
        "first_month": str(effect.period.first),
        "last_month": str(effect.period.last),
        "rate_ratio": effect.ratio,
        "about": {
            "kinds_of_event": list(effect.streams),
            "mechanism": effect.mechanism,
            "below_age": effect.below_age,
        },
        "expected": _expected(history, effect),
        "realised": {
            "with": by_month(history.window, about.arrival[there]),
            "without": by_month(history.window, about.arrival[without]),
        },
    }


def by_month(window: Period, arrival: Whole) -> Counts:
    """Count arrivals (minutes since 1970) by month of a window."""
    begins = [first_minute(month) for month in (*window, window.last.plus(1))]
    before = np.searchsorted(np.sort(arrival), begins)
    return {str(month): int(count) for month, count in zip(window, np.diff(before), strict=True)}


def _expected(history: History, effect: Effect) -> dict[str, dict[str, float]]:
    streams = [one for one in history.setting.streams if one.name in effect.streams]
    without = {
        str(month): sum(
            _of_happening(history.setting, effect, history.happening(stream, month))
            for stream in streams
        )
        for month in history.window
    }
    during = {str(month) for month in effect.period}
    times = {month: effect.ratio if month in during else 1.0 for month in without}
    return {
        "with": {month: round(mean * times[month], 2) for month, mean in without.items()},
        "without": {month: round(mean, 2) for month, mean in without.items()},
    }


def _of_happening(setting: Setting, effect: Effect, what: Happening) -> float:
    """Return the expected number of a happening's events that an effect is about.

    Exact up to the events that lose a person twice drawn or a child in an adults' scene,
    and to ages that are taken at the middle of a tenth of a band.
    """
    people, risk = setting.people, what.risk
    weights = np.diff(risk.cumulative, prepend=0.0).reshape(people.residents.shape)
    inside = people.authority == people.authorities.index(effect.area)
    groups = weights[inside].sum(axis=0).ravel() / risk.cumulative[-1]
    ages = people.ages(what.years_on)
    tenths = np.tile(ages, (len(SEXES), 1))
    shares = risk.years.shares(len(groups))
    young = tenths < _YOUNG
    counted = np.ones_like(tenths, dtype=bool)
    if effect.below_age is not None:
        counted = tenths < effect.below_age
    male = np.repeat([0, 1], len(ages))[:, None] * 2
    hit = _share_of_mechanism(setting, effect, what.stream.number)[male + young]
    return float((groups[:, None] * shares * counted * hit).sum() * what.expected)


def _share_of_mechanism(setting: Setting, effect: Effect, stream: int) -> Floats:
    """Return by sex and youth the share of a kind of event that an effect's mechanism has."""
    if effect.mechanism is None:
        return np.ones(4)
    scenes = setting.scenes.choices.of_group(scene_group(stream, 0, 1))
    named = np.array([row["mechanism"] == effect.mechanism for row in setting.mechanisms.rows])
    shares = np.zeros(4)
    for scene, share in scenes.items():
        for tilt in range(4):
            group = int(setting.scenes.profile[scene]) * 4 + tilt
            options = setting.mechanisms.choices.of_group(group)
            shares[tilt] += share * sum(part for row, part in options.items() if named[row])
    return shares


def _hot_spot(history: History, spot: HotSpot, events: Events) -> dict[str, Any]:
    people, setting = history.setting.people, history.setting
    seen = events.take((events.mark >= 0) & (events.venue >= 0))
    place = np.array([setting.places[one] in spot.places for one in setting.scenes.place])
    there = people.authority[seen.place_area] == people.authorities.index(spot.area)
    seen = seen.take(there & place[seen.scene])
    old, new = (
        setting.planted.hot_spot.cluster(month) for month in (spot.moves.plus(-1), spot.moves)
    )
    return {
        "says": spot.says,
        "area": spot.area,
        "area_is": "authority of the place",
        "moves_in": str(spot.moves),
        "share": spot.share,
        "from": _cluster(history, old, seen),
        "to": _cluster(history, new, seen),
        "all": by_month(history.window, seen.arrival),
    }


def _cluster(history: History, cluster: int, seen: Events) -> Mapping[str, Any]:
    places = history.setting.hot_venues[cluster]
    numbers = sorted(int(number) for those in places.values() for number in those)
    here: Flags = np.isin(seen.venue, numbers)
    return {
        "venues": numbers,
        "names": [history.setting.venues.all[number].name for number in numbers],
        "streets": sorted({history.setting.venues.all[number].street for number in numbers}),
        "realised": by_month(history.window, seen.arrival[here]),
    }

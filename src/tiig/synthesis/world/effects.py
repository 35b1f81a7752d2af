"""What is planted: rises, a moving hot spot, an intervention; resolved for a window of months.

An effect multiplies the expected rate of the events that match it. A rise adds events that
are drawn apart from the rest, an intervention takes single events away: with and without
it the other events are the very same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tiig.model.months import Month, Period
from tiig.synthesis.world.facts import Stream, table


@dataclass(frozen=True)
class Effect:
    """A rise or an intervention: `number` marks its events, `ratio` is the true rate ratio."""

    number: int
    id: str
    says: str
    theme: str
    area: str
    streams: tuple[str, ...]
    ratio: float
    period: Period
    mechanism: str | None = None
    below_age: int | None = None

    def touches(self, stream: Stream, month: Month) -> bool:
        """Tell whether it changes a kind of event in a month."""
        return stream.name in self.streams and month in self.period


@dataclass(frozen=True)
class HotSpot:
    """A share of assaults in one area gathers in a cluster of venues, then in another."""

    says: str
    area: str
    places: tuple[str, ...]
    clusters: int
    share: float
    moves: Month

    def cluster(self, month: Month) -> int:
        """Return the cluster of venues where it lies in a month."""
        return 1 if month < self.moves else self.clusters - 2


@dataclass(frozen=True)
class Planted:
    """All that is planted in a window of months."""

    rises: tuple[Effect, ...]
    interventions: tuple[Effect, ...]
    hot_spot: HotSpot

    @property
    def effects(self) -> tuple[Effect, ...]:
        """Return the rises and interventions."""
        return (*self.rises, *self.interventions)


def plant(window: Period) -> Planted:
    """Place what is planted in a window: planted.toml says where, in shares of it."""
    facts = table("planted")
    rises = tuple(_effect(window, number + 1, one) for number, one in enumerate(facts["rises"]))
    later = len(rises) + 1
    return Planted(
        rises,
        tuple(_effect(window, later + n, one) for n, one in enumerate(facts["interventions"])),
        _hot_spot(window, facts["hot_spot"]),
    )


def _effect(window: Period, number: int, facts: Mapping[str, Any]) -> Effect:
    parts = {name: value for name, value in facts.items() if name not in {"from", "until"}}
    first = _at(window, facts["from"])
    last = max(first, window.first.plus(round(facts["until"] * len(window)) - 1))
    period = Period(first, last)
    return Effect(number, period=period, **{**parts, "streams": tuple(parts["streams"])})


def _hot_spot(window: Period, facts: Mapping[str, Any]) -> HotSpot:
    parts = {**facts, "places": tuple(facts["places"]), "moves": _at(window, facts["moves"])}
    return HotSpot(**parts)


def _at(window: Period, share: float) -> Month:
    """Return the month at a place in the window, in a short one at least its last."""
    return min(window.first.plus(round(share * len(window))), window.last)

"""Let a kind of event happen for a month: draw how many, who, when, where and how."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace

import numpy as np

from tiig.model.months import Month
from tiig.synthesis.world.choosing import Flags, Whole
from tiig.synthesis.world.effects import Effect
from tiig.synthesis.world.events import Events, as_index
from tiig.synthesis.world.facts import Stream, table
from tiig.synthesis.world.hospitals import ADULT
from tiig.synthesis.world.people import OUTSIDE, Persons, Risk, cells, persons
from tiig.synthesis.world.setting import Setting, scene_group
from tiig.synthesis.world.timing import arrivals, days_of, moments, schools_open

_YEAR_DAYS = 365.25
_YOUNG = 25
_CHILD = 13
"""Below this age nobody's injury is put down to their own drinking or drugs."""


@dataclass(frozen=True)
class Happening:
    """A kind of event in a month: who meets it, its expected number, and since when ages run.

    `cells` is the run of cells of residents that it is drawn from.
    """

    stream: Stream
    month: Month
    risk: Risk
    expected: float
    years_on: float
    cells: tuple[int, int]
    salt: int = 0


def expected_events(stream: Stream, month: Month, scale: float) -> float:
    """Return the expected number of attendances of a kind that begin in a month."""
    return stream.a_year * scale / _YEAR_DAYS * float(days_of(stream, month).sum())


def random_for(seed: int, month: Month, name: str, salt: int = 0) -> np.random.Generator:
    """Return the randomness that belongs to a part of a month, and to nothing else."""
    return np.random.default_rng([seed, month.index, zlib.crc32(name.encode()), salt])


def happen(draw: np.random.Generator, setting: Setting, what: Happening) -> Events:
    """Draw the events of one kind in one month."""
    rows = int(draw.poisson(what.expected))
    leads = draw.random(rows) >= what.stream.together
    leads[:1] = True
    lead = _first_of_event(leads)
    homes = _homes(draw, setting, what, leads)
    who = persons(draw, setting.people, what.risk, homes, what.years_on)
    injury = moments(draw, what.stream, what.month, rows)[lead]
    scene, mechanism = _scenes(draw, setting, what, who, (injury, lead))
    severity = _severities(draw, setting, mechanism, who.age)
    place_area = _places(draw, setting, what.stream, who.area)[lead]
    grown = who.age >= _CHILD
    incident = _incident_number(what, np.cumsum(leads) - 1)
    return Events(
        stream=np.full(rows, what.stream.number),
        incident=incident,
        person=who.person,
        area=who.area,
        male=who.male,
        age=who.age,
        injury=injury,
        arrival=arrivals(draw, what.stream, injury, severity),
        scene=scene,
        mechanism=mechanism,
        severity=severity,
        alcohol=grown & (draw.random(rows) < setting.scenes.alcohol[scene]),
        drugs=grown & (draw.random(rows) < setting.scenes.drugs[scene]),
        place_area=place_area,
        venue=_venues(draw, setting, what, (scene, place_area))[lead],
        mark=np.full(rows, what.salt),
    ).take(
        _once(leads, incident, who.person)
        & ~(setting.scenes.grown[scene] & (who.age < ADULT))  # children led where they are not
    )


def _first_of_event(leads: Flags) -> Whole:
    """Return for each row that of the first person of its event."""
    first: Whole = np.maximum.accumulate(np.where(leads, np.arange(len(leads)), 0))
    return first


def _scenes(
    draw: np.random.Generator,
    setting: Setting,
    what: Happening,
    who: Persons,
    event: tuple[Whole, Whole],
) -> tuple[Whole, Whole]:
    """Draw the scene of each event, and what hurt each person in it.

    `event` is the minute of injury and the row of the event's first person.
    """
    injury, lead = event
    child = as_index(who.age < ADULT)
    schools = as_index(schools_open(what.month, injury))
    group = scene_group(np.full(len(lead), what.stream.number), child, schools)
    scene = setting.scenes.choices.pick(draw, group)[lead]
    tilt = who.male * 2 + (who.age < _YOUNG)
    return scene, setting.mechanisms.choices.pick(draw, setting.scenes.profile[scene] * 4 + tilt)


def prevented(draw: np.random.Generator, effect: Effect, events: Events, rows: Flags) -> Events:
    """Mark what an intervention prevents of the rows that it matches: whole incidents."""
    first, inverse = np.unique(events.incident, return_inverse=True)
    gone = (draw.random(len(first)) >= effect.ratio)[inverse] & rows
    return replace(events, mark=np.where(gone, -effect.number, events.mark))


def matching(setting: Setting, effect: Effect, events: Events) -> Flags:
    """Tell which rows an effect is about, whatever their month."""
    people = setting.people
    number = people.authorities.index(effect.area)
    names = [stream.number for stream in setting.streams if stream.name in effect.streams]
    found: Flags = (people.authority[events.area] == number) & np.isin(events.stream, names)
    if effect.below_age is not None:
        found &= events.age < effect.below_age
    if effect.mechanism is not None:
        named = [row["mechanism"] == effect.mechanism for row in setting.mechanisms.rows]
        found &= np.array(named)[events.mechanism]
    return found


def _homes(draw: np.random.Generator, setting: Setting, what: Happening, leads: Flags) -> Whole:
    """Draw the cell of each person; who joins an event lives where its first person lives."""
    people, size = setting.people, setting.people.cells_of_area
    rows = len(leads)
    first, end = np.full(rows, what.cells[0]), np.full(rows, what.cells[1])
    found = cells(draw, what.risk, first, end)
    joining = np.flatnonzero(~leads)
    before = _first_of_event(leads)[joining]
    area = people.area_of(found[before])
    found[joining] = cells(draw, what.risk, area * size, (area + 1) * size)
    return found


def _once(leads: Flags, incident: Whole, person: Whole) -> Flags:
    """Keep a person once in an incident."""
    shared = np.flatnonzero(~leads | ~np.append(leads[1:], True))
    pairs = np.stack([incident[shared], person[shared]], axis=1)
    kept = np.unique(pairs, axis=0, return_index=True)[1]
    once = leads.copy()
    once[shared[kept]] = True
    return once


def _severities(draw: np.random.Generator, setting: Setting, mechanism: Whole, age: Whole) -> Whole:
    """Draw how grave an injury is; old people are hurt more gravely by the same thing."""
    care = table("shapes")["care"]
    group = setting.mechanisms.severity[mechanism]
    drawn = setting.severities.pick_column(draw, group)
    old = np.flatnonzero(age >= care["old_age"])
    twice = old[draw.random(len(old)) < care["old_graver"]]
    drawn[twice] = np.maximum(drawn[twice], setting.severities.pick_column(draw, group[twice]))
    return drawn


def _places(draw: np.random.Generator, setting: Setting, stream: Stream, area: Whole) -> Whole:
    """Draw the area where it happens: at home, in the own authority, or where people go out."""
    people = setting.people
    home = people.authority[area]
    outside = home == OUTSIDE
    if stream.where == "home" and not outside.any():
        return area
    going = setting.nearby.pick_column(draw, np.where(outside, len(people.authorities), home))
    stays = draw.random(len(area)) < table("shapes")["near_home"][stream.where]
    there = np.where(stays & ~outside, home, going)
    first = np.searchsorted(people.authority[:-1], there)
    end = np.searchsorted(people.authority[:-1], there, side="right")
    other = first + as_index(draw.random(len(area)) * (end - first))
    return np.where(outside, other, area if stream.where == "home" else other)


def _venues(
    draw: np.random.Generator, setting: Setting, what: Happening, where: tuple[Whole, Whole]
) -> Whole:
    """Draw the venue of what happens in public; the hot spot draws assaults to its cluster."""
    scene, area = where
    people, spot = setting.people, setting.planted.hot_spot
    authority, place = people.authority[area], setting.scenes.place[scene]
    venue = setting.venues.draw(draw, authority, place)
    drawn = draw.random((2, len(scene)))
    if what.stream.group != "assault":
        return venue
    there = (authority == people.authorities.index(spot.area)) & (drawn[0] < spot.share)
    for name, near in setting.hot_venues[spot.cluster(what.month)].items():
        chosen = near[as_index(drawn[1] * len(near))]
        venue = np.where(there & (place == setting.places.index(name)), chosen, venue)
    return venue


def _incident_number(what: Happening, incident: Whole) -> Whole:
    """Return numbers of incidents that no other kind or month has."""
    part = what.stream.number * 16 + what.salt
    return (what.month.index * 1024 + part) * 2**28 + incident

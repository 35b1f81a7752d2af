"""All tables that events and care draw from, put together once for a world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from tiig.model.months import Period
from tiig.synthesis.world.choosing import Choices, Floats, Whole
from tiig.synthesis.world.effects import Planted, plant
from tiig.synthesis.world.facts import Stream, rows, streams, table
from tiig.synthesis.world.hospitals import Referral, Site, make_sites, nearby_authorities
from tiig.synthesis.world.people import People, residents
from tiig.synthesis.world.venues import Venues, make_venues

SEVERITIES = ("minor", "moderate", "serious", "critical")
_SEXES_BY_YOUTH = 4
_NO = ""


@dataclass(frozen=True)
class Scenes:
    """Consistent bundles of place, relationship and activity; chances by kind of event."""

    choices: Choices
    rows: tuple[Mapping[str, str], ...]
    profile: Whole
    place: Whole
    alcohol: Floats
    drugs: Floats


@dataclass(frozen=True)
class Mechanisms:
    """What hurts, by profile, sex and youth (group: profile * 4 + male * 2 + young)."""

    choices: Choices
    rows: tuple[Mapping[str, str], ...]
    severity: Whole
    complaints: Whole


@dataclass(frozen=True)
class Joint:
    """Rows of a table of care, by kind of patient and severity (kind * 4 + severity)."""

    kinds: tuple[str, ...]
    choices: Choices
    rows: tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class Setting:
    """Everything that stays the same from month to month of a world."""

    streams: tuple[Stream, ...]
    people: People
    places: tuple[str, ...]
    venues: Venues
    planted: Planted
    sites: tuple[Site, ...]
    referral: Referral
    nearby: Choices
    scenes: Scenes
    mechanisms: Mechanisms
    severities: Choices
    complaints: Choices
    arrivals: Joint
    outcomes: Joint


def make_setting(window: Period) -> Setting:
    """Put the tables together; what is planted depends on the window of months."""
    people, sites, places = residents(), make_sites(), place_types()
    planted = plant(window)
    return Setting(
        streams=streams(),
        people=people,
        places=places,
        venues=make_venues(people.authorities, places, planted.hot_spot.clusters),
        planted=planted,
        sites=sites,
        referral=Referral.between(people, sites),
        nearby=nearby_authorities(people),
        scenes=_scenes(places),
        mechanisms=_mechanisms(),
        severities=Choices.of_rows(np.array(list(table("shapes")["severities"].values()))),
        complaints=_complaints(),
        arrivals=_joint("arrivals"),
        outcomes=_joint("outcomes"),
    )


@cache
def place_types() -> tuple[str, ...]:
    """Return the place types of scenes in a fixed order; the first says that there is none."""
    return tuple(sorted({row["place"] for row in rows("scenes")} | {_NO}))


def _scenes(places: tuple[str, ...]) -> Scenes:
    number = {stream.name: stream.number for stream in streams()}
    table_rows = tuple(sorted(rows("scenes"), key=lambda row: number[row["stream"]]))
    profiles = _profiles()
    return Scenes(
        choices=Choices.of([number[row["stream"]] for row in table_rows], _floats(table_rows)),
        rows=table_rows,
        profile=np.array([profiles.index(row["mechanisms"]) for row in table_rows]),
        place=np.array([places.index(row["place"]) for row in table_rows]),
        alcohol=_floats(table_rows, "alcohol"),
        drugs=_floats(table_rows, "drugs"),
    )


def _mechanisms() -> Mechanisms:
    profiles = _profiles()
    found, groups, shares = [], [], []
    for profile, name in enumerate(profiles):
        of_profile = [row for row in rows("mechanisms") if row["profile"] == name]
        for group in range(_SEXES_BY_YOUTH):
            male, young = divmod(group, 2)
            for row in of_profile:
                found.append(row)
                groups.append(profile * _SEXES_BY_YOUTH + group)
                tilt = float(row["male"]) ** male * float(row["young"]) ** young
                shares.append(float(row["share"]) * tilt)
    kinds, complaints = tuple(table("shapes")["severities"]), complaint_profiles()
    return Mechanisms(
        choices=Choices.of(groups, shares),
        rows=tuple(found),
        severity=np.array([kinds.index(row["severity"]) for row in found]),
        complaints=np.array([complaints.index(row["complaints"]) for row in found]),
    )


def _complaints() -> Choices:
    profiles = complaint_profiles()
    table_rows = rows("complaints")
    return Choices.of([profiles.index(row["profile"]) for row in table_rows], _floats(table_rows))


def _joint(name: str) -> Joint:
    """Spread a table over every kind and severity; what a kind does not say, `any` says."""
    table_rows = rows(name)
    kinds = _in_order([row["kind"] for row in table_rows])
    found, groups, shares = [], [], []
    for kind in range(len(kinds)):
        for level, severity in enumerate(SEVERITIES):
            said = _said(table_rows, kinds[kind], severity) or _said(table_rows, "any", severity)
            found += said
            groups += [kind * len(SEVERITIES) + level] * len(said)
            shares += [float(row["share"]) for row in said]
    return Joint(kinds, Choices.of(groups, shares), tuple(found))


def _said(
    table_rows: Sequence[Mapping[str, str]], kind: str, severity: str
) -> list[Mapping[str, str]]:
    return [row for row in table_rows if (row["kind"], row["severity"]) == (kind, severity)]


@cache
def _profiles() -> tuple[str, ...]:
    return _in_order([row["profile"] for row in rows("mechanisms")])


@cache
def complaint_profiles() -> tuple[str, ...]:
    """Return the names of the profiles of complaints in their order."""
    return _in_order([row["profile"] for row in rows("complaints")])


def _in_order(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _floats(
    table_rows: Sequence[Mapping[str, str]], name: str = "share"
) -> npt.NDArray[np.float64]:
    return np.array([float(row[name] or 0) for row in table_rows])

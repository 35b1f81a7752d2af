"""All tables that events and care draw from, put together once for a world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from tiig.model.months import Period
from tiig.synthesis.world.choosing import Choices, Flags, Floats, Whole
from tiig.synthesis.world.effects import HotSpot, Planted, plant
from tiig.synthesis.world.facts import Stream, rows, streams, table
from tiig.synthesis.world.hospitals import Referral, Site, make_sites, nearby_authorities
from tiig.synthesis.world.people import People, residents
from tiig.synthesis.world.venues import Venues, make_venues

SEVERITIES = ("minor", "moderate", "serious", "critical")
_SEXES_BY_YOUTH = 4
_NO = ""
Number = TypeVar("Number", int, Whole)


@dataclass(frozen=True)
class Scenes:
    """Consistent bundles of place, relationship and activity.

    Chances by kind of event, for adults and for children, with schools closed or open (see
    `scene_group`); `grown` marks the bundles that are not for children.
    """

    choices: Choices
    rows: tuple[Mapping[str, str], ...]
    profile: Whole
    place: Whole
    alcohol: Floats
    drugs: Floats
    grown: Flags


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
    """Everything that stays the same from month to month of a world.

    `hot_venues` are, cluster by cluster, the venues where the hot spot may lie.
    """

    streams: tuple[Stream, ...]
    people: People
    places: tuple[str, ...]
    venues: Venues
    hot_venues: tuple[Mapping[str, Whole], ...]
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
    spot = planted.hot_spot
    venues = make_venues(people.authorities, places, spot.clusters)
    return Setting(
        streams=streams(),
        people=people,
        places=places,
        venues=venues,
        hot_venues=tuple(_hot_venues(venues, spot, number) for number in range(spot.clusters)),
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


def _hot_venues(venues: Venues, spot: HotSpot, cluster: int) -> Mapping[str, Whole]:
    """Return the venues of a cluster of the hot spot's area, by place type."""
    near = [
        (number, one.kind)
        for number, one in enumerate(venues.all)
        if (one.la, one.cluster) == (spot.area, cluster)
    ]
    return {name: np.array([n for n, kind in near if kind == name]) for name in spot.places}


@cache
def place_types() -> tuple[str, ...]:
    """Return the place types of scenes in a fixed order; the first says that there is none."""
    return tuple(sorted({row["place"] for row in rows("scenes")} | {_NO}))


def scene_group(stream: Number, child: Number, schools: Number) -> Number:
    """Return the group of scenes of a kind of event, for a child or not, schools open or not."""
    return stream * 4 + child * 2 + schools


def _scenes(places: tuple[str, ...]) -> Scenes:
    found: list[Mapping[str, str]] = []
    groups, shares = [], []
    for stream in streams():
        of_stream = [row for row in rows("scenes") if row["stream"] == stream.name]
        for child, schools in product((0, 1), (0, 1)):
            those = [row for row in of_stream if _fits(row, child, schools)] or of_stream
            found += those
            groups += [scene_group(stream.number, child, schools)] * len(those)
            shares += [float(row["share"]) for row in those]
    profiles = _profiles()
    return Scenes(
        choices=Choices.of(groups, shares),
        rows=tuple(found),
        profile=np.array([profiles.index(row["mechanisms"]) for row in found]),
        place=np.array([places.index(row["place"]) for row in found]),
        alcohol=_floats(found, "alcohol"),
        drugs=_floats(found, "drugs"),
        grown=np.array([_is_for_grown(row) for row in found]),
    )


def _fits(scene: Mapping[str, str], child: int, schools: int) -> bool:
    at_school = scene["place"] == "education"
    return not (child and _is_for_grown(scene)) and (bool(schools) or not at_school)


def _is_for_grown(scene: Mapping[str, str]) -> bool:
    """Tell whether a scene is not for people under sixteen."""
    return (
        scene["activity"] in {"paid-work", "unpaid-work"}
        or scene["place"].startswith("licensed")
        or scene["relationship"] in {"domestic.partner", "domestic.ex-partner"}
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

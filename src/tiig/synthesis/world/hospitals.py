"""Twelve invented departments, and which of them people go to.

Distance decides, then kind: children's for the under sixteen, urgent care for minor
injuries by day, major trauma centres for the critically hurt. Two authorities have no
full department, so that a hospital never stands for an authority.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tiig.standard import schematic_geography
from tiig.synthesis.world.choosing import Choices, Flags, Floats, Whole
from tiig.synthesis.world.facts import table
from tiig.synthesis.world.people import OUTSIDE, People

ADULT = 16
"""The age from which a children's department takes nobody."""
SERIOUS, CRITICAL = 2, 3
_MINOR = 0
_LEVELS = 4
_GRAVE_CHILDREN, _BY_DAY = 6.0, 2.0
"""How much more a children's department draws the gravely hurt, urgent care the lightly hurt."""
_GOLDEN, _PLASTIC = 0.6180339887, 0.7548776662
"""Steps that spread areas evenly over their authority's tile."""
_SPREAD = 0.9


@dataclass(frozen=True)
class Site:
    """A department: `kind` is type-1, children or urgent-care; `la` its own authority."""

    code: str
    name: str
    provider: str
    provider_name: str
    la: str
    kind: str
    major: bool
    east: float
    south: float
    pull: float
    illness: bool


def make_sites() -> tuple[Site, ...]:
    """Return the departments by code."""
    facts = table("sites")
    return tuple(
        Site(
            code=code,
            provider_name=facts["providers"][parts["provider"]],
            **{"major": False, "illness": False, **parts},
        )
        for code, parts in sorted(facts["sites"].items())
    )


def places_of(people: People) -> Floats:
    """Return where each area lies on the tile map (east, south), the country around last."""
    tiles = {la: (x, y) for la, x, y in schematic_geography().tiles.iter_rows()}
    number = np.arange(len(people.areas)) // 5 * 5 + np.arange(len(people.areas)) % 5 * 0.2
    spread = np.stack([number * _GOLDEN % 1, number * _PLASTIC % 1], axis=1) - 0.5
    middles = np.array([tiles[people.authorities[la]] for la in people.authority[:-1]], dtype=float)
    inside = middles + spread * _SPREAD
    return np.concatenate([inside, inside.mean(axis=0, keepdims=True)])


@dataclass(frozen=True)
class Situation:
    """What else than distance decides: child or not, how grave (0 is minor by day), or ill."""

    child: bool = False
    level: int = 0
    ill: bool = False


SITUATIONS = (
    *(Situation(child, level) for child in (False, True) for level in range(_LEVELS)),
    Situation(ill=True),
)


def situations(age: Whole, severity: Whole, is_open: Flags, ill: Flags) -> Whole:
    """Return the number of each row's situation; `is_open` is whether urgent care is."""
    level = np.where((severity == _MINOR) & is_open, 0, np.clip(severity, 1, CRITICAL))
    number = np.where(age < ADULT, _LEVELS, 0) + level
    return np.where(ill, len(SITUATIONS) - 1, number)


@dataclass(frozen=True)
class Referral:
    """Chances of each site for each area and situation.

    `catchment` is the share of an area's residents who use a department that tells illness.
    """

    choices: Choices
    catchment: Floats

    @classmethod
    def between(cls, people: People, sites: tuple[Site, ...]) -> Referral:
        """Work out the chances from the distances between areas and sites."""
        at = np.array([(site.east, site.south) for site in sites])
        distance = np.linalg.norm(places_of(people)[:, None] - at[None], axis=2)
        near = np.exp(-distance / table("sites")["choice"]["reach"])
        pull = np.array([[_pull(site, one) for site in sites] for one in SITUATIONS])
        shares = near[:, None, :] * pull[None]
        usual, ill = shares[:, 1].sum(axis=1), shares[:, -1].sum(axis=1)
        return cls(Choices.of_rows(shares.reshape(-1, len(sites))), ill / usual)

    def pick(self, draw: np.random.Generator, area: Whole, situation: Whole) -> Whole:
        """Draw the site of each row."""
        return self.choices.pick_column(draw, area * len(SITUATIONS) + situation)


def _pull(site: Site, situation: Situation) -> float:
    """Return how far a site takes such patients: 0 not at all."""
    if situation.ill:
        return site.pull * site.illness
    if site.kind == "children":
        times = float(situation.child) * (_GRAVE_CHILDREN if situation.level >= SERIOUS else 1)
    elif site.kind == "urgent-care":
        times = _BY_DAY if situation.level == 0 else 0.0
    else:
        to_major = site.major and situation.level == CRITICAL and not situation.child
        times = table("sites")["choice"]["major_pull"] if to_major else 1.0
    return site.pull * times


def nearby_authorities(people: People) -> Choices:
    """Return where residents of each authority (the country around last) spend an evening."""
    tiles = {la: (x, y) for la, x, y in schematic_geography().tiles.iter_rows()}
    at = np.array([tiles[la] for la in people.authorities], dtype=float)
    size = np.bincount(people.authority[people.authority != OUTSIDE]).astype(float)
    distance = np.linalg.norm(at[:, None] - at[None], axis=2)
    choice = table("sites")["evening"]
    pull = size ** choice["pull"]
    own = np.exp(-distance / choice["reach"]) * pull
    return Choices.of_rows(np.concatenate([own, pull[None]]))

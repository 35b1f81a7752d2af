"""Invented places where things happen: names in parts, for a grammar of spellings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tiig.synthesis.world.choosing import Whole
from tiig.synthesis.world.facts import table

_NAMES = 1729
"""Seed of the names: venues are the same in every world, as the schematic areas are."""
_FAVOURITES = 2.2
"""Power on a uniform draw: the first venues of a kind are met more often than the last."""
_STREETS = 3
"""Streets of a cluster of venues."""


@dataclass(frozen=True)
class Venue:
    """A place: place type (a node of the standard), sort (pub, taxi-rank ...), name and street.

    Venues of one cluster of an authority (`la`) lie around the same few streets.
    """

    kind: str
    sort: str
    name: str
    street: str
    la: str
    cluster: int


@dataclass(frozen=True)
class Venues:
    """All venues, sorted so that those of an authority and place type stand together.

    `runs` gives the first venue and the number of venues of each authority and place type.
    """

    places: tuple[str, ...]
    all: tuple[Venue, ...]
    runs: Whole

    def draw(self, draw: np.random.Generator, authority: Whole, place: Whole) -> Whole:
        """Draw a venue for each authority and place number; -1 where there is none."""
        first, count = self.runs[authority, place, 0], self.runs[authority, place, 1]
        within = (draw.random(len(authority)) ** _FAVOURITES * count).astype(np.int64)
        drawn: Whole = np.where(count > 0, first + within, -1)
        return drawn


def make_venues(authorities: tuple[str, ...], places: tuple[str, ...], clusters: int) -> Venues:
    """Invent the venues of authorities; `places` are the place types in their order."""
    draw = np.random.default_rng(_NAMES)
    found = [venue for la in authorities for venue in _of_authority(draw, la, clusters)]
    found.sort(key=lambda venue: (venue.la, venue.kind))
    runs = np.zeros((len(authorities), len(places), 2), dtype=np.int64)
    for number, venue in enumerate(found):
        run = runs[authorities.index(venue.la), places.index(venue.kind)]
        run[0] = number if run[1] == 0 else run[0]
        run[1] += 1
    return Venues(places, tuple(found), runs)


def _of_authority(draw: np.random.Generator, la: str, clusters: int) -> list[Venue]:
    words = table("venues")["words"]
    streets = _shuffled(draw, [f"{stem} {way}" for stem in words["stem"] for way in words["way"]])
    taken: set[str] = set()
    found: list[Venue] = []
    for sort, facts in table("venues")["kinds"].items():
        for number in range(facts["each"]):
            cluster = number % clusters
            name = _name(draw, facts["names"], streets[clusters * _STREETS :], taken)
            near = streets[cluster * _STREETS + int(draw.integers(0, _STREETS))]
            street = name if sort == "street" else near
            found.append(Venue(facts["place"], sort, name, street, la, cluster))
    return found


def _shuffled(draw: np.random.Generator, words: list[str]) -> list[str]:
    return [words[place] for place in draw.permutation(len(words))]


def _name(
    draw: np.random.Generator, patterns: list[str], streets: list[str], taken: set[str]
) -> str:
    """Make a name that the authority does not have yet."""
    words = {name: options for name, options in table("venues")["words"].items() if name != "way"}
    while True:
        pattern = patterns[int(draw.integers(0, len(patterns)))]
        parts = {
            name: options[int(draw.integers(0, len(options)))] for name, options in words.items()
        }
        name = pattern.format(street=streets[int(draw.integers(0, len(streets)))], **parts)
        if name not in taken:
            taken.add(name)
            return name

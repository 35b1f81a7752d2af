"""What people decided of place phrases, and how often a phrase was seen.

A decision stands by the keyed id of a phrase, so that it outlives the words themselves and
reaches rows that come later. Nothing here holds what a sender wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tiig.kit.hashing import digest

PLACE_TYPE = "injury_place_type"
"""The item of the standard whose categories are types of places."""

PHRASE_ID = "place_phrase_id"
"""The column that holds the keyed id of what was written of a place."""

HOME = "home"
"""The place type of homes; those below it begin with it."""

FREQUENT_PERSONS = 5
"""Different people for whom a phrase must have been seen before anybody may read it, and before
it may be kept beyond its date: what fewer said may lead to one of them."""

FREQUENT_DATES = 2
"""Dates of arrival on which it must have been seen: one night's event is no place's name."""


class Ruling(StrEnum):
    """What a decision says: it is a place, it names none, or an earlier one is taken back."""

    PLACE = "place"
    NO_PLACE = "no place"
    UNDONE = "undone"


@dataclass(frozen=True)
class PlaceDecision:
    """What a person decided of the phrase with a keyed id, under the layers in force.

    `place_type` is a node of the standard's place types; `area` a code of the geography
    version `geography`; `name` what the house calls the place; `undoes` the decision that is
    taken back.
    """

    id: str
    phrase: str = field(metadata={"keyed": "phrase"})
    ruling: Ruling
    person: str
    because: str
    at: datetime
    place_type: str | None = None
    area: str | None = None
    geography: str | None = None
    name: str | None = None
    undoes: str | None = None


def is_home(place_type: str) -> bool:
    """Tell whether a type of place is a home: nobody reads what is written of one."""
    return place_type == HOME or place_type.startswith(f"{HOME}.")


def decision_order(decision: PlaceDecision) -> tuple[datetime, str]:
    """Return what decisions on phrases are sorted by: when they were made."""
    return decision.at, decision.id


def decided_at(
    decisions: Iterable[PlaceDecision], at: datetime | None = None
) -> Mapping[str, PlaceDecision]:
    """Return what counts for each phrase at a moment (None: now), by phrase id.

    A later decision replaces an earlier one; one that is taken back counts no more, and the
    one before it counts again.
    """
    standing: dict[str, list[PlaceDecision]] = {}
    for one in sorted(decisions, key=decision_order):
        if at is not None and one.at > at:
            continue
        before = standing.setdefault(one.phrase, [])
        if one.ruling is Ruling.UNDONE:
            standing[one.phrase] = [other for other in before if other.id != one.undoes]
        else:
            before.append(one)
    return {phrase: told[-1] for phrase, told in sorted(standing.items()) if told}


def name_of_all(decided: Mapping[str, PlaceDecision]) -> str | None:
    """Name a set of decisions for lineage; None where there are none.

    It is made of the decisions' own ids, which a change of keys leaves as they are.
    """
    return digest(sorted(one.id for one in decided.values())) if decided else None


@dataclass(frozen=True)
class Proposed:
    """What somebody would have decided of a phrase; `line` of the file it stands in, if any."""

    phrase: str
    place_type: str | None = None
    area: str | None = None
    name: str | None = None
    no_place: bool = False
    line: int | None = None


@dataclass(frozen=True)
class Sighting:
    """How often rows in force name a phrase: rows, different people, dates, by which sites.

    `persons` are those that one provider tells apart, the most of any: a person who was at two is
    two to us. `untyped` rows have no place type of their own, or only `other`: what a decision
    fills. Rows without a person number are nobody's, and rows of homes are left out.
    """

    phrase: str
    rows: int
    untyped: int
    persons: int
    dates: int
    sites: tuple[str, ...]

    @property
    def frequent(self) -> bool:
        """Whether it was seen for enough people, on enough dates, to be read and kept."""
        return self.persons >= FREQUENT_PERSONS and self.dates >= FREQUENT_DATES

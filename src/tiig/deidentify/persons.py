"""People in free text, told from places by the words around them.

A word is read as a person's where the text says so (a relation, a role, who did it, a verb
behind it), where it is a first name and nothing around it makes a place of it, and where
nothing at all is known of it. Places are marked first: what stands before a word for a place,
or behind a word that leads to one.
"""

from __future__ import annotations

from typing import Final

from tiig.deidentify import beside_names, doing_something, said_to_be
from tiig.deidentify.place_marks import mark_places
from tiig.deidentify.reading import PERSON, PLACE, Reading
from tiig.deidentify.tokens import tokens_of

RULES: Final = (
    said_to_be.related,
    said_to_be.families,
    said_to_be.called,
    said_to_be.quoted,
    said_to_be.surname_first,
    said_to_be.initials,
    said_to_be.agents,
    said_to_be.places_that_act,
    doing_something.doing_something,
    beside_names.first_names,
    beside_names.beside_a_name,
    beside_names.listed,
    beside_names.coupled,
    beside_names.numbered,
    beside_names.with_the_patient,
    beside_names.named_again,
)
"""Each marks what it finds in a reading, in this order: the surer ones first."""

UNKNOWN_TOO: Final = (
    *RULES[:-1],
    beside_names.unknown,
    beside_names.named_again,
    beside_names.beside_a_name,
)
"""The same, and what no list knows: for texts of patients, where a word too many may go."""

Named = tuple[str, int, int]


def read_people(text: str, *, unknown: bool = True) -> tuple[list[Named], list[tuple[int, int]]]:
    """Find people in free text (kind, start, end) and the places that stand beside them.

    Words that no list knows count as people's, unless `unknown` is False.
    """
    reading = Reading(text, tokens_of(text))
    mark_places(reading)
    for rule in UNKNOWN_TOO if unknown else RULES:
        rule(reading)
    places = [(start, end) for _, start, end in reading.spans(PLACE)]
    return list(reading.spans(PERSON)), places

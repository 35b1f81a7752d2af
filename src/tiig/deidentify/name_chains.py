"""How far a name goes: from a word that begins one over those that can belong to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from tiig.deidentify.reading import PERSON, PLACE, Reading
from tiig.deidentify.relations import PARTS

_LONGEST: Final = 3
_GOES_ON: Final = re.compile(r" {1,2}|\. ?|-")


class Trust(IntEnum):
    """What may begin a name: more where the text says more surely that a person follows."""

    LISTED = 0
    UNKNOWN_TOO = 1
    PLACES_TOO = 2
    TITLED = 3
    ANY_WORD = 4


def mark_name(reading: Reading, number: int, trust: Trust) -> None:
    """Mark a name that begins at a word, if one can."""
    if number >= len(reading.tokens):
        return
    if trust in {Trust.PLACES_TOO, Trust.TITLED} and _is_a_town(reading, number, trust):
        reading.mark([number], PERSON)
        return
    if trust and _family_is_a_place(reading, number):
        reading.mark([number, number + 1], PERSON)
        return
    chain: list[int] = []
    while number < len(reading.tokens) and len(chain) < _LONGEST:
        fits = _goes_on(reading, number) if chain else _begins(reading, number, trust)
        if not fits:
            break
        chain.append(number)
        if not _GOES_ON.fullmatch(reading.gap(number)):
            break
        number += 1
    reading.mark(_without_loose_parts(reading, chain), PERSON)


def _is_a_town(reading: Reading, number: int, trust: Trust) -> bool:
    token = reading.tokens[number]
    plain = token.capital or token.shouted or trust is Trust.TITLED
    return token.place and plain and reading.alone(number)


def _family_is_a_place(reading: Reading, number: int) -> bool:
    """Tell `Hamza Church` from a church, where the text says that somebody is meant."""
    if not reading.adjacent(number):
        return False
    one, two = reading.tokens[number], reading.tokens[number + 1]
    return one.sure and two.place_word and two.surname and not one.possessive


def _begins(reading: Reading, number: int, trust: Trust) -> bool:
    token = reading.tokens[number]
    if reading.label(number) == PLACE:
        return False
    if token.initial:
        return trust > Trust.LISTED and token.written.isupper() and not token.shouted
    if token.sure or token.place_word or token.place:
        return token.sure or (trust is Trust.TITLED and token.surname)
    if token.word in PARTS and trust > Trust.LISTED and number + 1 < len(reading.tokens):
        capital = trust is Trust.TITLED or reading.tokens[number + 1].capital
        return reading.adjacent(number) and capital
    if trust is Trust.ANY_WORD:
        return token.capital or not token.ordinary
    listed = token.perhaps and (token.capital or token.shouted or not token.ordinary)
    inside = token.capital and not reading.begins_sentence(number)
    told = (inside or trust is Trust.TITLED) and not _before_a_place(reading, number)
    known = token.perhaps or not token.ordinary or (token.capital and token.surname)
    known = known or (token.rare and told) or (inside and _has_a_family(reading, number))
    return listed or (trust > Trust.LISTED and known)


def _before_a_place(reading: Reading, number: int) -> bool:
    """Tell `with Greater Manchester Police` from a person."""
    return reading.adjacent(number) and reading.tokens[number + 1].place


def _has_a_family(reading: Reading, number: int) -> bool:
    """Whether a surname stands behind a word, which makes a first name of any."""
    if not reading.adjacent(number):
        return False
    family = reading.tokens[number + 1]
    named = family.surname or family.foreign
    return family.capital and named and not (family.place_word or family.place)


def _goes_on(reading: Reading, number: int) -> bool:
    token = reading.tokens[number]
    if reading.label(number) == PLACE:
        return token.place and not token.place_word and reading.label(number + 1) != PLACE
    if token.initial and token.word not in PARTS:
        return token.written.isupper() and not token.shouted
    if token.place_word:
        return token.surname and token.capital and reading.tokens[number - 1].perhaps
    if token.word in PARTS and (token.capital or not token.ordinary):
        return True
    if not token.ordinary or (token.capital and (token.surname or token.perhaps)):
        return True
    sure = reading.tokens[number - 1].sure
    return sure and (
        (token.capital and not token.place) or (token.surname and _closes(reading, number))
    )


def _closes(reading: Reading, number: int) -> bool:
    """Whether a stretch of speech ends behind a word."""
    return number + 1 == len(reading.tokens) or reading.gap(number).lstrip()[:1] in set(",.;:()/")


def _without_loose_parts(reading: Reading, chain: Sequence[int]) -> Sequence[int]:
    kept = list(chain)
    while kept and reading.tokens[kept[-1]].word in PARTS:
        kept.pop()
    return kept

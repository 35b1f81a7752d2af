"""Names told by names beside them, first names by themselves, and words that nothing knows."""

from __future__ import annotations

import re
from typing import Final

from tiig.deidentify.name_chains import Trust, mark_name
from tiig.deidentify.reading import PERSON, PLACE, Reading
from tiig.deidentify.relations import (
    BEFORE_OF,
    BOTH,
    LITTLE,
    PARTS,
    RELATIONS,
)

_JOINED: Final = re.compile(r"\s*(?:,|&|\+|/)\s*")
_AND: Final = frozenset({"&", "+", "/"})
_MEDICAL: Final = frozenset(
    "palsy fracture fractures sign test splint scale disease syndrome knife knives score rules "
    "triage solution collar beam daniels machine wrap catheter criteria position strength style "
    "type contracture leaf".split()
)
_SELF: Final = frozenset("pt patient him her he she me they them himself herself".split())
_SHORTEST: Final = 3
_ON_A_NUMBER: Final = re.compile(r"[ :,(=\-]{1,3}(?:\+|00?)[ (]{0,2}[0-9](?:[ ().\-]{0,2}[0-9]){8}")
_SPOTS: Final = frozenset("address work rtc rta injury incident venue scene".split())
_DIRECTIONS: Final = frozenset(
    "north south east west central upper lower new old great little holy top".split()
)


def first_names(reading: Reading) -> None:
    """Mark first names that nothing makes a place of; doubtful ones with a capital inside."""
    for number, token in enumerate(reading.tokens):
        if reading.label(number) is not None or reading.medical(number, _MEDICAL):
            continue
        inside = token.capital and not reading.begins_sentence(number)
        if token.sure or (token.perhaps and inside and not token.place and not token.place_word):
            mark_name(reading, number, Trust.UNKNOWN_TOO)


def beside_a_name(reading: Reading) -> None:
    """Mark what belongs to the name behind it: `Zhang Wei`, `Little Tony`, `Wayno v Dinky`."""
    for number, token in enumerate(reading.tokens[:-1]):
        if reading.word(number) in {"v", "vs"}:
            _mark_fight(reading, number)
        if reading.label(number) is not None or reading.label(number + 1) != PERSON:
            continue
        if token.place_word or not reading.adjacent(number):
            continue
        family = (token.surname and not token.ordinary) or (token.capital and token.foreign)
        called = token.capital and not (token.common or reading.begins_sentence(number))
        if called or token.word in LITTLE or token.word in PARTS - {"st"} or family:
            reading.mark([number], PERSON)


def named_again(reading: Reading) -> None:
    """Mark words that are somebody's elsewhere in the text: `with Lamar, in Lamar's machine`."""
    people = {
        token.word
        for number, token in enumerate(reading.tokens)
        if reading.label(number) == PERSON and (token.sure or token.foreign) and not token.place
    }
    for number, token in enumerate(reading.tokens):
        label = reading.label(number)
        free = label is None or (label == PLACE and reading.alone(number))
        if token.word in people and free:
            reading.mark([number], PERSON)


def with_the_patient(reading: Reading) -> None:
    """Mark whoever a sign joins to the patient: `Hewan + pt`."""
    for number in range(len(reading.tokens) - 1):
        if reading.gap(number).strip() not in _AND:
            continue
        for known, other in ((number, number + 1), (number + 1, number)):
            token = reading.tokens[other]
            fits = token.foreign or token.perhaps or token.surname
            if reading.word(known) in _SELF and reading.label(other) is None and fits:
                mark_name(reading, other, Trust.UNKNOWN_TOO)


def _mark_fight(reading: Reading, number: int) -> None:
    sides = [side for side in (number - 1, number + 1) if 0 <= side < len(reading.tokens)]
    if all(reading.tokens[one].capital and reading.tokens[one].foreign for one in sides):
        reading.mark([one for one in sides if reading.label(one) is None], PERSON)


def listed(reading: Reading) -> None:
    """Mark names behind a name, parted by a comma or the like, and before `& Fergus`."""
    for number in range(len(reading.tokens) - 1):
        one = reading.tokens[number]
        fits = one.perhaps or (one.capital and (one.foreign or one.surname))
        before = reading.label(number) is None and fits
        if before and reading.label(number + 1) == PERSON and reading.gap(number).strip() in _AND:
            reading.mark([number], PERSON)
        joined = _JOINED.fullmatch(reading.gap(number)) and reading.label(number) == PERSON
        token = reading.tokens[number + 1]
        fits = token.sure or (token.capital and (token.foreign or token.perhaps))
        if joined and reading.label(number + 1) is None and fits:
            mark_name(reading, number + 1, Trust.UNKNOWN_TOO)


def coupled(reading: Reading) -> None:
    """Mark the other one of two who are joined by `and`."""
    for number in range(1, len(reading.tokens) - 1):
        near = reading.adjacent(number - 1) and reading.adjacent(number)
        if reading.word(number) not in BOTH or not near:
            continue
        for known, other in ((number - 1, number + 1), (number + 1, number - 1)):
            token = reading.tokens[other]
            somebody = reading.word(known) in _SELF
            fits = token.perhaps or (token.foreign and (token.capital or not somebody))
            if (
                (reading.label(known) == PERSON or somebody)
                and reading.label(other) is None
                and fits
            ):
                mark_name(reading, other, Trust.UNKNOWN_TOO)


def numbered(reading: Reading) -> None:
    """Mark whoever can be reached on the number that follows."""
    for number, token in enumerate(reading.tokens):
        if _ON_A_NUMBER.match(reading.text, token.end) and not (token.ordinary or token.place):
            reading.mark([number], PERSON)


def unknown(reading: Reading) -> None:
    """Mark what nothing knows and nothing makes a place of: it is a name sooner than a word.

    A name that is a word too is one with a capital inside a sentence; abbreviations are none.
    """
    for number, token in enumerate(reading.tokens):
        if reading.label(number) is not None:
            continue
        if len(token.word) < _SHORTEST and not (token.surname and token.capital):
            continue
        if reading.medical(number, _MEDICAL) or token.word in _DIRECTIONS:
            continue
        abbreviated = token.written.isupper() and not token.shouted
        named = (token.perhaps or token.surname) and token.capital
        if not named and number == 0 and token.capital:
            continue  # a text that begins with a word of its own speaks of a place
        if _goes_on_with_a_place(reading, number) or _stands_apart(reading, number):
            continue
        inside = named and not reading.begins_sentence(number)
        known = not token.foreign or (token.doubtful and not inside)
        if not abbreviated and not known and not _of_something(reading, number):
            reading.mark([number], PERSON)


def _goes_on_with_a_place(reading: Reading, number: int) -> bool:
    """Tell the rest of a place's name: `Lower Briggate`, `Spar Goole`."""
    token = reading.tokens[number]
    if token.perhaps or token.surname or not number or not reading.joins(number - 1):
        return False
    before = reading.tokens[number - 1]
    led = before.place_word or before.word in _DIRECTIONS | _SPOTS
    return reading.label(number - 1) == PLACE or (led and token.capital)


def _stands_apart(reading: Reading, number: int) -> bool:
    """Tell `fell at work, Bosphorus` from a person: a text ends with where it was.

    A word of its own in capital letters between commas, that is in no list of names.
    """
    token = reading.tokens[number]
    if token.perhaps or token.surname or not token.capital or not number:
        return False
    begins = reading.gap(number - 1).strip() in {",", "-", ":", "?,", "."}
    ends = number + 1 == len(reading.tokens) or reading.gap(number).strip()[:1] in set(",;.")
    return begins and ends and not token.possessive


def _of_something(reading: Reading, number: int) -> bool:
    """Tell `Marquis of Lorne` from `girlfriend of Mustafa`."""
    if reading.word(number - 1) not in {"of", "o"} or reading.tokens[number].sure:
        return False
    before = reading.word(number - 2)
    return before not in RELATIONS and before not in BEFORE_OF

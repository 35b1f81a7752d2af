"""Names told by what stands beside them: somebody speaks, strikes, owns, is explained."""

from __future__ import annotations

import re
from typing import Final

from tiig.deidentify.name_chains import Trust, mark_name
from tiig.deidentify.reading import PERSON, Reading
from tiig.deidentify.relations import (
    ACTS,
    IN_BRACKETS,
    OWNED,
    RELATIONS,
    SAYS,
    STAFF,
    STRIKES,
)
from tiig.deidentify.vocabulary import sure_names

_AGED: Final = re.compile(
    r" ?\(\d{1,2} ?(?:y\w*)?\)|,? (?:aged )?\d{1,2} ?(?:yo|y/o|yrs?|y|m|f)\b|, \d{1,2}\b"
    r"| \d{1,2}/12\b| \d0s\b",
    re.IGNORECASE,
)
_ABOUT_SOMEBODY: Final = frozenset({"from", "with", "not", "who", "then", "also"})
_PLACES_LEAD: Final = frozenset({"from", "in", "at", "near", "nr", "outside"})


def doing_something(reading: Reading) -> None:
    """Mark whoever says or does something, owns something, or is explained in brackets."""
    for number, token in enumerate(reading.tokens):
        if reading.label(number) is not None or token.place_word or token.place:
            continue
        if token.word.removesuffix("s") in sure_names() and _owns(reading, number):
            reading.mark([number], PERSON)
        elif _is_a_relation(reading, number) or _speaks(reading, number):
            mark_name(reading, number, Trust.ANY_WORD)
        elif _explained(reading, number) or _introduced(reading, number):
            mark_name(reading, number, Trust.UNKNOWN_TOO)
        elif _has_an_initial(reading, number):
            reading.mark([number, number + 1], PERSON)
        elif token.possessive and (token.perhaps or (token.foreign and token.capital)):
            owns = _owns(reading, number)
            if owns or reading.word(number - 1) in {"is", "was"}:
                reading.mark([number], PERSON)


def _owns(reading: Reading, number: int) -> bool:
    return reading.word(number + 1) in OWNED and reading.adjacent(number)


def _is_a_relation(reading: Reading, number: int) -> bool:
    """Whether brackets behind a word say who somebody is to the patient: `Fan (wife)`."""
    token = reading.tokens[number]
    opened = re.fullmatch(r" ?\(", reading.gap(number))
    return bool(opened) and token.capital and reading.word(number + 1) in RELATIONS


def _has_an_initial(reading: Reading, number: int) -> bool:
    """Tell `Will H` and `Dean W`: a first name, and the surname's first letter."""
    if not reading.adjacent(number):
        return False
    one, two = reading.tokens[number], reading.tokens[number + 1]
    capitals = one.capital and two.capital and two.initial
    return one.perhaps and capitals and reading.text[two.end : two.end + 1] != "/"


def _explained(reading: Reading, number: int) -> bool:
    """Whether brackets behind a word say whose name it is: `Prince (friend)`, `Grace (8)`."""
    token, following = reading.tokens[number], reading.word(number + 1)
    brackets = re.fullmatch(r" ?[(=] ?", reading.gap(number)) is not None
    said = brackets and (following in RELATIONS or following in IN_BRACKETS)
    aged = _AGED.match(reading.text, token.end) is not None
    named = token.surname or not token.ordinary or (token.perhaps and token.capital)
    known = token.perhaps or token.surname or (token.foreign and token.capital)
    role = following in STAFF and re.fullmatch(r",? ", reading.gap(number)) is not None
    return ((said or aged) and named) or (role and known and not token.ordinary)


def _introduced(reading: Reading, number: int) -> bool:
    """Whether a possible first name begins a speech, has a surname, or comes from somewhere."""
    token = reading.tokens[number]
    if number + 1 >= len(reading.tokens):
        return False
    if token.foreign and token.capital and not number and reading.word(1) in _ABOUT_SOMEBODY:
        return reading.adjacent(0)
    if not token.perhaps:
        return False
    behind, following = reading.gap(number), reading.tokens[number + 1]
    speech = number == 0 and behind.startswith(":")
    comes = token.capital and behind == " " and following.word in _ABOUT_SOMEBODY
    does = token.capital and behind == " " and following.word.endswith("ed")
    does = does and reading.begins_sentence(number)
    rare = following.rare and following.capital and token.capital
    family = behind == " " and ((following.surname and not following.ordinary) or rare)
    return speech or comes or does or (family and reading.label(number + 1) is None)


def _speaks(reading: Reading, number: int) -> bool:
    """Whether a verb that only people do stands behind a word."""
    token, following = reading.tokens[number], reading.word(number + 1)
    if following not in SAYS or not re.fullmatch(r":? ", reading.gap(number)):
        return False
    strikes = following in STRIKES
    if token.perhaps:
        return token.sure or token.capital or token.shouted or not token.ordinary or strikes
    led = reading.word(number - 1) in _PLACES_LEAD
    if token.rare and token.capital and (strikes or following in ACTS) and not led:
        return True
    return token.foreign and (strikes or (token.capital and not led))

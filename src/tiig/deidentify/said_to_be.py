"""Names that a text says are names: behind a relation or a role, by whom, called what."""

from __future__ import annotations

import re
from typing import Final

from tiig.deidentify.name_chains import Trust, mark_name
from tiig.deidentify.reading import PERSON, PLACE, Reading
from tiig.deidentify.relations import (
    ACTS,
    AGENTS,
    DONE_TO,
    FAMILIES,
    LEADING,
    NAMED,
    NAMED_AS,
    OF_VENUES,
    OWNED,
    RELATIONS,
    SAYS,
    SOMEBODY,
    TITLES,
)
from tiig.deidentify.vocabulary import sure_surnames

_AS: Final = frozenset({"as", "by", "is", "of"})
_KNOWS: Final = frozenset(
    "know knows knew known recognised recognises identified attacker described".split()
)
_BEHIND_A_RELATION: Final = re.compile(r"[\s.:/\-\u2013(\"'\u201c=]{1,4}|\s?,\s?|\s\d{2,6}\s")
_LINKS: Final = frozenset("is was called named of as known in law staff lady".split())
_MOST_LINKS: Final = 3
_NEAR: Final = re.compile(r"[\s:;,\-\u2013(\"'\u201c\u2018=]{1,4}")
_QUOTED: Final = re.compile(
    r"[\"\u201c]([^\"\u201d]{2,24})[\"\u201d]|(?<!\w)['\u2018]([^'\u2019]{2,16})['\u2019](?!\w)"
)
_BEFORE_A_CLAUSE: Final = frozenset(
    "after when because cos that if than until since re under".split()
)
_PLACES_LEAD: Final = frozenset({"from", "in", "at", "near", "nr", "outside"})
_VICTIMS: Final = frozenset({"pt", "him", "her", "me", "them", "patient"})


def related(reading: Reading) -> None:
    """Mark a name behind a relation or a role: `mum Sharon`, `PC 4417 Brown`, `gf (Jade)`."""
    for number, token in enumerate(reading.tokens):
        nurse = token.word == "n" and reading.slashed(number) and reading.word(number - 1) == "s"
        relation = nurse or token.word in RELATIONS or token.word.rpartition("-")[2] in RELATIONS
        if not relation or token.possessive:
            continue
        name = number + 1
        while reading.word(name) in _LINKS and name - number <= _MOST_LINKS:
            name += 1
        gap = reading.gap(name - 1)
        if not _BEHIND_A_RELATION.fullmatch(gap):
            continue
        if token.word in OF_VENUES:
            if reading.word(number + 1) != "of" and reading.tokens[name].perhaps:
                mark_name(reading, name, Trust.LISTED)
            continue
        if _owns_something(reading, number):
            reading.mark([number + 1], PERSON)
        near = reading.adjacent(name - 1) or gap == ". " or any(map(str.isdigit, gap))
        trust = Trust.TITLED if near and (nurse or token.word in TITLES) else Trust.PLACES_TOO
        close = "," not in gap or reading.tokens[name].capital
        at_a_place = "," in gap and reading.label(name) == PLACE
        mark_name(reading, name, trust if near else _trust(close=close and not at_a_place))


def _the_family(reading: Reading, number: int) -> bool:
    """Tell `the Delaneys came round` from a venue: a surname in the plural that acts."""
    token = reading.tokens[number]
    plural = token.capital and token.word.removesuffix("s") in sure_surnames()
    return plural and reading.word(number - 1) == "the" and reading.word(number + 1) in ACTS


def _owns_something(reading: Reading, number: int) -> bool:
    """Tell `uncle Cledwyn's farm` from a farm of that name: a relation stands before it."""
    following = reading.tokens[number + 1] if number + 1 < len(reading.tokens) else None
    if following is None or not reading.adjacent(number):
        return False
    return following.possessive and not following.ordinary


def families(reading: Reading) -> None:
    """Mark the name that people share: `the McAllister brothers`."""
    for number, token in enumerate(reading.tokens):
        shared = reading.word(number + 1) in FAMILIES and reading.adjacent(number)
        if _the_family(reading, number):
            reading.mark([number], PERSON)
        if shared and not token.place_word and (token.foreign or token.surname):
            reading.mark([number], PERSON)


def called(reading: Reading) -> None:
    """Mark whatever follows `called`, `known as` and the like, also words that are ordinary."""
    for number, token in enumerate(reading.tokens):
        name = number + 1
        if _known_as(reading, number):
            mark_name(reading, name, Trust.ANY_WORD)
        linked = reading.word(name) in _AS
        if token.word not in NAMED and not (linked and token.word in NAMED_AS):
            continue
        if token.word in {"called", "call", "calls"} and reading.word(number - 1) not in SOMEBODY:
            continue
        name += linked
        if _NEAR.fullmatch(reading.gap(name - 1)):
            mark_name(reading, name, Trust.ANY_WORD if token.word != "name" else Trust.UNKNOWN_TOO)


def _known_as(reading: Reading, number: int) -> bool:
    """Whether `as` leads to what somebody is called: `knows him as Fish`, `Who: Lance`."""
    token = reading.tokens[number]
    if token.word == "who":
        return reading.gap(number).strip() == ":"
    if token.word in {"himself", "herself", "themselves"}:
        return reading.word(number - 1) in NAMED
    return token.word == "as" and reading.word(number - 2) in _KNOWS


def quoted(reading: Reading) -> None:
    """Mark one or two words in quotation marks that are no speech: `"Macca" pushed her`."""
    for match in _QUOTED.finditer(reading.text):
        inside = reading.within(match.start() + 1, match.end() - 1)
        tokens = [reading.tokens[number] for number in inside]
        capitals = all(token.capital and not token.place for token in tokens)
        names = any(token.sure or token.foreign for token in tokens)
        if 0 < len(inside) <= 2 and (capitals or names):  # noqa: PLR2004 - a name and a surname
            reading.mark(inside, PERSON)


def surname_first(reading: Reading) -> None:
    """Mark `SMITH, John`: a surname, a comma and a first name."""
    for number in range(len(reading.tokens) - 1):
        one, two = reading.tokens[number], reading.tokens[number + 1]
        if not re.fullmatch(r", ?", reading.gap(number)) or not two.perhaps:
            continue
        begins = reading.word(number - 1) in RELATIONS or not reading.adjacent(number - 1)
        capitals = one.written.isupper() and not one.shouted and not one.initial
        sure = two.sure and one.surname
        named = one.place or one.place_word
        doubtful = (two.ordinary and not (one.surname or capitals)) or (named and not sure)
        said = (begins or capitals) and (one.surname or not one.ordinary)
        said = said or (sure and number == 0)
        free = PLACE not in {reading.label(number), reading.label(number + 1)}
        if said and not doubtful and free:
            reading.mark([number, number + 1], PERSON)


def initials(reading: Reading) -> None:
    """Mark `J. Smith` and `T Mbeki-Sithole`."""
    for number in range(len(reading.tokens) - 1):
        one, two = reading.tokens[number], reading.tokens[number + 1]
        if not one.initial or not re.fullmatch(r"\.? ?", reading.gap(number)):
            continue
        if (two.place_word and not (two.surname and "." in reading.gap(number))) or (
            reading.slashed(number)
        ):
            continue
        if reading.label(number + 1) == PLACE and not (two.place and reading.alone(number + 1)):
            continue
        spelled = one.written.isupper() and two.capital and not two.ordinary
        if spelled or (two.surname and not two.ordinary):
            mark_name(reading, number + 1, Trust.PLACES_TOO)
            reading.mark([number], PERSON)


def agents(reading: Reading) -> None:
    """Mark who did it, who was there, who was told."""
    for number, token in enumerate(reading.tokens[:-1]):
        agent = token.word in AGENTS or (token.word == "b" and reading.slashed(number))
        led = reading.word(number - 1) in LEADING.get(token.word, ())
        if not (agent or led):
            continue
        if token.word == "by" and _has_something(reading, number + 1):
            reading.mark([number + 1], PERSON)
        if re.fullmatch(r"[\s./:\"\u201c]{1,3}", reading.gap(number)):
            doubtful = token.word in DONE_TO or token.word in _BEFORE_A_CLAUSE
            trust = Trust.LISTED if doubtful else Trust.UNKNOWN_TOO
            mark_name(reading, number + 1, trust)


def _has_something(reading: Reading, number: int) -> bool:
    """Tell `bitten by moggy's dog` from a place: what has something there acts."""
    token = reading.tokens[number]
    named = token.possessive and not (token.place or token.common or token.word in RELATIONS)
    return named and reading.adjacent(number) and not reading.tokens[number + 1].capital


def places_that_act(reading: Reading) -> None:
    """Mark surnames that are towns, where the text says or shows that somebody is meant."""
    for number, token in enumerate(reading.tokens):
        told = re.match(r" ?[(=] ?", reading.gap(number)) and reading.label(number) == PLACE
        if told and reading.word(number + 1) in RELATIONS and not token.place_word:
            reading.mark([number], PERSON)
        if not token.place or not reading.alone(number) or reading.label(number) == PERSON:
            continue
        behind, following = reading.gap(number), reading.word(number + 1)
        explained = re.fullmatch(r" ?[(=] ?", behind) and following in RELATIONS
        surname = re.fullmatch(r" ?[(=\-] ?", behind) and following == "surname"
        owns = token.possessive and behind == " " and following in OWNED
        acts = behind == " " and following in SAYS and reading.word(number + 2) in _VICTIMS
        if explained or surname or owns or (acts and reading.word(number - 1) not in _PLACES_LEAD):
            reading.mark([number], PERSON)


def _trust(*, close: bool) -> Trust:
    return Trust.UNKNOWN_TOO if close else Trust.LISTED

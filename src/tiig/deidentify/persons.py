"""People in free text, told from places by the words around them.

A word is read as a person's where the text says so (a relation, a role, who did it, a verb
behind it) or where it is a first name and nothing around it makes a place of it. Places are
marked first: what stands before a word for a place, or behind a word that leads to one.
"""

from __future__ import annotations

import re
from typing import Final

from tiig.deidentify.name_chains import Trust, mark_name
from tiig.deidentify.place_marks import mark_places
from tiig.deidentify.reading import PERSON, PLACE, Reading
from tiig.deidentify.relations import (
    AGENTS,
    AIMED,
    BEFORE_FOR,
    BEFORE_FROM,
    BEFORE_OF,
    BOTH,
    DONE_TO,
    IN_BRACKETS,
    LEADING_TO,
    LITTLE,
    NAMED,
    NAMED_AS,
    OF_VENUES,
    OWNED,
    PARTS,
    RELATIONS,
    SAYS,
    SOMEBODY,
    STAFF,
    STRIKES,
    TITLES,
)
from tiig.deidentify.tokens import tokens_of
from tiig.deidentify.vocabulary import sure_names

_BEHIND_A_RELATION: Final = re.compile(r"[\s.:/\-\u2013(\"'\u201c=]{1,4}|\s?,\s?|\s\d{2,6}\s")
_LINKS: Final = frozenset("is was called named of as known in law staff lady".split())
_MOST_LINKS: Final = 3
_NEAR: Final = re.compile(r"[\s:;,\-\u2013(\"'\u201c\u2018=]{1,4}")
_JOINED: Final = re.compile(r"\s*(?:,|&|\+|/)\s*")
_QUOTED: Final = re.compile(
    r"[\"\u201c]([^\"\u201d]{2,24})[\"\u201d]|(?<!\w)['\u2018]([^'\u2019]{2,16})['\u2019](?!\w)"
)
_AGED: Final = re.compile(r" ?\(\d{1,2} ?(?:y\w*)?\)|,? (?:aged )?\d{1,2} ?(?:yo|y/o|yrs?)\b")
_LEADING: Final = {
    "to": LEADING_TO, "at": AIMED, "from": BEFORE_FROM, "of": BEFORE_OF, "for": BEFORE_FOR,
}  # fmt: skip
_MEDICAL: Final = frozenset(
    "palsy fracture fractures sign test splint scale disease syndrome knife knives score rules "
    "triage solution collar beam daniels machine wrap catheter criteria position strength style "
    "type contracture leaf".split()
)
_BEFORE_A_CLAUSE: Final = frozenset(
    "after when because cos that if than until since re under".split()
)
_SELF: Final = frozenset("pt patient him her he she me they them himself herself".split())
_PLACES_LEAD: Final = frozenset({"from", "in", "at", "near", "nr", "outside"})
_VICTIMS: Final = frozenset({"pt", "him", "her", "me", "them", "patient"})

Named = tuple[str, int, int]


def read_people(text: str) -> tuple[list[Named], list[tuple[int, int]]]:
    """Find people in free text (kind, start, end) and the places that stand beside them."""
    reading = Reading(text, tokens_of(text))
    mark_places(reading)
    for rule in (
        _relations, _called, _quoted, _surname_first, _initials, _agents, _places_that_act,
        _subjects, _first_names, _beside_a_name, _listed, _coupled,
    ):  # fmt: skip
        rule(reading)
    places = [(start, end) for _, start, end in reading.spans(PLACE)]
    return list(reading.spans(PERSON)), places


def _relations(reading: Reading) -> None:
    """Mark a name behind a relation or a role: `mum Sharon`, `PC 4417 Brown`, `gf (Jade)`."""
    for number, token in enumerate(reading.tokens):
        relation = token.word in RELATIONS or token.word.rpartition("-")[2] in RELATIONS
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
        near = reading.adjacent(name - 1) or gap == ". " or any(map(str.isdigit, gap))
        trust = Trust.TITLED if near and token.word in TITLES else Trust.PLACES_TOO
        close = "," not in gap or reading.tokens[name].capital
        mark_name(reading, name, trust if near else _trust(close=close))


def _called(reading: Reading) -> None:
    """Mark whatever follows `called`, `known as` and the like, also words that are ordinary."""
    for number, token in enumerate(reading.tokens):
        name = number + 1
        linked = reading.word(name) in {"as", "by", "is", "of"}
        if token.word not in NAMED and not (linked and token.word in NAMED_AS):
            continue
        if token.word == "called" and reading.word(number - 1) not in SOMEBODY:
            continue
        name += linked
        if _NEAR.fullmatch(reading.gap(name - 1)):
            mark_name(reading, name, Trust.ANY_WORD if token.word != "name" else Trust.UNKNOWN_TOO)


def _quoted(reading: Reading) -> None:
    """Mark one or two words in quotation marks that are no speech: `"Macca" pushed her`."""
    for match in _QUOTED.finditer(reading.text):
        inside = reading.within(match.start() + 1, match.end() - 1)
        tokens = [reading.tokens[number] for number in inside]
        capitals = all(token.capital and not token.place for token in tokens)
        names = any(token.sure or token.foreign for token in tokens)
        if 0 < len(inside) <= 2 and (capitals or names):  # noqa: PLR2004 - a name and a surname
            reading.mark(inside, PERSON)


def _surname_first(reading: Reading) -> None:
    """Mark `SMITH, John`: a surname, a comma and a first name."""
    for number in range(len(reading.tokens) - 1):
        one, two = reading.tokens[number], reading.tokens[number + 1]
        if not re.fullmatch(r", ?", reading.gap(number)) or not two.perhaps:
            continue
        begins = reading.word(number - 1) in RELATIONS or not reading.adjacent(number - 1)
        capitals = one.written.isupper() and not one.shouted and not one.initial
        doubtful = (two.ordinary and not (one.surname or capitals)) or one.place or one.place_word
        said = (begins or capitals) and (one.surname or not one.ordinary)
        if said and not doubtful and reading.label(number) != PLACE:
            reading.mark([number, number + 1], PERSON)


def _initials(reading: Reading) -> None:
    """Mark `J. Smith` and `T Mbeki-Sithole`."""
    for number in range(len(reading.tokens) - 1):
        one, two = reading.tokens[number], reading.tokens[number + 1]
        if not one.initial or not re.fullmatch(r"\.? ?", reading.gap(number)):
            continue
        if two.place_word or reading.slashed(number):
            continue
        if reading.label(number + 1) == PLACE and not (two.place and reading.alone(number + 1)):
            continue
        spelled = one.written.isupper() and two.capital and not two.ordinary
        if spelled or (two.surname and not two.ordinary):
            mark_name(reading, number + 1, Trust.PLACES_TOO)
            reading.mark([number], PERSON)


def _agents(reading: Reading) -> None:
    """Mark who did it, who was there, who was told."""
    for number, token in enumerate(reading.tokens[:-1]):
        agent = token.word in AGENTS or (token.word == "b" and reading.slashed(number))
        led = reading.word(number - 1) in _LEADING.get(token.word, ())
        if not (agent or led):
            continue
        if re.fullmatch(r"[\s./:\"\u201c]{1,3}", reading.gap(number)):
            doubtful = token.word in DONE_TO or token.word in _BEFORE_A_CLAUSE
            trust = Trust.LISTED if doubtful else Trust.UNKNOWN_TOO
            mark_name(reading, number + 1, trust)


def _places_that_act(reading: Reading) -> None:
    """Mark surnames that are towns, where the text says or shows that somebody is meant."""
    for number, token in enumerate(reading.tokens):
        if not token.place or not reading.alone(number) or reading.label(number) == PERSON:
            continue
        behind, following = reading.gap(number), reading.word(number + 1)
        explained = re.fullmatch(r" ?[(=] ?", behind) and following in RELATIONS
        surname = re.fullmatch(r" ?[(=\-] ?", behind) and following == "surname"
        owns = token.possessive and behind == " " and following in OWNED
        acts = behind == " " and following in SAYS and reading.word(number + 2) in _VICTIMS
        if explained or surname or owns or (acts and reading.word(number - 1) not in _PLACES_LEAD):
            reading.mark([number], PERSON)


def _subjects(reading: Reading) -> None:
    """Mark whoever says or does something, owns something, or is explained in brackets."""
    for number, token in enumerate(reading.tokens):
        if reading.label(number) is not None or token.place_word or token.place:
            continue
        if token.word.removesuffix("s") in sure_names() and _owns(reading, number):
            reading.mark([number], PERSON)
        elif (
            _explained(reading, number) or _introduced(reading, number) or _speaks(reading, number)
        ):
            mark_name(reading, number, Trust.UNKNOWN_TOO)
        elif token.possessive and (token.perhaps or (token.foreign and token.capital)):
            owns = _owns(reading, number)
            if owns or reading.word(number - 1) in {"is", "was"}:
                reading.mark([number], PERSON)


def _owns(reading: Reading, number: int) -> bool:
    return reading.word(number + 1) in OWNED and reading.adjacent(number)


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
    if not token.perhaps or number + 1 >= len(reading.tokens):
        return False
    behind, following = reading.gap(number), reading.tokens[number + 1]
    speech = number == 0 and behind.startswith(":")
    comes = token.capital and behind == " " and following.word == "from"
    family = behind == " " and following.surname and not following.ordinary
    return speech or comes or (family and reading.label(number + 1) is None)


def _speaks(reading: Reading, number: int) -> bool:
    """Whether a verb that only people do stands behind a word."""
    token, following = reading.tokens[number], reading.word(number + 1)
    if following not in SAYS or not re.fullmatch(r":? ", reading.gap(number)):
        return False
    strikes = following in STRIKES
    if token.perhaps:
        return token.sure or token.capital or token.shouted or not token.ordinary or strikes
    led = reading.word(number - 1) in _PLACES_LEAD
    return token.foreign and (strikes or (token.capital and not led))


def _first_names(reading: Reading) -> None:
    """Mark first names that nothing makes a place of; doubtful ones with a capital inside."""
    for number, token in enumerate(reading.tokens):
        if reading.label(number) is not None or reading.medical(number, _MEDICAL):
            continue
        inside = token.capital and not reading.begins_sentence(number)
        if token.sure or (token.perhaps and inside and not token.place and not token.place_word):
            mark_name(reading, number, Trust.UNKNOWN_TOO)


def _beside_a_name(reading: Reading) -> None:
    """Mark what belongs to the name behind it: `Zhang Wei`, `Little Tony`, `Wayno v Dinky`."""
    for number, token in enumerate(reading.tokens[:-1]):
        if reading.word(number) in {"v", "vs"}:
            _mark_fight(reading, number)
        if reading.label(number) is not None or reading.label(number + 1) != PERSON:
            continue
        if token.place_word or not reading.adjacent(number):
            continue
        family = (token.surname and not token.ordinary) or (token.capital and token.foreign)
        if token.word in LITTLE or token.word in PARTS - {"st"} or family:
            reading.mark([number], PERSON)


def _mark_fight(reading: Reading, number: int) -> None:
    sides = [side for side in (number - 1, number + 1) if 0 <= side < len(reading.tokens)]
    if all(reading.tokens[one].capital and reading.tokens[one].foreign for one in sides):
        reading.mark([one for one in sides if reading.label(one) is None], PERSON)


def _listed(reading: Reading) -> None:
    """Mark names behind a name, parted by a comma or the like."""
    for number in range(len(reading.tokens) - 1):
        joined = _JOINED.fullmatch(reading.gap(number)) and reading.label(number) == PERSON
        token = reading.tokens[number + 1]
        fits = token.sure or (token.capital and (token.foreign or token.perhaps))
        if joined and reading.label(number + 1) is None and fits:
            mark_name(reading, number + 1, Trust.UNKNOWN_TOO)


def _coupled(reading: Reading) -> None:
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


def _trust(*, close: bool) -> Trust:
    return Trust.UNKNOWN_TOO if close else Trust.LISTED

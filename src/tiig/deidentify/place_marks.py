"""Which words of a text are places: by themselves, or by a word behind or before them."""

from __future__ import annotations

import re
from typing import Final

from tiig.deidentify.reading import PLACE, Reading
from tiig.deidentify.relations import ACTS, LEADING, RELATIONS
from tiig.deidentify.tokens import MORE_PLACE_WORDS
from tiig.deidentify.vocabulary import venues

_LEADS: Final = frozenset(
    "the ye at in inside outside nr near nearby opp opposite behind into onto locus jct around "
    "kitchen thru through via lives walked venue leaving left entering exiting works "
    "hmp hmyoi yoi ysbyty venue loc location scene".split()
)
_MODIFIERS: Final = frozenset(
    "riding sixth care nursing residential car retail day primary secondary grammar leisure "
    "shopping golf rugby football cricket working mens social sports medical health children's "
    "community youth business trading country water skate trampoline train bus tram police".split()
)
"""Ordinary words between a place's own name and the word for what it is."""
_MAY_LEAD: Final = frozenset("from to on off past round".split())
"""Words that lead to somebody as often: a first name behind them stays one."""
_HOME: Final = frozenset("house flat home place room party address garden car bedroom".split())
_INSIDE: Final = frozenset("of and n the o' o le la".split())
_TOUCHING: Final = frozenset({"on", "onto", "into", "off", "over", "via"})
_BEFORE_THE: Final = frozenset({"on", "in"})
_RANKS: Final = frozenset(
    "st saint sir lord king queen queens prince princess duke earl old ye royal".split()
)
_TITLES: Final = frozenset("mr mrs miss ms mx dr doctor prof professor".split())
_BY: Final = frozenset({"by", "with", "w"})
_NOT_OWNED: Final = frozenset({"in", "on", "at"})
_LONGEST: Final = 4


def mark_places(reading: Reading) -> None:
    """Mark every word that is, or is part of, the name of a place."""
    _mark_venues(reading)
    _mark_ranks(reading)
    for number, token in enumerate(reading.tokens):
        if token.place_word and not _titled(reading, number) and not _a_doctor(reading, number):
            if not _somebodys_home(reading, number):
                _mark_before(reading, number)
        elif token.place:
            reading.mark([number], PLACE)
    for number, token in enumerate(reading.tokens):
        outside = token.word == "s" and reading.slashed(number)
        if reading.word(number - 1) in LEADING.get(token.word, ()):
            continue
        if token.word in _LEADS or outside:
            _mark_behind(reading, number, names_too=True)
        elif token.word in _MAY_LEAD:
            _mark_behind(reading, number, names_too=False)
    _mark_possessives(reading)


def _mark_venues(reading: Reading) -> None:
    """Mark venues that bear the name of a person."""
    words = [token.word for token in reading.tokens]
    for number in range(len(words)):
        for length in (2, 3):
            if tuple(words[number : number + length]) in venues():
                reading.mark(range(number, min(number + length, len(words))), PLACE)


def _mark_ranks(reading: Reading) -> None:
    """Mark `St Monica's`, `Sir Robert Peel` and `Duke of Wellington`."""
    for number, token in enumerate(reading.tokens[:-1]):
        if token.word not in _RANKS or not reading.joins(number):
            continue
        before = reading.tokens[number - 1] if number else None
        free = before is None or before.ordinary or not reading.joins(number - 1)
        saint = token.word in {"st", "saint"} and free
        two_more = reading.joins(number + 1) and _can_name(reading, number + 2)
        knight = token.word in {"sir", "lord"} and two_more and reading.word(number - 1) not in _BY
        if saint or knight or reading.word(number + 1) in {"of", "o"}:
            reading.mark([number], PLACE)
            _mark_behind(reading, number, names_too=True)


def _mark_before(reading: Reading, number: int) -> None:
    """Mark a word for a place and the words that it makes one of."""
    if _somebody_acts(reading, number):
        return
    chain, earlier = [number], number - 1
    while earlier >= 0 and len(chain) <= _LONGEST and reading.joins(earlier):
        small = _INSIDE | _MODIFIERS
        joining = reading.word(earlier) in small and _can_name(reading, earlier - 1)
        if not (_can_name(reading, earlier) or joining) or _titled(reading, earlier):
            break
        if _abbreviated(reading, earlier):
            break
        chain.append(earlier)
        earlier -= 1
    if len(chain) > 1 or reading.tokens[number].capital:
        reading.mark(chain, PLACE)


def _somebody_acts(reading: Reading, number: int) -> bool:
    """Tell `Bozena Wood attacked him` from a wood."""
    if not number or not reading.adjacent(number - 1):
        return False
    one, two = reading.tokens[number - 1], reading.tokens[number]
    acts = reading.adjacent(number) and reading.word(number + 1) in ACTS
    return one.sure and two.surname and acts


def _abbreviated(reading: Reading, number: int) -> bool:
    """Tell `NWAS` and `RTC`, at which the name of a place ends, from words."""
    token = reading.tokens[number]
    return token.written.isupper() and not (token.shouted or token.initial or token.place)


def _mark_behind(reading: Reading, number: int, *, names_too: bool) -> None:
    """Mark the words behind one that leads to a place, up to the next ordinary one."""
    if not re.fullmatch(r"[ .:\"]{1,2}", reading.gap(number)):
        return
    following = number + 1 + (reading.word(number + 1) == "the")
    chain: list[int] = []
    while following < len(reading.tokens) and len(chain) < _LONGEST:
        if chain and not reading.joins(following - 1):
            break
        if not (_can_name(reading, following) or (chain and _joins_on(reading, following))):
            break
        if chain and _begins_a_person(reading, following):
            break
        chain.append(following)
        following += 1
    if chain and not _people_are_meant(reading, chain, names_too=names_too):
        reading.mark([one for one in chain if reading.label(one) is None], PLACE)


def _begins_a_person(reading: Reading, number: int) -> bool:
    """Tell where `the Jolly Carter Tuan Blezard` comes to a person."""
    token = reading.tokens[number]
    if not token.sure or number + 1 >= len(reading.tokens) or not reading.adjacent(number):
        return False
    family = reading.tokens[number + 1]
    named = family.foreign or (family.surname and not family.place_word)
    return named and reading.word(number + 2) not in MORE_PLACE_WORDS


def _joins_on(reading: Reading, number: int) -> bool:
    """Whether a small word goes on with a name: `band on the wall`, `night and day`."""
    the_next = reading.word(number + 1) == "the"
    small = _INSIDE | _BEFORE_THE if the_next else _INSIDE
    return reading.word(number) in small and (the_next or _can_name(reading, number + 1))


def _people_are_meant(reading: Reading, chain: list[int], *, names_too: bool) -> bool:
    """Tell `at Ste's house` and `at Bev and Ken's` from places; a title makes a person."""
    tokens = [reading.tokens[number] for number in chain]
    if any(token.word in _TITLES for token in tokens) and not tokens[-1].place_word:
        return True
    if tokens[-1].possessive and reading.word(chain[-1] + 1) in _HOME:
        return True
    if len(tokens) == 1 and _touched(reading, chain[0]):
        return True
    couple = tokens[0].sure and any(token.word in {"and", "n"} for token in tokens)
    if couple and tokens[-1].possessive and tokens[-1].sure:
        return True
    return not names_too and any(token.sure for token in tokens)


def _has_a_business(reading: Reading, number: int) -> bool:
    """Tell `Tony's Tyres` from `Tony's dog`: what is named so is written with a capital."""
    if not reading.adjacent(number):
        return False
    following = reading.tokens[number + 1]
    led = reading.word(number - 1) in {*_BY, "is", "and", *RELATIONS}
    return following.capital and not (led or following.sure or following.word in RELATIONS)


def _touched(reading: Reading, number: int) -> bool:
    """Tell `fell onto Mirela` and `leant on Ishbel's frame` from places."""
    token, behind = reading.tokens[number], reading.word(number + 1)
    if reading.word(number - 1) not in _TOUCHING or token.place or token.place_word:
        return False
    owns = token.possessive and reading.adjacent(number) and behind not in MORE_PLACE_WORDS
    return (token.sure or owns) and not reading.tokens[number].ordinary


def _mark_possessives(reading: Reading) -> None:
    """Mark `Rosie O'Grady's` where nothing follows that somebody could have."""
    for number, token in enumerate(reading.tokens):
        if not token.possessive or (token.ordinary and not token.initial):
            continue
        if _has_a_business(reading, number):
            reading.mark([number], PLACE)
            continue
        if reading.adjacent(number) and reading.word(number + 1) not in _NOT_OWNED:
            continue
        two = number > 0 and reading.adjacent(number - 1) and reading.tokens[number - 1].sure
        first = number - two
        if reading.word(first - 1) not in {*_BY, "is", "and", "of", *RELATIONS}:
            reading.mark(range(first, number + 1), PLACE)


def _somebodys_home(reading: Reading, number: int) -> bool:
    """Tell `Ste's house` from `Park House`: a home that somebody has."""
    owned = number > 0 and reading.tokens[number - 1].possessive
    return owned and reading.word(number) in _HOME


def _titled(reading: Reading, number: int) -> bool:
    """Whether a title stands before a word: `Mrs Green` is no green."""
    nurse = reading.word(number - 1) == "n" and reading.slashed(number - 1)
    title = nurse or (reading.word(number - 1) in _TITLES and reading.label(number - 1) != PLACE)
    return title and re.fullmatch(r"\.? {0,2}", reading.gap(number - 1)) is not None


def _a_doctor(reading: Reading, number: int) -> bool:
    """Tell `seen by Dr` from `Victoria Dr`."""
    if reading.word(number) != "dr":
        return False
    before = reading.tokens[number - 1] if number else None
    return before is None or before.ordinary or not reading.joins(number - 1)


def _can_name(reading: Reading, number: int) -> bool:
    """Whether a word can be part of a place's name."""
    if not 0 <= number < len(reading.tokens):
        return False
    token = reading.tokens[number]
    known = token.word in _RANKS or token.place or token.sure
    return known or token.capital or not token.ordinary

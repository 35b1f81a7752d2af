"""A text as words with their places, and what each word is by itself."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from tiig.deidentify.people import PLACE_WORDS
from tiig.deidentify.relations import RELATIONS
from tiig.deidentify.vocabulary import (
    common,
    listed,
    may_be_a_word,
    ordinary,
    put_right,
    sure_names,
)

_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['\u2019\u2018`\-](?=[^\W\d_]))*")
_APOSTROPHES: Final = re.compile("[\u2019\u2018`]")
_POSSESSIVE: Final = re.compile(r"['\u2019\u2018`]s?$")
MORE_PLACE_WORDS: Final = PLACE_WORDS | frozenset(
    "airport arch arena assembly bakery bank barber barbers baths beach bingo boulevard "
    "bowl bowls brewery brook brow buildings bus bypass campsite canal carpark casino "
    "cathedral cemetery chapel chippy chop cinema city cl clough co-op coach common "
    "congregation cres crem cricket ctr embankment entrance express factory farm field fold "
    "football footbridge ford gallery garage garden gdns grammar grounds guesthouse "
    "gurdwara gym halls harbour heath high hosp hostel industrial infant interchange jct "
    "junior kebab kebabs kiosk lake laundrette leisure library line ln locks marina meadow "
    "meadows memorial metrolink mkt monument moor mosque moss motel museum newsagents "
    "nursery offy offlicence pavilion pier pizza pk playground pool post-office practice "
    "primary quay quays racecourse rec recreation reserve reservoir residential retail rise "
    "rink ring river roof rooms salon sch schloss shelter shopping sixth sports spring "
    "stadia stage stage stn stop stores stud studios subway superstore synagogue temple "
    "theatre towpath town tram tunnel uni vale viaduct village villas walks warehouse wash "
    "sq cresc hse crt lounge pharmacy chemist bookies bookmakers builders burger burgers chicken "
    "ferry valley nook chase mount dam edge lido prison works cabs suite rink slope est convent "
    "mills stables bldg busway cem blades lads baths "
    "pond res reservoir dell golf foodbank chophouse tyres restaurant deli smokehouse kitchen "
    "bagels fry plaice butties karahi parade rec rc ce "
    "grill diner toys sweets stand statue boat depot yard nails tattoo spa sauna outlet bakers "
    "jewellers "
    "waterpark wharf wine wood woods youth zoo".split()
)
"""Words that make a place of the words before them, in free text."""


class Token(NamedTuple):
    """One word: where it stands, how it is written, and what the lists say of it.

    `sure` is a first name and nothing else, `perhaps` may be one; `place` is a place by
    itself, `place_word` makes a place of the words before it; `doubtful` is a name that is a
    word too, `common` is a word that notes are full of.
    """

    start: int
    end: int
    written: str
    word: str
    possessive: bool
    capital: bool
    shouted: bool
    sure: bool
    perhaps: bool
    surname: bool
    ordinary: bool
    place: bool
    place_word: bool
    doubtful: bool
    common: bool

    @property
    def foreign(self) -> bool:
        """Whether no list of ordinary words or places knows it."""
        return not (self.ordinary or self.place or self.place_word)

    @property
    def rare(self) -> bool:
        """Whether it is a word, but none that notes are full of."""
        return self.ordinary and not (self.common or self.word in RELATIONS)

    @property
    def initial(self) -> bool:
        """Whether it is one letter."""
        return len(self.word) == 1


def tokens_of(text: str) -> list[Token]:
    """Part a text into words; a possessive's ending is left off what is looked up."""
    shouted = text == text.upper()
    found = []
    for match in _WORD.finditer(text):
        written = _APOSTROPHES.sub("'", match[0])
        bare = _POSSESSIVE.sub("", written)
        word = unaccented(bare)
        if not written[0].isupper() or shouted or not match.start():
            word = put_right(word)  # a name inside a text is written with a capital
        found.append(
            Token(
                match.start(),
                match.start() + len(bare),
                written,
                word,
                bare != written,
                written[0].isupper() and not shouted,
                shouted,
                *_kinds(word),
            )
        )
    return found


def unaccented(word: str) -> str:
    """Write a word small and without accents, as the lists do."""
    if word.isascii():
        return word.casefold()
    parts = unicodedata.normalize("NFKD", word.casefold().replace("\u0142", "l"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _double(word: str) -> bool:
    """Whether a word with a hyphen is a first name: it begins with one, or is two of them."""
    parts = word.split("-")
    both = all(part in listed("first_names") for part in parts)
    return len(parts) > 1 and (parts[0] in sure_names() or both)


@lru_cache(maxsize=20_000)
def _kinds(word: str) -> tuple[bool, ...]:
    """Return what lists say of a word, in the order of a token's last fields."""
    names = sure_names()
    return (
        word in names or _double(word),
        word in listed("first_names"),
        word in listed("surnames"),
        ordinary(word) or word in RELATIONS,
        word in listed("places"),
        word in MORE_PLACE_WORDS,
        may_be_a_word(word),
        common(word),
    )

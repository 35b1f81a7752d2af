"""The exact checks, one text at a time: where each identifier begins and ends.

Called with the distinct suspicious texts of a batch only. Nothing here stores, logs or
raises with a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from tiig.deidentify import days, numbers, people, postcodes
from tiig.deidentify.persons import read_people
from tiig.deidentify.plainly import loosely, plainly

KINDS: Final = (
    "nhs_number", "chi_number", "ni_number", "phone", "e_mail", "postcode", "birth_date", "name",
    "address",
)  # fmt: skip
REMOVED: Final = "[removed]"
_E_MAIL: Final = re.compile(
    r"(?<![^\s,;:<>()\[\]\"])[^\s@,;:<>()\[\]\"]{1,64}(?:@| ?[(\[]at[)\]] ?)"
    r"[\w\-]{1,63}(?:\.[\w\-]{1,63}){0,6}[.,][a-z]{2,24}",
    re.IGNORECASE,
)
_DOT: Final = r" ?(?:\.|[(\[]? ?dot ?[)\]]?) ?"
_SPELLED_E_MAIL: Final = re.compile(
    rf"[\w.+\-]{{2,64}} ?(?:@|[(\[]? ?at ?[)\]]?) ?[\w\-]{{2,63}}(?:{_DOT}[\w\-]{{2,63}})*"
    rf"{_DOT}(?:com|org|net|uk|nhs|ac|gov|co|eu|ie|info|example)\b",
    re.IGNORECASE,
)
"""An address spelled out with spaces or words, at one of the usual ends."""


class Span(NamedTuple):
    """A stretch of text that names a person; `kind` is one of `KINDS`."""

    kind: str
    start: int
    end: int


def identifiers(text: str, *, codes: bool = False) -> Iterator[Span]:
    """Find every identifier that a text shows by itself; `codes` as in `postcodes`."""
    yield from dict.fromkeys(Span(*found) for found in _found(text, codes=codes))


def kinds_in(text: str, *, codes: bool = False) -> frozenset[str]:
    """Return the kinds of identifiers in a text as it stands, and as it may be meant.

    A value may be stuck to its label, escaped, or parted by signs that no number is usually
    parted by.
    """
    found = {kind for kind, _, _ in _found(text, codes=codes)}
    loose = loosely(text)
    if loose != text and not codes:
        found |= {kind for kind, _, _ in _found(loose, codes=codes)}
    return frozenset(found)


def without_identifiers(text: str) -> str:
    """Return the text with each identifier, and each full date, replaced by `[removed]`."""
    kept, position = [], 0
    for start, end in removed(text):
        if start >= position:
            kept += [text[position:start], REMOVED]
        position = max(position, end)
    return "".join([*kept, text[position:]])


def removed(text: str) -> list[tuple[int, int]]:
    """Return the stretches that scrubbing takes out of free text, in their order."""
    people, places = read_people(text)
    named = [
        found
        for found in _found(text, codes=False)
        if found[0] != "name"
        or not any(start < found[2] and found[1] < end for start, end in places)
    ]
    spans = [*named, *days.full_dates(plainly(text)), *people]
    return sorted(((start, end) for _, start, end in spans), key=lambda one: (one[0], -one[1]))


def _found(written: str, *, codes: bool) -> Iterator[tuple[str, int, int]]:
    text = plainly(written)
    yield from numbers.health_numbers(text, codes=codes)
    yield from numbers.telephones(text)
    yield from numbers.insurance_numbers(text)
    yield from postcodes.postcodes(text, codes=codes)
    yield from days.birthdays(text)
    yield from people.names(text)
    for pattern, said in ((_E_MAIL, written), (_E_MAIL, text), (_SPELLED_E_MAIL, text)):
        yield from (("e_mail", match.start(), match.end()) for match in pattern.finditer(said))

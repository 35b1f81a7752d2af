"""The exact checks, one text at a time: where each identifier begins and ends.

Called with the distinct suspicious texts of a batch only. Nothing here stores, logs or
raises with a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from tiig.deidentify import days, numbers, people, postcodes

KINDS: Final = (
    "nhs_number", "chi_number", "ni_number", "phone", "e_mail", "postcode", "birth_date", "name",
    "address",
)  # fmt: skip
REMOVED: Final = "[removed]"
_E_MAIL: Final = re.compile(
    r"(?<![^\s,;:<>()\[\]\"])[^\s@,;:<>()\[\]\"]{1,64}(?:@| ?[(\[]at[)\]] ?)"
    r"[\w\-]{1,63}(?:\.[\w\-]{1,63}){0,6}\.[a-z]{2,24}",
    re.IGNORECASE,
)


class Span(NamedTuple):
    """A stretch of text that names a person; `kind` is one of `KINDS`."""

    kind: str
    start: int
    end: int


def identifiers(text: str, *, codes: bool = False) -> Iterator[Span]:
    """Find every identifier that a text shows by itself; `codes` as in `postcodes`."""
    yield from (Span(*found) for found in _found(text, codes=codes))


def without_identifiers(text: str) -> str:
    """Return the text with each identifier, and each full date, replaced by `[removed]`."""
    spans = [*_found(text, codes=False), *days.full_dates(text)]
    kept, position = [], 0
    for _, start, end in sorted(spans, key=lambda found: (found[1], -found[2])):
        if start >= position:
            kept += [text[position:start], REMOVED]
        position = max(position, end)
    return "".join([*kept, text[position:]])


def _found(text: str, *, codes: bool) -> Iterator[tuple[str, int, int]]:
    yield from numbers.health_numbers(text)
    yield from numbers.telephones(text)
    yield from numbers.insurance_numbers(text)
    yield from postcodes.postcodes(text, codes=codes)
    yield from days.birthdays(text)
    yield from people.names(text)
    yield from (("e_mail", match.start(), match.end()) for match in _E_MAIL.finditer(text))

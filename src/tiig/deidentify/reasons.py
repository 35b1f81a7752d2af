"""A text that a person wrote on purpose - a reason, a purpose - before it is kept for good."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final

import polars as pl

from tiig.deidentify.days import YEAR, full_dates, rough, rough_days
from tiig.deidentify.numbers import passes
from tiig.deidentify.openings import plain_openings
from tiig.deidentify.persons import read_people
from tiig.deidentify.plainly import plainly
from tiig.deidentify.spans import identifiers

_IDS: Final = re.compile(
    r"(?<![0-9a-z])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[0-9]*[a-f])[0-9a-f]{12,128})"
    r"(?![0-9a-z])"
)
"""Ids and digests of the house, whose digits may look like a telephone's."""
_MONTHS: Final = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
_NOT_PEOPLE: Final = frozenset(f"{_MONTHS} royal cron".split())
"""Words of reasons that are first names too: months above all."""
_SPELLED_DAY: Final = re.compile(
    r"\b(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
    r"|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth)"
    rf" (?:day )?(?:of )?(?:{'|'.join(_MONTHS.split())})\b[ ,]*"
    r"(?:in |of )?(?:(?:19|20)[0-9]{2}\b|nineteen|two thousand|twenty)",
    re.IGNORECASE,
)
"""A day and its year in words, as nobody dates a letter."""
_TEN_GROUPED: Final = re.compile(r"(?<![0-9])[0-9](?:[ ./\-]{0,3}[0-9]){9}(?![0-9])")


@lru_cache(maxsize=2_000)
def kinds_in(text: str) -> tuple[str, ...]:
    """Return the kinds of direct identifiers that a text shows, sorted."""
    return tuple(sorted({span.kind for span in identifiers(_IDS.sub("id", text))}))


def kinds_typed(text: str, today: date) -> tuple[str, ...]:
    """Return the kinds of identifiers in what somebody typed, where nobody need be named.

    Wider than `kinds_in`: people without a title are told as in free text, ten digits are
    read in any groups, and a day more than a year before `today` is read as a birthday.
    """
    plain = plainly(_IDS.sub("it", text))
    kinds = set(kinds_in(text))
    if any(
        not _is_ours(plain[start:end]) for _, start, end in read_people(plain, unknown=False)[0]
    ):
        kinds.add("name")
    if _SPELLED_DAY.search(plain) or _long_past(plain, rough(today)):
        kinds.add("birth_date")
    if any(passes(re.sub(r"[^0-9]", "", match[0])) for match in _TEN_GROUPED.finditer(plain)):
        kinds.add("nhs_number")
    return tuple(sorted(kinds))


def kinds_noted(text: str, today: date) -> tuple[str, ...]:
    """Return the kinds of identifiers in a note on work, whose sentences may open with a verb."""
    return kinds_typed(plain_openings(text), today)


def _is_ours(words: str) -> bool:
    return all(word in _NOT_PEOPLE for word in re.findall(r"[^\W\d_]+", words.lower()))


def _long_past(text: str, today: int) -> bool:
    dates = pl.Series([text[start:end] for _, start, end in full_dates(text)], dtype=pl.String)
    return bool((rough_days(dates, today) <= today - YEAR).any())

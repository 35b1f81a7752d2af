"""Numbers that name a person: NHS, CHI and National Insurance numbers, telephones.

The check digit is the one of the NHS Data Dictionary (NHS NUMBER: weights 10 to 2,
11 minus the remainder, 11 read as 0, 10 never issued); CHI numbers use the same sum
over a day of birth written DDMMYY.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import polars as pl

_WEIGHTS: Final = range(10, 1, -1)
_GAP: Final = r"[ ./()\-]{0,3}"
_ALONE: Final = r"(?<![0-9])(?<![0-9]\.)"
_END: Final = r"(?![0-9])"
_TEN: Final = re.compile(rf"{_ALONE}([0-9]{{3}}){_GAP}([0-9]{{3}}){_GAP}([0-9]{{4}}){_END}")
_PARTED: Final = r"[ \-]{1,3}"
_TEN_OTHERWISE: Final = re.compile(
    rf"{_ALONE}(?:([0-9]{{6}}){_PARTED}([0-9]{{4}})"
    rf"|([0-9]{{4}}){_PARTED}([0-9]{{3}}){_PARTED}([0-9]{{3}})|([0-9]{{5}}){_PARTED}([0-9]{{5}})"
    r"|([0-9]{2})([ .\-])([0-9]{2})\9([0-9]{2})[ .\-]+([0-9]{4}))"
    rf"{_END}(?!:)",
)
_THOUSANDS: Final = re.compile(r"(?<![0-9.,])[1-9],[0-9]{3},[0-9]{3},[0-9]{3}(?![0-9,])")
"""Ten digits that a spreadsheet shows as an amount."""
_LABELLED: Final = re.compile(
    r"(?:nhs|gig|chi|h ?& ?c|hcn|health|patient)[a-z .:#=()'\"\-]{0,24}?"
    r"(?<![0-9])([0-9](?:[ .,/()\-]{0,3}[0-9]){9})(?![0-9])",
    re.IGNORECASE,
)
"""Ten digits in any grouping, where words before them say what they are."""
_EXPONENT: Final = re.compile(r"(?<![0-9.])([1-9])[.,]([0-9]{8,9})[eE]\+?0?([89])(?![0-9])")
"""What a spreadsheet makes of a long number, with all its digits."""
_TELEPHONE_GAP: Final = r"[ ()./\-]{0,3}"
_HOME: Final = re.compile(
    r"(?:\( ?)?(?<![0-9])(?<![0-9]\.)0 ?(?:1 ?[0-9]|2[03489]|3[0347]|5[56]|7[0-9]|8[0-9])"
    rf"(?:{_TELEPHONE_GAP}[0-9]){{7,8}}{_END}"
)
_ABROAD: Final = re.compile(
    rf"(?:\+|(?<![0-9A-Za-z])00)[ (]{{0,2}}44\)?{_TELEPHONE_GAP}(?:\(?0\)?)?{_TELEPHONE_GAP}"
    rf"[1-9](?:{_TELEPHONE_GAP}[0-9]){{8,9}}{_END}"
    r"|(?<![0-9])(?<![0-9]\.)0(?:[ .\-]?[0-9]){10}(?![ .\-]?[0-9])(?<=[0-9])"
    r"|(?<![0-9])44 ?7[0-9]{3} ?[0-9]{3} ?[0-9]{3}(?![0-9])|(?<![0-9] )0(?: [0-9]){10}(?! ?[0-9])"
    rf"|\+ ?[1-9][0-9]{{0,2}}(?:{_TELEPHONE_GAP}[0-9]){{7,11}}{_END}"
    r"|(?<![0-9A-Za-z])(?<![0-9][ .,\-])00 ?[1-9][0-9]{0,2}"
    rf"(?:{_TELEPHONE_GAP}[0-9]){{7,11}}{_END}"
    rf"|(?<![0-9])(?:\(?[2-9][0-9]{{2}}\)?[ .\-]){{1,2}}555[ .\-]?[0-9]{{4}}{_END}",
)
_CALLED: Final = re.compile(
    r"(?<![a-z])(?:tel|tele?phone|phone|ph|mob|mobile|cell|landline|call|callback|ring|rang|text|fax"
    r"|whatsapp|wtsapp|contact)"
    r"(?: ?(?:no|nos|num|number))?[ .:#=\-]{0,4}(?:is )?\(?"
    r"(?<![0-9])([0-9](?:(?:[ \-]|, )?[0-9]){5,11})(?![0-9])(?![ \-][0-9])",
    re.IGNORECASE,
)
"""A number without its leading nought or its area, where words before it say what it is."""
_INSURANCE: Final = re.compile(
    r"(?:(?<![A-Z0-9])|(?<=NINO)|(?<=NI)|(?<=NO)|(?<=NUMBER)|(?<=INS)|(?<=NUM))"
    r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r"(?:[ .,/\-]{0,3}[0-9]){6}[ .,/\-]{0,3}[A-D](?![A-Z0-9])",
    re.IGNORECASE | re.ASCII,
)
_INSURANCE_LABELLED: Final = re.compile(
    r"(?:nino|(?<![a-z])n\.? ?i\.?|ins(?:urance)?)(?: ?(?:no|num|number))?[ .:#=()\-]{0,4}"
    r"(?<![A-Z])([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:[ .,/\-]{0,3}[0-9]){6}"
    r"(?:[ .,/(\-]{0,3}[A-Z])?)"
    r"(?![A-Z0-9])",
    re.IGNORECASE | re.ASCII,
)
"""HMRC's published shape: two letters of a restricted list, six digits, A to D."""
_LAST_DAY, _LAST_MONTH = 31, 12
_LONG_NUMBER: Final = 11


def check_digit_right(digits: pl.Expr) -> pl.Expr:
    """Tell whether ten-digit texts pass the modulus 11 check (null for other texts).

    Ten times the same digit is a filler, not a number of anybody.
    """
    number = digits.cast(pl.Int64, strict=False)
    place = [(number // 10**power) % 10 for power in range(9, -1, -1)]
    total = pl.sum_horizontal(
        digit * weight for digit, weight in zip(place, _WEIGHTS, strict=False)
    )
    right: pl.Expr = ((total + place[-1]) % 11 == 0) & (number % 1_111_111_111 != 0)
    return right


def health_number_kind(digits: pl.Expr) -> pl.Expr:
    """Name the ten-digit texts that start with a day of birth CHI numbers, the others NHS."""
    day = digits.str.slice(0, 2).cast(pl.Int32, strict=False)
    month = digits.str.slice(2, 2).cast(pl.Int32, strict=False)
    dated = day.is_between(1, _LAST_DAY) & month.is_between(1, _LAST_MONTH)
    return pl.when(dated).then(pl.lit("chi_number")).otherwise(pl.lit("nhs_number"))


def passes(digits: str) -> bool:
    """Tell whether one ten-digit text passes the modulus 11 check and is no filler."""
    if len(digits) != len(_WEIGHTS) + 1:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return (total + int(digits[-1])) % 11 == 0 and len(set(digits)) > 1


def begins_with_a_day(digits: str) -> bool:
    """Tell whether a number starts DDMMYY, as every CHI number does."""
    return 1 <= int(digits[:2]) <= _LAST_DAY and 1 <= int(digits[2:4]) <= _LAST_MONTH


def health_numbers(text: str, *, codes: bool = False) -> Iterator[tuple[str, int, int]]:
    """Find NHS and CHI numbers: kind, first character, one past the last.

    With `codes` the text is a cell of codes or local numbers: there unusual groups of digits
    are no number of a person.
    """
    for pattern in (_TEN,) if codes else (_TEN, _TEN_OTHERWISE):
        for match in pattern.finditer(text):
            yield from _health_number(match, "".join(filter(str.isdigit, match[0])), match.start())
    for match in _LABELLED.finditer(text):
        digits = "".join(filter(str.isdigit, match[1]))
        yield from _health_number(match, digits, match.start(1))
    for match in () if codes else _THOUSANDS.finditer(text):
        yield from _health_number(match, match[0].replace(",", ""), match.start())
    for match in _EXPONENT.finditer(text):
        yield from _health_number(match, _written_out(match), match.start())


def _health_number(match: re.Match[str], digits: str, start: int) -> Iterator[tuple[str, int, int]]:
    if passes(digits):
        kind = "chi_number" if begins_with_a_day(digits) else "nhs_number"
        yield kind, start, match.end()


def _written_out(match: re.Match[str]) -> str:
    """Write a number with an exponent as ten digits, its leading nought restored."""
    digits = match[1] + match[2]
    return digits[: int(match[3]) + 1].ljust(int(match[3]) + 1, "0").rjust(10, "0")


def telephones(text: str) -> Iterator[tuple[str, int, int]]:
    """Find telephone numbers, with or without a country's; ten digits only if they are spaced."""
    for match in _HOME.finditer(text):
        digits = sum(character.isdigit() for character in match[0])
        if digits == _LONG_NUMBER or len(match[0]) > digits:
            yield "phone", match.start(), match.end()
    for match in _ABROAD.finditer(text):
        yield "phone", match.start(), match.end()
    for match in _CALLED.finditer(text):
        yield "phone", match.start(1), match.end(1)


def insurance_numbers(text: str) -> Iterator[tuple[str, int, int]]:
    """Find National Insurance numbers."""
    for match in _INSURANCE.finditer(text):
        yield "ni_number", match.start(), match.end()
    for match in _INSURANCE_LABELLED.finditer(text):
        yield "ni_number", match.start(1), match.end(1)

"""The cheap first look: one linear-time pattern that no identifier can slip under.

Each part is wider than the exact check behind it (`spans`), so that only suspicious
cells cost more than one pass of the regular-expression engine. Nothing is decided here.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from tiig.deidentify.plainly import UNUSUAL_IN_NUMBERS

_BEFORE_NUMBER: Final = r"(?:^|[^0-9.]|(?:^|[^0-9])[.])"
_AFTER_NUMBER: Final = r"(?:[^0-9]|$)"
_AFTER_WORD: Final = r"(?:[^0-9A-Za-z]|$)"
_BETWEEN: Final = r"[^0-9A-Za-z]{0,3}"

_LONG_NUMBER: Final = _BEFORE_NUMBER + rf"[0-9](?:{_BETWEEN}[0-9]){{8,11}}" + _AFTER_NUMBER
"""Nine to twelve digits: a health number, a telephone, either of them without its nought."""
_EXPONENT: Final = r"[0-9][.,][0-9]{8,9}[eE]\+?0?[89]"
_ABROAD: Final = rf"(?:\+|(?:^|[^0-9A-Za-z])00)[ (]{{0,2}}[1-9](?:{_BETWEEN}[0-9]){{7}}"
_CALLED: Final = (
    r"(?i:tel|phone|ph|mob|mobile|cell|landline|call|ring|rang|text|fax|no|number)"
    r"[ .:#=_\-]{0,4}(?:is )?\(?[0-9](?:[ \-]?[0-9]){5}"
)
_POSTCODE: Final = (
    r"(?:^|[^0-9A-Za-z])[A-Za-z0]{1,2}"
    r"(?:[0-9][0-9A-Za-z]?[^0-9A-Za-z]{0,3}[0-9OoIiLl]|[OIol][0-9A-Za-z]?[^0-9A-Za-z]{0,3}[0-9])"
    r" ?[A-Za-z]{2}" + _AFTER_WORD
)
_LABELLED_POSTCODE: Final = (
    r"(?i:post ?code|postal code|p/?code|p\.?/?c|zip)[^A-Za-z0-9]{0,4}[A-Za-z]"
)
_GIRO: Final = r"[Gg][Ii][Rr] ?0[Aa][Aa]"
_NATIONAL_INSURANCE: Final = (
    r"[A-Za-z]{2}(?:[^0-9A-Za-z]{0,3}[0-9]){6}[^0-9A-Za-z]{0,3}[A-Da-d]" + _AFTER_WORD
)
_ESCAPED: Final = r"&#|&nbsp|%20|%2[BDFbdf]|%40"
_INSURED: Final = r"(?i:nino|\bni\b|insurance)[^0-9A-Za-z]{0,4}[A-Za-z]{2}[^0-9A-Za-z]?[0-9]"
_NOUGHTS: Final = r"[0-9][OolI][0-9OolI/]|[0-9]{2}[OolI]\b|\b[Oo][0-9]{1,3}\b|\b[A-Z]{2}[Oo][0-9]"
_SPREAD: Final = r"(?:\b[0-9A-Za-z] ){4}[0-9A-Za-z]\b"
_ROMAN: Final = r"[0-9][./ ][IVX]{1,4}[./ ][12][0-9]{3}"
_APART: Final = r"\b[A-Z]{1,2} [0-9][0-9A-Z]?[^0-9A-Za-z]{0,3}[0-9][A-Z]{2}\b"
_UNDERSCORED: Final = r"_[0-9]{1,4}[ _/.\-A-Za-z]"
_DAYS_RUN_TOGETHER: Final = r"^\s*[0-9]{5,8}(?:[.]0*)?\s*$"
_ADDRESSED: Final = (
    r"@|[(\[][Aa][Tt][)\]]"
    r"|(?i: at [a-z0-9\-]{2,63}\.[a-z]{2}| dot (?:com|org|net|co|uk|nhs|ac|gov))"
)
_TITLED: Final = (
    r"(?:^|[^A-Za-z])(?i:mrs?|ms|miss|mx|dr|master|sir|rev|reverend|mister|doctor)"
    r"[. \x{a0}]+[^0-9 .]"
)
_INTRODUCED: Final = r"(?i:name) *(?:(?i:is)|[:=])"
_BORN: Final = (
    r"(?i:d[ ._/\-]{0,2}o[ ._/\-]{0,2}b|geni|\bbd\b|born|birth|b ?da[ty]e?|d ?of ?b)"
    r"[^0-9]{0,30}[0-9]"
    r"|(?:^|[^A-Za-z])[Bb][.:] ?[0-9]"
    r"|[0-9][^0-9A-Za-z]{1,4}(?i:d\.?o\.?b|birth|born)"
)

_PARTS: Final = (
    _LONG_NUMBER, _EXPONENT, _ABROAD, _CALLED, _POSTCODE, _LABELLED_POSTCODE, _GIRO,
    _NATIONAL_INSURANCE, _ADDRESSED, _TITLED, _INTRODUCED, _BORN, _UNDERSCORED,
    _DAYS_RUN_TOGETHER, _ESCAPED, _INSURED, _NOUGHTS, _SPREAD, _ROMAN,
    _APART, UNUSUAL_IN_NUMBERS,
)  # fmt: skip
PATTERN: Final = "|".join(_PARTS)

_MONTHS: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_MONTH_NAMES: Final = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
FULL_DATE: Final = (
    r"^\s*(?:[0-9]{1,2} [0-9]{1,2} (?:[12][0-9]{3}|[0-9]{2})"
    r"|[12][0-9]{3} [0-9]{1,2} [0-9]{1,2})\s*$|"
    r"\b[0-9]{1,2} ?[/.\\\-] ?[0-9]{1,2} ?[/.\\\-] ?'?(?:[12][0-9]{3}|[0-9]{2}\b)"
    r"|\b[12][0-9]{3}(?:[/\-][0-9]{1,2}[/\-][0-9]{1,2}|\.[0-9]{2}\.[0-9]{2})"
    rf"|\b[0-9]{{1,2}}(?:st|nd|rd|th)?(?: of)?[ \-.,/]{{0,2}}(?i:{_MONTHS})[A-Za-z]*[ ,.'\-/]*"
    r"(?:[12][0-9]{3}|[0-9]{2}\b)"
    rf"|\b(?i:{_MONTH_NAMES})[ .\-]{{1,2}}[0-9]{{1,2}}(?:st|nd|rd|th)?[ ,.\-]{{1,2}}'?"
    r"(?:[12][0-9]{3}|[0-9]{2})\b"
    rf"|\b[12][0-9]{{3}}[ \-/](?i:{_MONTH_NAMES})[ \-/][0-9]{{1,2}}\b"
)
"""A day with month and year, in the orders and spellings that extracts and people use."""


def suspicious(cells: pl.Expr, *, dates: bool) -> pl.Expr:
    """Say which cells deserve the exact checks; `dates` adds cells that hold a full date."""
    pattern = f"{PATTERN}|{FULL_DATE}" if dates else PATTERN
    # Where words end is told by ASCII: by all letters there are, it costs many times more.
    return cells.str.contains(pattern.replace(r"\b", r"(?-u:\b)"))

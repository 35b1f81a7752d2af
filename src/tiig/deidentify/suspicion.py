"""The cheap first look: one linear-time pattern that no identifier can slip under.

Each part is wider than the exact check behind it (`spans`), so that only suspicious
cells cost more than one pass of the regular-expression engine. Nothing is decided here.
"""

from __future__ import annotations

from typing import Final

import polars as pl

_GAP: Final = r"[ .\-\x{a0}\x{2010}-\x{2015}]{0,2}"
_BEFORE_NUMBER: Final = r"(?:^|[^0-9.]|(?:^|[^0-9])[.])"
_AFTER_NUMBER: Final = r"(?:[^0-9]|$)"
_AFTER_WORD: Final = r"(?:[^0-9A-Za-z]|$)"

_TEN_DIGITS: Final = _BEFORE_NUMBER + rf"[0-9]{{3}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}}" + _AFTER_NUMBER
_TELEPHONE: Final = (
    _BEFORE_NUMBER
    + r"0[1-9][0-9](?:[ ().\-\x{a0}\x{2010}-\x{2015}]{0,2}[0-9]){7,8}"
    + _AFTER_NUMBER
)
_ABROAD: Final = r"(?:\+|(?:^|[^0-9A-Za-z])00)[ (]?44"
_POSTCODE: Final = (
    r"(?:^|[^0-9A-Za-z])[A-Za-z]{1,2}[0-9][0-9A-Za-z]?[ \-\x{a0}]{0,2}[0-9][A-Za-z]{2}"
    + _AFTER_WORD
)
_GIRO: Final = r"[Gg][Ii][Rr] ?0[Aa][Aa]"
_NATIONAL_INSURANCE: Final = (
    r"[A-Za-z]{2}[ \-]?[0-9]{2}[ \-]?[0-9]{2}[ \-]?[0-9]{2}[ \-]?[A-Da-d]" + _AFTER_WORD
)
_ADDRESSED: Final = r"@|[(\[][Aa][Tt][)\]]"
_TITLED: Final = (
    r"(?:^|[^A-Za-z])(?i:mrs?|ms|miss|mx|dr|master|sir|rev|reverend|mister|doctor)[. ]+[^0-9 .]"
)
_INTRODUCED: Final = r"(?i:name) *(?:(?i:is)|[:=])"
_BORN: Final = r"(?i:d\.? ?o\.? ?b|born|birth)[^0-9]{0,20}[0-9]"

_PARTS: Final = (
    _TEN_DIGITS, _TELEPHONE, _ABROAD, _POSTCODE, _GIRO, _NATIONAL_INSURANCE,
    _ADDRESSED, _TITLED, _INTRODUCED, _BORN,
)  # fmt: skip
PATTERN: Final = "|".join(_PARTS)

_MONTHS: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
FULL_DATE: Final = (
    r"\b[0-9]{1,2}[/.\-][0-9]{1,2}[/.\-](?:[12][0-9]{3}|[0-9]{2}\b)"
    r"|\b[12][0-9]{3}[/.\-][0-9]{1,2}[/.\-][0-9]{1,2}"
    rf"|\b[0-9]{{1,2}}(?:st|nd|rd|th)?[ \-]?(?i:{_MONTHS})[A-Za-z]*[ ,\-]*"
    r"(?:[12][0-9]{3}|[0-9]{2}\b)"
)
"""A day with month and year, in the orders and spellings that extracts and people use."""


def suspicious(cells: pl.Expr, *, dates: bool) -> pl.Expr:
    """Say which cells deserve the exact checks; `dates` adds cells that hold a full date."""
    pattern = f"{PATTERN}|{FULL_DATE}" if dates else PATTERN
    return cells.str.contains(pattern)

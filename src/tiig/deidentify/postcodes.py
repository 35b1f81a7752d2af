"""UK postcodes: finding full ones, and coarsening one to its district.

Shape and letters as Royal Mail's Programmers' Guide to the PAF gives them; the areas are
the published list. `ZZ99 3VZ` and its like (no fixed abode) are nobody's postcode.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import polars as pl

from tiig.model.states import NULL_WORDS, ItemState

_AREAS: Final = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH "
    "DL DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA "
    "KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR "
    "RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA "
    "WC WD WF WN WR WS WV YO ZE"
).split()
_OUTWARD: Final = (
    rf"(?:{'|'.join(sorted(_AREAS, key=len, reverse=True))})[0-9](?:[0-9]|[A-HJKMNP-Y])?"
)
_INWARD: Final = "[0-9][ABD-HJLNP-UW-Z]{2}"
_GAP: Final = r"[ .,/\t\-]{0,3}"
_FULL: Final = re.compile(
    rf"(?<![A-Za-z0-9])(?:GIR{_GAP}0AA|{_OUTWARD}({_GAP}){_INWARD})(?![A-Za-z0-9])",
    re.IGNORECASE | re.ASCII,
)
_LABEL: Final = r"(?:post ?codes?|postal code|p/?code|p\.?/?c|zip)(?: (?:is|was))?[ .:#=()\-]{0,4}"
_ANY_O: Final = "|".join(
    area.replace("O", "[O0]") for area in sorted(_AREAS, key=len, reverse=True)
)
_MISTYPED: Final = (
    rf"(?:{_ANY_O})"
    rf"[0-9OIL](?:[0-9OIL]|[A-HJKMNP-Y])?{_GAP}[0-9OIL] ?[ABD-HJLNP-UW-Z]{{2}}"
)
_AFTER_LABEL: Final = re.compile(
    rf"(?<![A-Za-z]){_LABEL}({_MISTYPED})(?![A-Za-z0-9])", re.IGNORECASE | re.ASCII
)
_OUTWARD_MISTYPED: Final = re.compile(
    rf"(?<![A-Za-z0-9])(?:{_ANY_O})(?:[0-9]?O|[0-9]{{1,2}}){_GAP}{_INWARD}(?![A-Za-z0-9])",
    re.IGNORECASE | re.ASCII,
)
_INWARD_MISTYPED: Final = re.compile(
    rf"(?<![A-Za-z0-9]){_OUTWARD}{_GAP}(O[ABD-HJLNP-UW-Z]{{2}})(?![A-Za-z0-9])",
    re.IGNORECASE | re.ASCII,
)
_PARTED: Final = re.compile(
    rf"(?<![A-Za-z0-9]){_OUTWARD}[ ,]{{1,2}}[0-9] ([ABD-HJLNP-UW-Z]{{2}})(?![A-Za-z0-9])", re.ASCII
)
"""`M9 9 AN`: parted once more, told from words by its capitals."""
_AREA_APART: Final = re.compile(
    rf"(?<![A-Za-z0-9])(?:{'|'.join(sorted(_AREAS, key=len, reverse=True))}) [0-9][0-9A-Z]?"
    rf"{_GAP}[0-9][ABD-HJLNP-UW-Z]{{2}}(?![A-Za-z0-9])",
    re.ASCII,
)
"""`OL 2 4JF`: parted behind the letters, written in capitals."""
_TWO_LETTERS: Final = frozenset(
    "AT AS AN BE BY HE UP US WE PT PTS GP ED XR YR YO HR LT RT DR ST RD ND TH AE US DB DT".split()
)
_WORDS_WITH_O: Final = frozenset(
    "OFF OUT OLD OWN OUR ODD OPD OAP OBS OPS OHS OTT ODE ONE ORE OWE OWL OAT OAR ORB OPT OHH "
    "OWT OPP OFT OSS OTS ORS OFS OES OUS".split()
)
_ALL_OF_IT: Final = re.compile(rf"\s*({_MISTYPED})\s*", re.IGNORECASE | re.ASCII)
"""The letter O for a nought and the like, where nothing else can be meant."""
_ORDINAL: Final = re.compile("1ST|2ND|3RD|[04-9]TH", re.IGNORECASE)
_SHORTEST_CERTAIN: Final = 6
_INWARD_LENGTH: Final = 3
_SEPARATORS: Final = r"[\s\-\x{a0}]"
_WHOLE: Final = rf"^(?:{_OUTWARD}{_INWARD}|GIR0AA|ZZ99[0-9][A-Z]{{2}})$"
_DISTRICT: Final = rf"^(?:({_OUTWARD})(?:{_INWARD})?|(GIR)0AA)$"


def postcodes(text: str, *, codes: bool = False) -> Iterator[tuple[str, int, int]]:
    """Find full postcodes: kind, first character, one past the last.

    With `codes` the text is a cell of codes, where five characters without a space
    (`B12AB`) are a code and no postcode.
    """
    whole = len(text.strip())
    for match in _FULL.finditer(text):
        found = match[0]
        unspaced_code = codes and not match[1] and len(found) < _SHORTEST_CERTAIN
        if unspaced_code or (_ORDINAL.fullmatch(found[-3:]) and not _certain(text, found, whole)):
            continue
        yield "postcode", match.start(), match.end()
    for match in _AFTER_LABEL.finditer(text):
        yield "postcode", match.start(1), match.end(1)
    if not codes:
        yield from _unusual(text, whole)


def _unusual(text: str, whole: int) -> Iterator[tuple[str, int, int]]:
    """Find postcodes that were mistyped, or parted once more."""
    for match in _OUTWARD_MISTYPED.finditer(text):
        if not _FULL.fullmatch(match[0]):
            yield "postcode", match.start(), match.end()
    for match in _INWARD_MISTYPED.finditer(text):
        if match[1].upper() not in _WORDS_WITH_O:
            yield "postcode", match.start(), match.end()
    for match in _AREA_APART.finditer(text):
        yield "postcode", match.start(), match.end()
    for match in _PARTED.finditer(text):
        alone = len(match[0]) == whole or text != text.upper()
        if alone and (len(match[0]) == whole or match[1] not in _TWO_LETTERS):
            yield "postcode", match.start(), match.end()
    if (mistyped := _ALL_OF_IT.fullmatch(text)) and _mixed(mistyped[1]):
        yield "postcode", mistyped.start(1), mistyped.end(1)


def _mixed(found: str) -> bool:
    """Tell `M4 OLG` from a word: the second half holds three letters, the first a digit."""
    outward, _, inward = found.strip().rpartition(" ")
    return bool(outward) and len(inward) == _INWARD_LENGTH and any(map(str.isdigit, outward))


def _certain(text: str, found: str, whole: int) -> bool:
    """Tell a postcode that ends like an ordinal (`M6 1ST`) from words (`M6 1st exit`)."""
    return len(found) == whole or (found.isupper() and text != text.upper())


def tidy(postcode: str) -> pl.Expr:
    """Return a postcode column in capitals without spaces and hyphens; null for no answer."""
    text = pl.col(postcode)
    no_answer = text.str.strip_chars().str.to_lowercase().is_in(list(NULL_WORDS))
    return pl.when(~no_answer).then(text.str.to_uppercase().str.replace_all(_SEPARATORS, ""))


def has_shape(tidied: pl.Expr) -> pl.Expr:
    """Tell which tidy texts have the shape of a whole postcode, also of those of nobody."""
    return tidied.str.contains(_WHOLE)


def district_of(postcode: str, said: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Return the outward code of a postcode column, and its state; `said` where it is empty."""
    tidied = tidy(postcode)
    groups = tidied.str.extract_groups(_DISTRICT)
    district = pl.coalesce(groups.struct.field("1"), groups.struct.field("2"))
    state = (
        pl.when(tidied.is_null()).then(said)
        .when(district.is_null()).then(int(ItemState.UNREADABLE))
        .otherwise(int(ItemState.GIVEN))
        .cast(pl.UInt8)
    )  # fmt: skip
    return district, state

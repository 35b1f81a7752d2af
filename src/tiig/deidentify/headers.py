"""What a column's header says about the people in it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from tiig.deidentify.plainly import UNUSUAL
from tiig.deidentify.suspicion import FULL_DATE

_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OWNER: Final = (
    r"(?:(?:the|patients?|pt|pat|client|persons?|my|his|her|home|usual|current|permanent|residential|residence"
    r"|contact|main|nok|next of kin) )*"
)
_COUNTED: Final = (
    r"(?: (?:no|nos|num|number|line|[0-9]|of patient|at arrival|of residence|details|value|text))*"
)
_WHOSE: Final = r"(?:contact|home|work|day ?time|evening|main|emergency|nok|next of kin|gp)"
_PERSONAL: Final = (
    ("name", r"(?:sur|fore|first|last|family|given|middle|full|preferred|maiden)? ?names?"),
    ("address", r"address(?:es)?"),
    ("nhs_number", r"(?:new |old )?nhs(?: no| number| num| id| n)?"),
    ("chi_number", r"(?:chi(?: no| number| num| id)|community health index(?: number)?)"),
    ("ni_number", r"(?:nino|ni(?: no| number)|nat(?:ional)? ins(?:urance)?(?: no| number)?)"),
    (
        "phone",
        rf"(?:{_WHOSE} )?(?:(?:tele)?phone|tel|telno|mobile(?: phone| tel| telephone)?|landline)",
    ),
    ("e_mail", r"e ?mails?(?: address(?:es)?)?"),
    ("postcode", r"(?:post ?code|postal code|zip code)"),
    ("birth_date", r"(?:dob|d o b|date of birth|birth ?date|birth ?day|born(?: on)?)"),
)
_LOOSE: Final = (
    (
        "birth_date",
        r"\bdob|\bgeni\b|\bd ?o ?b(?:irth)?\b|birth|\bborn\b|\bb ?da(?:te|y)|d(?:t|ate)? ?of ?b\b",
    ),
    (
        "nhs_number",
        r"nhs|\bgig\b|\bh ?(?:and )?c ?n|health (?:and care |care |service )?(?:no|num|id)",
    ),
    ("chi_number", r"\bchi\b|community health"),
    ("ni_number", r"yswiriant|\bni\b|\bnino|nat(?:ional)? ?ins|insurance"),
    (
        "phone",
        r"tel\b|\bffon|teleph|phone|\bmob|contact|landline|\bcell|\bfax|\bph\b|\bring|\bnok\b"
        r"|\bcall(?! (?:ref|sign|time|id|no|num))"
        r"|best (?:no|num)|" + _WHOSE + r" (?:no|num)",
    ),
    ("postcode", r"cod post|post ?c|postal|\bp ?code|\bpc|\bpcd|\bzip"),
)
"""Headings that speak of an identifier among other things: the cells must look the part."""
_ANY_DATE: Final = (
    rf"{FULL_DATE}|^\s*(?:19|20)[0-9]{{10}}(?:[0-9]{{2}})?\s*$"
    r"|[0-9][./ ][IVX]{1,4}[./ ][12][0-9]{3}"
    rf"|^\s*[0-9]{{5}}(?:[0-9]|[0-9]{{3}})?(?:[.,][0-9]*)?\s*$"
    r"|^\s*[0-9]{2},[0-9]{3}\s*$|^\s*[0-9]{6,8}(?:[.,]0*)?\s*$|[0-9]\.[0-9]{2,9}[eE]\+?0?[4-7]"
    rf"|^\s*[0-9]{{1,2}}[^0-9A-Za-z]{{1,3}}[0-9]{{1,2}}[^0-9A-Za-z]{{1,3}}[0-9]{{2,4}}\b|{UNUSUAL}"
)
_LONG: Final = rf"(?:[0-9][^0-9]{{0,3}}){{8,9}}[0-9]|[0-9][.,][0-9]{{2,}}[eE]\+?0?[89]|{UNUSUAL}"
_SHAPES: Final = {
    "birth_date": _ANY_DATE,
    "phone": rf"(?:[0-9][^0-9]{{0,3}}){{6,}}[0-9]|[0-9][.,][0-9]{{2,}}[eE]\+?[0-9]|{UNUSUAL}",
    "nhs_number": _LONG,
    "chi_number": _LONG,
    "ni_number": r"[A-Za-z]{2}.?(?:[0-9].?){6}",
    "postcode": (
        r"^[^A-Za-z0-9]*[A-Za-z0]{1,2}[0-9OoIl]{1,2}[A-Za-z]?"
        rf"[^A-Za-z0-9]{{0,3}}[0-9OoIil] ?[A-Za-z]{{2}}[^A-Za-z0-9]*$|{UNUSUAL}"
    ),
}
"""What a cell must look like to be what a loose heading says: `not known` is nobody's number.

A full date, a spreadsheet's serial day or a day without separators is a birthday; a year
alone is coarse enough to pass.
"""
_PATTERNS: Final = tuple(
    (kind, re.compile(rf"{_OWNER}(?:{words}){_COUNTED}")) for kind, words in _PERSONAL
)
_LOOSE_PATTERNS: Final = tuple((kind, re.compile(words)) for kind, words in _LOOSE)
_BARE_NAMES: Final = frozenset({"name", "names"})


class Announced(NamedTuple):
    """The kind of identifier that a header announces; `shape` is what a cell must look like."""

    kind: str
    shape: str | None


def plain(header: str) -> str:
    """Write a header as lower-case words: `PatientNHS_No` becomes `patient nhs no`."""
    words = re.sub(r"[\W_]+", " ", _CAMEL.sub(" ", header))
    return " ".join(words.casefold().split())


def announced(header: str, *, sure: bool, loose: bool) -> Announced | None:
    """Return what a header announces, or None.

    A bare `Name` may be a site's or a venue's: it counts only where the profile does not
    say what the column holds (`sure` is False); `loose` looks for words inside it too.
    """
    words = plain(header)
    if words in _BARE_NAMES and sure:
        return None
    for kind, pattern in _PATTERNS:
        if pattern.fullmatch(words):
            return Announced(kind, _ANY_DATE if kind == "birth_date" else None)
    if not loose:
        return None
    found = (kind for kind, pattern in _LOOSE_PATTERNS if pattern.search(words))
    return next((Announced(kind, _SHAPES[kind]) for kind in found), None)


def tells_days(header: str) -> bool:
    """Tell whether a heading speaks of days, without saying whose."""
    return re.search(r"\bda(?:te|y)|\bwhen\b|\bdt\b|\bon\b", plain(header)) is not None

"""What a column's header says about the people in it."""

from __future__ import annotations

import re
from typing import Final

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
    (
        "nhs_number",
        (
            r"(?:new |old )?(?:nhs(?: no| number| num| id| n)?|h ?(?:and |&)?c(?:n| no| number)"
            r"|health(?: ?care)?(?: and care)?(?: no| number| id))"
        ),
    ),
    ("chi_number", r"(?:chi(?: no| number| num| id)?|community health index(?: number)?)"),
    ("ni_number", r"(?:nino|ni(?: no| number)|nat(?:ional)? ins(?:urance)?(?: no| number)?)"),
    (
        "phone",
        (
            rf"(?:{_WHOSE} )?(?:(?:tele)?phone|tel|telno|mobile(?: phone| tel| telephone)?|mob|cell"
            rf"|landline|fax|ph)|{_WHOSE} (?:no|nos|num|number|details)|contact"
        ),
    ),
    ("e_mail", r"e ?mails?(?: address(?:es)?)?"),
    ("postcode", r"(?:post ?code|postal code|p ?code|pc|zip(?: code)?|po code)"),
    (
        "birth_date",
        (
            r"(?:dob|d o b|date (?:of )?birth|birth ?(?:date|day|dt|d)?|dt (?:of )?birth|b ?day"
            r"|born(?: on)?|do birth)(?: (?:dd|mm|yyyy|yy|date|iso|formatted|str|serial|raw))*"
        ),
    ),
)
_ANY_DATE: Final = (
    rf"{FULL_DATE}|^\s*[0-9]{{5}}(?:[0-9]|[0-9]{{3}})?(?:[.,]0*)?\s*$"
    r"|^\s*[0-9]{1,2}[ ._][0-9]{1,2}[ ._][0-9]{2,4}\s*$|[0-9]\.[0-9]{4}[eE]\+?0?4"
)
_SHAPES: Final = {
    "phone": r"(?:[0-9][^0-9]{0,3}){6,}[0-9]|[0-9][.,][0-9]{2,}[eE]\+?[0-9]{1,2}|\p{Nd}{6,}",
    "chi_number": r"(?:\p{Nd}[^\p{Nd}]{0,3}){6,}|[0-9][.,][0-9]{2,}[eE]",
    "postcode": r"[A-Za-z0][^\s]{0,3}[^A-Za-z0-9]{0,3}[0-9OoIiLl][A-Za-z]{2}\s*$|[^\x00-\x7f]",
}
_LOOSE: Final = frozenset({"chi", "contact", "pc", "p code", "cell", "ph", "contact details"})
"""Headings that may mean something else, so that the cells must look the part."""
_PATTERNS: Final = tuple(
    (kind, re.compile(rf"{_OWNER}(?:{words}){_COUNTED}")) for kind, words in _PERSONAL
)
_BARE_NAMES: Final = frozenset({"name", "names"})


def plain(header: str) -> str:
    """Write a header as lower-case words: `PatientNHS_No` becomes `patient nhs no`."""
    words = re.sub(r"[\W_]+", " ", _CAMEL.sub(" ", header))
    return " ".join(words.casefold().split())


def named_kind(header: str, *, sure: bool) -> str | None:
    """Return the kind of identifier that a header announces, or None.

    A bare `Name` may be a site's or a venue's: it counts only where the profile does not
    say what the column holds (`sure` is False).
    """
    words = plain(header)
    if words in _BARE_NAMES and sure:
        return None
    return next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(words)), None)


def shape_of(header: str, kind: str) -> str | None:
    """Return what a cell must look like to be what its heading says; None: anything is.

    A full date, a spreadsheet's serial day or a day without separators is a birthday; a year
    alone is coarse enough to pass.
    """
    if kind == "birth_date":
        return _ANY_DATE
    return _SHAPES.get(kind) if plain(header) in _LOOSE else None

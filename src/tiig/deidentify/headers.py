"""What a column's header says about the people in it."""

from __future__ import annotations

import re
from typing import Final

_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OWNER: Final = (
    r"(?:(?:the|patients?|pt|client|persons?|home|usual|current|permanent|residential|residence"
    r"|contact|main|nok|next of kin) )*"
)
_COUNTED: Final = r"(?: (?:no|nos|num|number|line|[0-9]|of patient|at arrival|of residence))*"
_PERSONAL: Final = (
    ("name", r"(?:sur|fore|first|last|family|given|middle|full|preferred|maiden)? ?names?"),
    ("address", r"address(?:es)?"),
    ("nhs_number", r"nhs(?: no| number| num| id| n)?"),
    ("chi_number", r"chi(?: no| number| num)"),
    ("ni_number", r"(?:nino|ni(?: no| number)|national insurance(?: no| number)?)"),
    ("phone", r"(?:tele)?phone|tel|mobile(?: phone| tel| telephone)?|landline"),
    ("e_mail", r"e ?mails?(?: address(?:es)?)?"),
    ("postcode", r"(?:post ?code|postal code|zip code)"),
    ("birth_date", r"(?:dob|d o b|date of birth|birth ?date|birth ?day|born(?: on)?)"),
)
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

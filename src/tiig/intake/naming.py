"""What a file is called in receipts and errors: the words of its name that are known.

A file's name may hold a person's. What is neither a date nor a word of the sender's profile
nor one that exports use is left out, so that nothing has to be recognised as a name.
"""

from __future__ import annotations

import re
from functools import cache

from tiig.model.errors import UNNAMED
from tiig.model.profile import SenderProfile
from tiig.standard import Standard

_PART = re.compile(r"[^\W\d_]+|\d+")
_DATE = re.compile(r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?|20\d\d|\d")
_AFTER_A_YEAR = re.compile(r"20\d\d[ ._-]?(?:\d\d[ ._-]?)?$")
_USUAL = frozenset(
    "a acc activity ae all an and assault assaults attendance attendances cas cds checked copy "
    "corrected csv daily data department draft ecds ed emergency export extract extracts file "
    "final fix fixed for for from full hospital hospitals injuries injury istv june july january "
    "february march april may august september october november december jan feb mar apr jun "
    "jul aug sep sept oct nov dec month monthly months new nhs of old q quarter report resend "
    "resent revised rows site sites synthetic test the tiig to trauma trust txt ty unit upload "
    "v version violence week weekly xls xlsx xml year yearly "
    "gz zip".split(),
)
_OF_HEADERS = frozenset(
    "age arr arrival arrived code codes complaint cons consultant date day dept desc description "
    "detail details diag diagnosis discharge disp disposal dob episode ethnicity event flag free "
    "gender grade group hour id incident indicator kpi location lsoa mech mechanism minute mode "
    "name no note notes num number outcome patient place postcode pt reason ref reference "
    "referral score seen sex source specialty staff status stay time triage type value visit "
    "wait ward weapon where yes".split(),
)


def is_plain_header(header: str, profile: SenderProfile, standard: Standard) -> bool:
    """Tell whether a header is made of words that columns have, and so may be repeated.

    Where a file begins with a row of cells instead, its first row would be taken for headers.
    """
    known = _USUAL | _OF_HEADERS | _words_of(profile) | _words_of_items(standard)
    parts = _PART.findall(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header))
    return all(len(one) <= 2 or one.casefold() in known for one in parts)  # noqa: PLR2004


def shown_name(name: str, profile: SenderProfile | None) -> str:
    """Return a file's name with each unknown word as `…`; `the file` where nothing is left."""
    known = _USUAL if profile is None else _USUAL | _words_of(profile)

    def shown(match: re.Match[str]) -> str:
        part = match[0]
        if part.isdigit():
            # 2026-04-30, but not 30.04.1952: days before their year may be of a birth.
            behind = len(part) == len("04") and _AFTER_A_YEAR.search(plain[: match.start()])
            return part if behind or _DATE.fullmatch(part) else "…"
        return part if part.casefold() in known else "…"

    plain = "".join(sign if sign.isprintable() else "…" for sign in name)
    spelled = _PART.sub(shown, plain)
    stem, _, _ = spelled.rpartition(".")
    return spelled if re.search(r"\w", stem or spelled) else UNNAMED


@cache
def _words_of_items(standard: Standard) -> frozenset[str]:
    """Return the words of the standard's items; a standard is the same by identity."""
    texts = (f"{item.id} {item.label}" for item in standard.items.values())
    return frozenset(word.casefold() for text in texts for word in _PART.findall(text))


def _words_of(profile: SenderProfile) -> frozenset[str]:
    names = [profile.sender, profile.name, profile.provider]
    names += [text for site in profile.sites for text in (site.code, site.name)]
    names += [column.name for column in profile.columns]
    return frozenset(word.casefold() for name in names for word in _PART.findall(name))

"""The month that a file's name says, where the sender's profile declares how."""

from __future__ import annotations

import re

from tiig.model.months import Month

_PARTS = {"%Y": r"(?P<year>20\d\d)", "%m": r"(?P<month>0[1-9]|1[0-2])", "*": ".*"}
_PART = re.compile("|".join(map(re.escape, _PARTS)))


def is_name_pattern(pattern: str) -> bool:
    """Tell whether a pattern holds the year and the month once each, and no other directive."""
    left = pattern.replace("%Y", "", 1).replace("%m", "", 1)
    return len(left) == len(pattern) - len("%Y%m") and "%" not in left


def month_in_name(name: str, pattern: str) -> Month | None:
    """Return the month that a whole name says by `extract_%Y-%m*.csv`; None where it does not."""
    found = re.fullmatch(_regex(pattern), name, re.IGNORECASE)
    return None if found is None else Month(int(found["year"]), int(found["month"]))


def _regex(pattern: str) -> str:
    literal, place = [], 0
    for part in _PART.finditer(pattern):
        literal += [re.escape(pattern[place : part.start()]), _PARTS[part[0]]]
        place = part.end()
    return "".join([*literal, re.escape(pattern[place:])])

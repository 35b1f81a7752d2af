"""Bare codes of lists that changed: which list a column follows, by its name and its other codes.

CDS 010 counts first, planned and unplanned attendances 1, 2, 3; the codes of emergency care 1 to 4
mean something else by 2 and 3 (NHS Data Dictionary: A and E attendance category; emergency care
attendance category). Ids of SNOMED CT that the emergency care list of injuries lacks are of other
conditions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from tiig.standard.snomed import is_snomed_id
from tiig.translate.suggesting.facts import Facts
from tiig.translate.suggesting.meaning import Meaning
from tiig.translate.suggesting.vocabulary import Vocabulary
from tiig.translate.suggesting.words import split

_OLD: Final = {
    "1": "first",
    "2": "follow-up.planned",
    "3": "follow-up.unplanned-here",
}
_UNSURE: Final = frozenset({"2", "3"})
_NOT_LISTED = 0.75
_INJURIES_ONLY: Final = frozenset({"diagnosis"})
"""Trees whose list of SNOMED CT is of injuries and what is near them: the rest is `other`."""
_FEWEST_LISTED = 2


def in_its_series(
    meanings: Mapping[str, Meaning | None], facts: Facts, vocabulary: Vocabulary
) -> dict[str, Meaning | None]:
    """Return the meanings of a column's values after its codes were read as one list."""
    if vocabulary.item.id == "attendance_category":
        return _of_attendances(meanings, facts)
    if vocabulary.item.tree in _INJURIES_ONLY:
        return _with_other_conditions(meanings)
    return dict(meanings)


def _of_attendances(
    meanings: Mapping[str, Meaning | None], facts: Facts
) -> dict[str, Meaning | None]:
    codes = {value.strip().lstrip("0") for value in meanings if value.strip().isdecimal()}
    if not codes & _UNSURE or "4" in codes:
        return dict(meanings)
    old = "ae" in split(facts.name)
    return {
        value: meaning and _attendance(value.strip().lstrip("0"), meaning, old=old)
        for value, meaning in meanings.items()
    }


def _attendance(code: str, meaning: Meaning, *, old: bool) -> Meaning:
    """Read a code of a list without a 4: by the old list if the column is named after it."""
    if code not in _OLD:
        return meaning
    node = _OLD[code] if old else meaning.node
    known = meaning.known and node == meaning.node  # else intake would read the standard's own
    return replace(meaning, node=node, stray=code in _UNSURE, known=known)


def _with_other_conditions(meanings: Mapping[str, Meaning | None]) -> dict[str, Meaning | None]:
    ids = [value for value in meanings if is_snomed_id(value.strip())]
    listed = sum(meanings[value] is not None for value in ids)
    if listed < _FEWEST_LISTED:
        return dict(meanings)
    return {
        value: Meaning("other", _NOT_LISTED, "unlisted", value)
        if meaning is None and value in ids
        else meaning
        for value, meaning in meanings.items()
    }

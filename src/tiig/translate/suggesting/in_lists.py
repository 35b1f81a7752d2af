"""What a value means beside the other values of its list.

`Home` beside `Other house` is one's own home, `Other` beside `Chinese` any other group: a list
that names the other categories of a branch leaves the one that it does not name. And a bare code
among words need not be the standard's code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from tiig.model.states import NOT_KNOWN_NODE
from tiig.translate.profile_keys import NONE_WORD
from tiig.translate.suggesting.meaning import Meaning, is_no_answer
from tiig.translate.suggesting.vocabulary import Vocabulary

_SURE: Final = 0.85


@dataclass(frozen=True)
class _Left:
    """The category `left` of a branch, where one of the `others` is named.

    `alone`: only if the list has no other word for it.
    """

    left: str
    others: frozenset[str]
    alone: bool = True


def _left(left: str, *others: str, alone: bool = True) -> _Left:
    return _Left(left, frozenset(others), alone)


_UNPLANNED: Final = ("follow-up.unplanned-here", "follow-up.unplanned-elsewhere")
_BEFORE: Final = "left.left-before-initial-assessment"
_AFTER: Final = "left.left-after-assessment-but-before-treatment-complete"
_LEFT: Final = {
    ("injury_place_type", "home"): (_left("home.own", "home.other", alone=False),),
    ("injury_mechanism", "body"): (_left("body.fist-foot-head", "body.bite"),),
    ("injury_mechanism", "transport"): (
        _left("transport.car", "transport.pedestrian", "transport.cycle", "transport.motorcycle"),
    ),
    ("ethnic_category", "other"): (_left("other.any", "other.chinese"),),
    ("ethnic_category", "white"): (_left("white.british", "white.irish", "white.other"),),
    ("discharge_destination", "admitted"): (
        _left(
            "admitted.ward",
            "admitted.intensive-care-unit",
            "admitted.high-dependency-unit",
            alone=False,
        ),
    ),
    ("discharge_status", "left"): (_left(_AFTER, _BEFORE), _left(_BEFORE, _AFTER)),
    ("attendance_category", "follow-up"): (
        _left("follow-up.planned", *_UNPLANNED),
        _left("follow-up.unplanned-here", "follow-up.planned"),
    ),
    ("arrival_mode", "ambulance"): (
        _left(
            "ambulance.arrival-by-emergency-road-ambulance",
            "ambulance.arrival-by-non-emergency-road-ambulance",
        ),
    ),
    ("assault_relationship", "known"): (_left("known.other", "known.friend"),),
    ("diagnosis", "fracture"): (_left("fracture.closed-fracture", "fracture.open-fracture"),),
}
"""By tree and category: which one is left where one of the others is named."""


def in_its_list(
    meanings: Mapping[str, Meaning | None], vocabulary: Vocabulary
) -> dict[str, Meaning | None]:
    """Return the meanings of a list's values, each read beside the others."""
    found = [meaning for meaning in meanings.values() if meaning is not None]
    company = _Company(
        nodes=frozenset(meaning.node for meaning in found),
        said=frozenset(meaning.words for meaning in found),
        mixed=2 * sum(meaning.by_code for meaning in found) < len(found),
    )
    return {
        value: meaning and _among(meaning, company, vocabulary)
        for value, meaning in meanings.items()
    }


@dataclass(frozen=True)
class _Company:
    """The categories and the words of a list; `mixed`: most of its values are words."""

    nodes: frozenset[str]
    said: frozenset[str]
    mixed: bool


def _among(meaning: Meaning, company: _Company, vocabulary: Vocabulary) -> Meaning:
    if meaning.by_code and meaning.words == "-1":
        return _minus_one(meaning, company)
    numbered = meaning.words.isdecimal() or is_no_answer(meaning.node)
    if company.mixed and meaning.by_code and numbered:
        return replace(meaning, stray=True)
    if meaning.how == "earlier" or (meaning.by_code and numbered):
        return meaning
    for rule in _LEFT.get((vocabulary.item.tree or "", meaning.node), ()):
        taken = rule.alone and rule.left in company.nodes
        if rule.others & company.nodes and not taken:
            return Meaning(rule.left, min(meaning.score, _SURE), "list", meaning.words)
    return meaning


def _minus_one(meaning: Meaning, company: _Company) -> Meaning:
    """Read -1: what some databases write for yes, and others where nothing was chosen."""
    if meaning.node in {NONE_WORD, NOT_KNOWN_NODE} or not company.said & {"1", "y", "yes", "true"}:
        return meaning
    return replace(meaning, node=NONE_WORD, known=False)

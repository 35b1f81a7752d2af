"""What a value means beside the other values of its list.

`Home` beside `Other house` is one's own home, `Other` beside `Chinese` any other group: a list
that names the other categories of a branch leaves the one that it does not name. And a bare code
among words need not be the standard's code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from tiig.translate.suggesting.vocabulary import Meaning, Vocabulary, is_no_answer

_SURE: Final = 0.85
_LEFT: Final = {
    ("injury_place_type", "home"): ("home.own", {"home.other"}),
    ("injury_mechanism", "body"): ("body.fist-foot-head", {"body.bite"}),
    ("injury_mechanism", "transport"): (
        "transport.car",
        {"transport.pedestrian", "transport.cycle", "transport.motorcycle"},
    ),
    ("ethnic_category", "other"): ("other.any", {"other.chinese"}),
    ("discharge_destination", "admitted"): (
        "admitted.ward",
        {"admitted.intensive-care-unit", "admitted.high-dependency-unit"},
    ),
    ("discharge_status", "left"): (
        "left.left-after-assessment-but-before-treatment-complete",
        {"left.left-before-initial-assessment"},
    ),
}
"""By tree and category: which one is left where one of the others is named."""


def in_its_list(
    meanings: Mapping[str, Meaning | None], vocabulary: Vocabulary
) -> dict[str, Meaning | None]:
    """Return the meanings of a list's values, each read beside the others."""
    found = [meaning for meaning in meanings.values() if meaning is not None]
    nodes = {meaning.node for meaning in found}
    codes = sum(meaning.by_code for meaning in found)
    mixed = 2 * codes < len(found)
    return {
        value: meaning and _among(meaning, nodes, vocabulary, mixed=mixed)
        for value, meaning in meanings.items()
    }


def _among(meaning: Meaning, nodes: set[str], vocabulary: Vocabulary, *, mixed: bool) -> Meaning:
    numbered = meaning.words.isdecimal() or is_no_answer(meaning.node)
    if mixed and meaning.by_code and numbered:
        return replace(meaning, stray=True)
    tree = vocabulary.item.tree or ""
    left, others = _LEFT.get((tree, meaning.node), ("", set()))
    if meaning.by_code or meaning.how == "earlier" or left in nodes or not others & nodes:
        return meaning
    return Meaning(left, min(meaning.score, _SURE), "list", meaning.words)

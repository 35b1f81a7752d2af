"""From evidence to how often such a suggestion was right.

The curves were set by hand against the development layouts, conservatively: where few cases were
seen, they stay below what was counted. `benchmarks/suggesting.py` counts how far they hold.
"""

from __future__ import annotations

import math

from tiig.translate.profile_keys import NONE_WORD
from tiig.translate.suggesting.evidence import Evidence
from tiig.translate.suggesting.lexicon import doubtful_nodes, doubtful_parts, doubtful_words
from tiig.translate.suggesting.meaning import Meaning
from tiig.translate.suggesting.words import split

HIGHEST = 0.99
_BORNE_OUT_BY_NAME = 0.88
_STRAY = 0.85
"""A bare code in a list of words: it need not be the standard's."""
_WHOLE = 0.93
"""How well a value's parts fit together where each of them is the very word of a list."""
_IN_A_LONG_LIST = 0.72
"""Words in a list of hundreds: below what counts as accepted, since many mean nearly the same."""
FLAG, FLAG_DOUBTFUL = 0.93, 0.85
"""How often a yes/no column that is named after a category was one of the item, and of it."""


def of_column(found: Evidence, margin: float) -> float:
    """Return how sure a column's item is: by its evidence, and by how far the next best is.

    Values that do not bear out what the heading says leave a doubt.
    """
    strength = min(margin, 6.0) * 0.75 + min(found.total, 9.0) * 0.25 - 2.0
    sure = _bounded(1 / (1 + math.exp(-strength)))
    doubted = found.values < (1.0 if found.heading < 6.0 else -0.7)
    return min(sure, _BORNE_OUT_BY_NAME) if doubted else sure


def of_nothing(best: float, *, named: bool, known: float) -> float:
    """Return how sure it is that a column feeds no item.

    `best` is what speaks for the best one; a name that reads like an item's makes it doubtful,
    and it is sure only if its name is `known` for something else.
    """
    sure = _bounded(1 / (1 + math.exp(0.9 * best - 1.8)))
    if named:
        return min(sure, 0.7)
    return sure if known >= 4.0 else min(sure, 0.85)


def of_code(meaning: Meaning) -> float:
    """Return how sure a value's meaning is: by how it was found, and how clear its category is."""
    sure = _BY.get(meaning.how, 0.95 * meaning.score)
    if meaning.how == "parts" and meaning.score < _WHOLE:
        sure = 0.95 * meaning.score
    if meaning.known:
        sure = HIGHEST if meaning.how == "words" else 0.96
    if meaning.known and meaning.node == NONE_WORD:
        sure = 0.8  # a code of the list that says nothing of this item
    said = meaning.known and meaning.words.isdecimal()  # a code of the standard, not its words
    if meaning.stray:
        sure = min(sure, _STRAY)
    if meaning.words in doubtful_words() or not doubtful_parts().isdisjoint(split(meaning.words)):
        sure = min(sure, _STRAY)
    if meaning.node in doubtful_nodes() and not said:
        sure = min(sure - 0.06, 0.88)
    if meaning.long_list:
        sure = min(sure, _IN_A_LONG_LIST)
    return _bounded(sure)


_BY = {"code": 0.86, "words": 0.95, "earlier": 0.95, "damaged": 0.85, "parts": 0.89}
"""By how it was found; misspelt words and words in part are as sure as they are alike."""


def of_flag(node: str) -> float:
    """Return how sure the category of a yes/no column is."""
    return FLAG_DOUBTFUL if node in doubtful_nodes() else FLAG


def _bounded(value: float) -> float:
    return round(max(0.02, min(HIGHEST, value)), 3)

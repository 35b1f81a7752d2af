"""From evidence to how often such a suggestion was right, fitted on invented layouts.

`benchmarks/suggesting_fit.py` fitted the curves on the development layouts, conservatively: where
few cases were seen, the curve stays below what was counted.
"""

from __future__ import annotations

import math

from tiig.translate.suggesting.lexicon import doubtful_nodes
from tiig.translate.suggesting.vocabulary import Meaning

HIGHEST = 0.99
FLAG = 0.93
"""How often a yes/no column that is named after a category was one of the item."""


def of_column(total: float, margin: float) -> float:
    """Return how sure a column's item is: by its evidence, and by how far the next best is."""
    strength = min(margin, 6.0) * 0.75 + min(total, 9.0) * 0.25 - 2.0
    return _bounded(1 / (1 + math.exp(-strength)))


def of_nothing(best: float) -> float:
    """Return how sure it is that a column feeds no item; `best` is what speaks for the best one."""
    return _bounded(1 / (1 + math.exp(0.9 * best - 1.8)))


def of_code(meaning: Meaning) -> float:
    """Return how sure a value's meaning is: by how it was found, and how clear its category is."""
    sure = _BY[meaning.how] if meaning.how in _BY else 0.95 * meaning.score
    if meaning.known:
        sure = HIGHEST if meaning.how == "words" else 0.96
    if meaning.node in doubtful_nodes():
        sure = min(sure - 0.06, 0.88)
    return _bounded(sure)


_BY = {"code": 0.86, "words": 0.95, "earlier": 0.95, "damaged": 0.85}
"""By how it was found; misspelt words and words in part are as sure as they are alike."""


def _bounded(value: float) -> float:
    return round(max(0.02, min(HIGHEST, value)), 3)

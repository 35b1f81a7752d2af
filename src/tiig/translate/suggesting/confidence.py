"""From evidence to how often such a suggestion was right, fitted on invented layouts.

`benchmarks/suggesting_fit.py` fitted the curves on the development layouts, conservatively: where
few cases were seen, the curve stays below what was counted.
"""

from __future__ import annotations

import math

from tiig.translate.suggesting.vocabulary import Meaning

HIGHEST = 0.99


def of_column(total: float, margin: float) -> float:
    """Return how sure a column's item is: by its evidence, and by how far the next best is."""
    strength = min(margin, 6.0) * 0.75 + min(total, 9.0) * 0.25 - 2.0
    return _bounded(1 / (1 + math.exp(-strength)))


def of_nothing(best: float) -> float:
    """Return how sure it is that a column feeds no item; `best` is what speaks for the best one."""
    return _bounded(1 / (1 + math.exp(0.9 * best - 1.8)))


def of_code(meaning: Meaning) -> float:
    """Return how sure a value's meaning is."""
    by = {
        "code": 0.93 if meaning.known else 0.85,
        "words": 0.97 if meaning.score >= 0.95 else 0.92,
        "earlier": 0.95,
        "damaged": 0.85,
        "misspelt": meaning.score,
        "some": meaning.score * 0.95,
    }
    if meaning.known and meaning.how == "words":
        return HIGHEST
    return _bounded(by[meaning.how])


def _bounded(value: float) -> float:
    return round(max(0.02, min(HIGHEST, value)), 3)

"""How many of the differences that are told may be there by chance alone.

Benjamini and Hochberg, Journal of the Royal Statistical Society B 1995;57:289-300.
"""

from __future__ import annotations

from collections.abc import Sequence

FALSE_SHARE = 0.05
"""So many of the differences that are told may be false, on average."""


def false_discoveries(chances: Sequence[float | None]) -> list[float | None]:
    """Return the share of false findings if each chance and all smaller ones were told."""
    told = sorted((one, place) for place, one in enumerate(chances) if one is not None)
    found: list[float | None] = [None] * len(chances)
    least = 1.0
    for rank in range(len(told), 0, -1):
        chance, place = told[rank - 1]
        least = min(least, chance * len(told) / rank)
        found[place] = least
    return found


def is_told(discovery: float | None) -> bool:
    """Tell whether a difference is told, by its share of `false_discoveries`."""
    return discovery is not None and discovery <= FALSE_SHARE

"""How alike two texts can be at most, told by their letters before they are compared."""

from __future__ import annotations

from functools import lru_cache

_PLACES = 63


@lru_cache(maxsize=100_000)
def letters(text: str) -> int:
    """Return which letters a text has, a bit for each; a few rare ones share theirs."""
    found = 0
    for letter in text:
        found |= 1 << (ord(letter) & _PLACES)
    return found


def most_alike(text: str, other: str) -> float:
    """Return a bound of what `difflib` can find two texts to share, 0 to 1.

    A letter that the other text has nowhere is shared with none of it.
    """
    one, two = letters(text), letters(other)
    shared = min(len(text) - (one & ~two).bit_count(), len(other) - (two & ~one).bit_count())
    return 2.0 * shared / (len(text) + len(other))

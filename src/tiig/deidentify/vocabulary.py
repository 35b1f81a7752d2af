"""The word lists by which people and places in free text are told apart, read once.

They stand in `lists/` as text with their source at the top: first names (a star marks those
that are ordinary words too), surnames, ordinary words of notes, places and chains of venues.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Final

_ENDINGS: Final = ("s", "es", "ed", "ing", "ly", "er", "ers", "nt", "n't", "'s")
_MAY_END_IN_E: Final = frozenset({"es", "ed", "ing", "er", "ers"})
_SHORTEST: Final = 3
_SPELLED_WRONG: Final = 5


@lru_cache(maxsize=8)
def listed(name: str) -> frozenset[str]:
    """Return the words of one list; comments and stars are left off."""
    return frozenset(word.rstrip("*") for word in _words(name))


@lru_cache(maxsize=1)
def sure_names() -> frozenset[str]:
    """Return the first names that are nothing else."""
    alone = {word for word in _words("first_names") if not word.endswith("*")}
    starred = {word.rstrip("*") for word in _words("first_names") if word.endswith("*")}
    return frozenset(alone - starred - listed("ordinary_words") - listed("places"))


@lru_cache(maxsize=1)
def venues() -> frozenset[tuple[str, ...]]:
    """Return names of venues that hold a person's, as words."""
    return frozenset(tuple(phrase.split("+")) for phrase in _words("venues"))


def ordinary(word: str) -> bool:
    """Tell an ordinary word of notes, its usual endings tried off."""
    known = listed("ordinary_words")
    if word in known:
        return True
    if any(word in listed(name) for name in ("first_names", "surnames", "places")):
        return False
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _SHORTEST:
            continue
        undoubled = stem[:-1] if stem[-1] == stem[-2] else stem
        if stem in known or undoubled in known or (ending in _MAY_END_IN_E and stem + "e" in known):
            return True
    return len(word) >= _SPELLED_WRONG and _letters(word) in _letters_known()


@lru_cache(maxsize=1)
def _letters_known() -> frozenset[str]:
    return frozenset(map(_letters, listed("ordinary_words")))


def _letters(word: str) -> str:
    """Return a word's letters in order: a typing error that swaps two leaves them the same."""
    return "".join(sorted(word))


def _words(name: str) -> list[str]:
    text = files("tiig.deidentify").joinpath("lists", f"{name}.txt").read_text(encoding="utf-8")
    return [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]

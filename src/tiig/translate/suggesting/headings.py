"""How well a heading fits each thing that a column may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from tiig.translate.suggesting.lexicon import concepts, words_of_headings
from tiig.translate.suggesting.words import is_meaningless, spelled_out, weight

_LIKE = 0.84
"""Two words of headings that are alike to this degree are the same word, typed otherwise."""
_TIMES = {"date", "time", "day", "hour", "minutes"}


@dataclass(frozen=True)
class Heading:
    """A heading's words, and how well it fits each concept, 0 to 1; `empty`: it says nothing.

    `part` is the part of a moment that it speaks of.
    """

    name: str
    words: tuple[str, ...]
    empty: bool
    fits: Mapping[str, tuple[float, str]]
    part: str | None

    @property
    def best(self) -> float:
        """How well it fits what it fits best."""
        return max((fit for fit, _ in self.fits.values()), default=0.0)


@lru_cache(maxsize=10_000)
def heading(name: str) -> Heading:
    """Hold a heading against the lexicon."""
    if is_meaningless(name):
        return Heading(name, (), True, {}, None)
    words = spelled_out(name, words_of_headings())
    fits = {}
    for concept in concepts().values():
        score, phrase = max((_alike(words, one), " ".join(one)) for one in concept.phrases)
        if score > 0.2:  # less is chance
            fits[concept.id] = (score, phrase)
    return Heading(name, words, not words, fits, _part(words))


def _part(words: tuple[str, ...]) -> str | None:
    date, time = "date" in words or "day" in words, "time" in words
    if date and time:
        return "whole"
    return "date" if date else "time" if time else None


def _alike(words: tuple[str, ...], phrase: tuple[str, ...]) -> float:
    """Compare by what the words tell: shared against all, in both directions."""
    shared = said = 0.0
    left = list(phrase)
    for word in words:
        said += weight(word)
        close, fitting = max(((_same(word, one), one) for one in left), default=(0.0, ""))
        if close:
            shared += close * weight(fitting)
            left.remove(fitting)
    rest = sum(weight(word) for word in left)
    whole = said + rest
    return shared / whole if whole else 0.0


@lru_cache(maxsize=50_000)
def _same(word: str, other: str) -> float:
    if word == other:
        return 1.0
    if min(len(word), len(other)) < 4:  # short words are too easily alike
        return 0.0
    if word.startswith(other) or other.startswith(word):
        return 0.9
    if not _may_be_like(word, other):
        return 0.0
    like = SequenceMatcher(None, word, other).ratio()
    return like * 0.9 if like >= _LIKE else 0.0


def _may_be_like(word: str, other: str) -> bool:
    """Tell whether the letters that two words share are enough: few pairs need a closer look."""
    shared = sum(min(word.count(letter), other.count(letter)) for letter in set(word))
    return 2 * shared >= _LIKE * (len(word) + len(other))

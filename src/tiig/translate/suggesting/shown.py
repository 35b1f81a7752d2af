"""Which values of a coded column may be told: frequent ones, and rare ones of the house's words.

A rare value may be somebody's own words. It is told only if it is itself a word or code of the
lists, a bare code of the same series as the frequent ones with such words beside it, or a few words
that are all of the lists, in a column whose values are mostly frequent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from tiig.translate.memory import LONGEST, OFTEN
from tiig.translate.suggesting.facts import Facts
from tiig.translate.suggesting.meaning import Meaning
from tiig.translate.suggesting.pairs import Beside
from tiig.translate.suggesting.vocabulary import Vocabulary, number_before
from tiig.translate.suggesting.words import SMALL_WORDS, canonical

EXACT = 0.93
_LOCAL_CODE = re.compile(r"[A-Za-z]{0,2}[0-9]{1,5}")
"""What a rare value looks like that words beside it may explain: it says nothing by itself."""
_LONG_CODE = re.compile(r"[0-9]{6,18}")
_MOSTLY = 0.8
_MOST_WORDS = 5
_SERIES = 0.4
"""The share of a long code's digits, from the left, that codes of one series share."""

_WORD = re.compile(r"[^\W\d_]+")
_NEW_PART = re.compile(r"[,;:(/\[-]\s*$")
_NAMES_TOO = frozenset("an to w due".split())
"""Small words that are names of people, or initials."""

Passes = Callable[[str], bool]
"""Tells whether the detectors find no identifier in a text."""


@dataclass(frozen=True)
class Screen:
    """What the detectors say of a text: it holds no identifier, it names nobody.

    `no_namesake` is said of a few words that may be somebody's name although each of them is a
    word of the lists too: `Foster, Marina`.
    """

    passes: Passes
    names_nobody: Passes
    no_namesake: Passes


class Shown:
    """Which values of one column may be told, and which words beside them."""

    def __init__(self, facts: Facts, vocabulary: Vocabulary, screen: Screen) -> None:
        """Look at how many rows hold frequent values, and at the codes among these."""
        self._facts, self._vocabulary, self._screen = facts, vocabulary, screen
        often = {value: rows for value, rows in facts.values.items() if rows >= OFTEN}
        self._mostly = sum(often.values()) >= _MOSTLY * max(1, facts.filled)
        self._codes = [value for value in often if _LONG_CODE.fullmatch(value)]
        forms = Counter(_form(number_before(value)) for value in often)
        self._forms = {form for form, number in forms.items() if 2 * number > len(often)}

    def may(self, value: str, meaning: Meaning | None) -> bool:
        """Tell whether a value may be told; `meaning` is what it means beside its list."""
        if len(value) > LONGEST or not self._screen.passes(value):
            return False
        if self._facts.values[value] >= OFTEN:
            return self._vocabulary.is_entry(value) or self._screen.names_nobody(value)
        if _LOCAL_CODE.fullmatch(value) or of_one_series(value, self._codes):
            return is_exact(meaning)
        own = self._vocabulary.meaning(value)
        return self._is_entry(value, own) or (self._mostly and self._is_of_the_lists(value, own))

    def may_speak(self, beside: Beside, meaning: Meaning) -> bool:
        """Tell whether the words beside a code may explain it: what is told of it repeats them."""
        if not beside.mostly or not self._screen.passes(beside.words):
            return False
        often = beside.rows >= OFTEN and len(beside.words) <= LONGEST
        if often and self._screen.names_nobody(beside.words):
            return True
        return self._is_entry(beside.words, meaning)

    def _is_entry(self, text: str, meaning: Meaning | None) -> bool:
        """Tell whether a text is words or a code of a list, and nothing else was left away."""
        if not is_exact(meaning) or self._vocabulary.is_entry(text):
            return is_exact(meaning)
        number = number_before(text)
        known_form = not number or _form(number) in self._forms
        return known_form and not may_hide_a_name(text) and self._screen.no_namesake(text)

    def _is_of_the_lists(self, value: str, meaning: Meaning | None) -> bool:
        """Tell whether a value is a few words, all of them of the lists.

        Not even one may be misspelt: it may be a surname, near to a word as many are.
        """
        few = len(canonical(value)) <= _MOST_WORDS and not may_hide_a_name(value)
        if meaning is None or not few or self._vocabulary.unknown_words(value):
            return False
        return self._screen.names_nobody(value) and self._screen.no_namesake(value)


def _form(number: str) -> str:
    """Return the form of a number before words: `12 - ` and `3 -` have the same."""
    return re.sub(r"[A-Za-z]+", "A", re.sub(r"\d+", "9", "".join(number.split())))


def may_hide_a_name(text: str) -> bool:
    """Tell a small word that is left away, yet stands as a name may: `friend An`, `To, friend`."""
    words = list(_WORD.finditer(text))
    for place, word in enumerate(words):
        plain = word[0].lower()
        if plain not in SMALL_WORDS:
            continue
        if place == len(words) - 1 or _NEW_PART.search(text, 0, word.start()):
            return True
        if plain in _NAMES_TOO and word[0] != plain and (place == 0 or not text.isupper()):
            return True
    return False


def is_exact(meaning: Meaning | None) -> bool:
    """Tell whether what was read is the very word or code of a list: no patient's words are."""
    return (
        meaning is not None and meaning.how in {"words", "code", "parts"} and meaning.score >= EXACT
    )


def of_one_series(value: str, codes: Collection[str]) -> bool:
    """Tell a long code that begins like frequent ones of the same length."""
    if not _LONG_CODE.fullmatch(value):
        return False
    begins = value[: max(3, int(len(value) * _SERIES))]
    return any(len(one) == len(value) and one.startswith(begins) for one in codes)


def counted(rows: int) -> int | None:
    """Return a number of rows that may be told; None where it is too small."""
    return rows if rows >= OFTEN else None


def first_of_each(values: Mapping[str, int], plain: Callable[[str], str], most: int) -> list[str]:
    """Return the values that differ by more than capitals, the most frequent first."""
    first: dict[str, str] = {}
    for value in list(values)[:most]:
        first.setdefault(plain(value), value)
    return list(first.values())

"""Which values of a coded column may be told: frequent ones, and rare ones of the house's words.

A rare value may be somebody's own words. It is told only if it is itself a word or code of the
lists, a bare code of the same series as the frequent ones with such words beside it, or a few words
that are all of the lists, in a column whose values are mostly frequent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from tiig.translate.memory import LONGEST, OFTEN
from tiig.translate.suggesting.facts import Facts
from tiig.translate.suggesting.meaning import Meaning
from tiig.translate.suggesting.vocabulary import Vocabulary
from tiig.translate.suggesting.words import canonical

EXACT = 0.93
_LOCAL_CODE = re.compile(r"[A-Za-z]{0,2}[0-9]{1,5}")
"""What a rare value looks like that words beside it may explain: it says nothing by itself."""
_LONG_CODE = re.compile(r"[0-9]{6,18}")
_MOSTLY = 0.8
_MOST_WORDS = 5
_SERIES = 0.4
"""The share of a long code's digits, from the left, that codes of one series share."""

Passes = Callable[[str], bool]
"""Tells whether the detectors find no identifier in a text."""


@dataclass(frozen=True)
class Screen:
    """What the detectors say of a text: that it holds no identifier, and that it names nobody."""

    passes: Passes
    names_nobody: Passes


class Shown:
    """Which values of one column may be told."""

    def __init__(self, facts: Facts, vocabulary: Vocabulary, screen: Screen) -> None:
        """Look at how many rows hold frequent values, and at the codes among these."""
        self._facts, self._vocabulary, self._screen = facts, vocabulary, screen
        often = {value: rows for value, rows in facts.values.items() if rows >= OFTEN}
        self._mostly = sum(often.values()) >= _MOSTLY * max(1, facts.filled)
        self._codes = [value for value in often if _LONG_CODE.fullmatch(value)]

    def may(self, value: str, meaning: Meaning | None) -> bool:
        """Tell whether a value may be told; `meaning` is what it means beside its list."""
        if len(value) > LONGEST or not self._screen.passes(value):
            return False
        if self._facts.values[value] >= OFTEN:
            return True
        explained = _LOCAL_CODE.fullmatch(value) or of_one_series(value, self._codes)
        own = meaning if explained else self._vocabulary.meaning(value)
        return is_exact(own) or (self._mostly and self._is_of_the_lists(value, own))

    def _is_of_the_lists(self, value: str, meaning: Meaning | None) -> bool:
        """Tell whether a value is a few words of the lists, one among others perhaps misspelt.

        A single misspelt word is not: it may be a surname.
        """
        words = len(canonical(value))
        if meaning is None or words > _MOST_WORDS:
            return False
        allowed = 1 if meaning.how == "misspelt" and words > 1 else 0
        known = self._vocabulary.unknown_words(value) <= allowed
        return known and self._screen.names_nobody(value)


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

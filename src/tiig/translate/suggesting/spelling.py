"""Words of values that are spelled nearly like a known one: put right word by word."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

_SHORTEST, _LONG = 4, 8
_MOST_LETTERS_APART = 2


class Spelling:
    """The known words of an item, and what a misspelt one of them was meant to be."""

    def __init__(self, words: Collection[str]) -> None:
        """Sort the known words by their beginnings."""
        self._words = frozenset(words)
        self._by_initial: dict[str, list[str]] = {}
        for word in sorted(self._words):
            if len(word) >= _SHORTEST and word.isalpha():
                self._by_initial.setdefault(word[0], []).append(word)
        self.right = lru_cache(maxsize=20_000)(self._right)

    def put_right(self, form: Iterable[str]) -> tuple[tuple[str, ...], int] | None:
        """Return the words put right and how many were; None where one of them is unknown."""
        found, changed = [], 0
        for word in form:
            meant = word if word in self._words else self.right(word)
            if meant is None:
                return None
            changed += meant != word
            found.append(meant)
        return tuple(found), changed

    def _right(self, word: str) -> str | None:
        """Return the one known word that is nearest to a misspelt one, if there is one."""
        if len(word) < _SHORTEST or not word.isalpha():
            return None
        allowed = _MOST_LETTERS_APART if len(word) >= _LONG else 1
        near: dict[int, set[str]] = {}
        for other in self._by_initial.get(word[0], ()):
            if abs(len(other) - len(word)) <= allowed:
                apart = _apart(word, other, allowed)
                if apart <= allowed:
                    near.setdefault(apart, set()).add(other)
        best = near[min(near)] if near else set()
        return next(iter(best)) if len(best) == 1 else None


def changes_a_word(
    form: Collection[str], other: Collection[str], known: Mapping[str, object]
) -> bool:
    """Tell whether a phrase lacks a known word of a text: `hand injury` is no `head injury`."""
    return any(word in known and word not in other for word in form)


@lru_cache(maxsize=100_000)
def _apart(word: str, other: str, most: int) -> int:
    """Count letters that differ, are missing, too many or swapped, up to a little over `most`."""
    before: list[int] = []
    line = list(range(len(other) + 1))
    for row, letter in enumerate(word, start=1):
        current = [row]
        for column, sign in enumerate(other, start=1):
            cost = min(
                line[column] + 1, current[column - 1] + 1, line[column - 1] + (letter != sign)
            )
            swapped = (
                row > 1 and column > 1 and letter == other[column - 2] and word[row - 2] == sign
            )
            current.append(min(cost, before[column - 2] + 1) if swapped else cost)
        if min(current) > most:
            return most + 1
        before, line = line, current
    return line[-1]

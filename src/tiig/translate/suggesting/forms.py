"""The phrases of an item's lists in one form, and which of them a text is most like."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from tiig.translate.suggesting.letters import most_alike
from tiig.translate.suggesting.words import canonical

Form = tuple[str, ...]
Related = Callable[[str, str], bool]
"""Tells whether one of two nodes lies under the other."""

SHORT: Final = 2
"""A code of so few signs is another one once it loses one of them."""
NEGATED: Final = frozenset("no not non nil without never denied denies".split())
_LEAST: Final = 0.34
"""The share of what two phrases say that both must say."""


class Forms:
    """Phrases with their nodes; of those that two nodes share, the first speaks."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """Bring phrases into one form and sort them by their words."""
        self.nodes: dict[Form, str] = {}
        self.by_word: dict[str, set[Form]] = {}
        for words, node in phrases:
            form = canonical(words)
            if form and not is_stripped_code(form, words):
                self.nodes.setdefault(form, node)
                for word in form:
                    self.by_word.setdefault(word, set()).add(form)
        self._by_sorted = _in_any_order(self.nodes)
        self._telling = lru_cache(maxsize=None)(self._how_telling)
        self._by_initial: dict[str, list[str]] = {}
        for word in self.by_word:
            self._by_initial.setdefault(word[0], []).append(word)

    def node_of(self, form: Form) -> str | None:
        """Return the node of these very words, in any order."""
        return self.nodes.get(form) or self._by_sorted.get(tuple(sorted(form)))

    def unknown(self, form: Form) -> int:
        """Return how many words are none of the phrases'; a number counts as unknown."""
        return sum(word not in self.by_word or word.isdigit() for word in form)

    def beginning(self, letter: str) -> Iterable[tuple[Form, str]]:
        """Yield the phrases whose first word begins with a letter, with their nodes."""
        return ((form, node) for form, node in self.nodes.items() if form[0][0] == letter)

    def likest(self, form: Form, related: Related) -> tuple[Form, float] | None:
        """Return the phrase that shares most with another, and how much more than those beside."""
        near = {one for word in self._close(form) for one in self.by_word[word]}
        said_no = bool(NEGATED & set(form))
        near = {one for one in near if bool(NEGATED & set(one)) == said_no}
        best = sorted(
            ((self._shared(form, other), other) for other in near),
            key=lambda pair: (-pair[0], len(pair[1]), pair[1]),
        )
        if not best or best[0][0] < _LEAST:
            return None
        score, other = best[0]
        node = self.nodes[other]
        rivals = [s for s, one in best[1:] if not related(self.nodes[one], node)]
        margin = score - max(rivals, default=0.0)
        return other, 0.9 * score * (0.6 + 0.4 * min(1.0, margin * 2.5))

    def _close(self, form: Collection[str]) -> set[str]:
        found = set()
        for word in form:
            if len(word) == 1 or (word.isdigit() and len(form) > 1):
                continue  # a letter or number among words tells nothing
            if word in self.by_word:
                found.add(word)
            elif len(word) > 3:  # short words are too easily alike
                found |= {one for one in self._by_initial.get(word[0], ()) if _like(word, one)}
        return found

    def _shared(self, form: tuple[str, ...], other: tuple[str, ...]) -> float:
        """Return the share of what two phrases say that they both say, rare words weighing more."""
        left, shared = list(other), 0.0
        whole = sum(self._telling(word) for word in other)
        for word in form:
            match = next((one for one in left if one == word), None) or next(
                (one for one in left if _like(word, one)), None
            )
            if match is None:
                whole += self._telling(word)
                continue
            left.remove(match)
            shared += self._telling(match) * (1.0 if match == word else 0.85)
        return shared / whole if whole else 0.0

    def _how_telling(self, word: str) -> float:
        """Return how much a word tells: one that stands for several nodes tells less."""
        forms = self.by_word.get(word)
        if not forms:
            return 0.5
        nodes = {self.nodes[form].partition(".")[0] for form in forms}
        return 1.0 / (0.6 + 0.4 * len(nodes))


def _in_any_order(forms: Mapping[Form, str]) -> dict[Form, str]:
    """Return nodes by words in alphabetical order, where their order makes no difference."""
    found: dict[Form, set[str]] = {}
    for form, node in forms.items():
        found.setdefault(tuple(sorted(form)), set()).add(node)
    return {form: nodes.pop() for form, nodes in found.items() if len(nodes) == 1}


def is_stripped_code(form: Form, text: str) -> bool:
    """Tell a code that lost its sign on the way to its form: `-1` is another code than 1."""
    return len(form) == 1 and len(form[0]) <= SHORT and form[0] != text


@lru_cache(maxsize=100_000)
def _like(word: str, other: str) -> bool:
    if min(len(word), len(other)) < 4 or word[0] != other[0]:  # too short to tell
        return False
    if word.startswith(other) or other.startswith(word):
        return True
    if abs(len(word) - len(other)) > 2 or most_alike(word, other) < 0.84:
        return False
    return SequenceMatcher(None, word, other).ratio() >= 0.84  # a letter or two

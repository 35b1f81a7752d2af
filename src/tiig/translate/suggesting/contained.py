"""What a longer text means by the known phrases that stand in it: `set their dog on them`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tiig.standard.trees import Tree
from tiig.translate.suggesting.forms import NEGATED, Form

_LONGEST = 4
_LEAST, _MOST = 0.45, 0.72
"""How sure it is where the phrases are a small part of the text, and where they are all of it."""
_FEWEST = 0.3
"""The share of a text's words that must be understood."""
_EMPTY = frozenset(
    "other unknown no not none them they their he she his her him it was were is be from into off"
    " up out over some any thing something someone one when while then that this there".split()
)
"""Words that mean nothing by themselves in a longer text."""


@dataclass(frozen=True)
class Contained:
    """The node that all phrases of a text lie on one branch of."""

    node: str
    score: float
    words: str


def contained(form: Form, known: Mapping[Form, str], tree: Tree) -> Contained | None:
    """Return what the longest known phrases of a text mean; None where they disagree."""
    if len(form) < 2:  # a single word is a phrase or is none
        return None
    found = _phrases(form, known)
    left = set(form) - {word for one in found for word in one}
    if left & NEGATED:
        return None
    nodes = [known[one] for one in found]
    if not nodes or any(node not in tree for node in nodes):
        return None
    narrowest = max(nodes, key=lambda node: len(tree.path(node)))
    if not all(tree.is_under(narrowest, node) for node in nodes):
        return None
    told = sum(len(one) for one in found) / max(1, sum(word not in _EMPTY for word in form))
    if told < _FEWEST:
        return None
    score = _LEAST + (_MOST - _LEAST) * min(1.0, told)
    *_, longest = sorted(found, key=len)
    return Contained(narrowest, score, " ".join(longest))


def _phrases(form: Sequence[str], known: Mapping[Form, str]) -> list[Form]:
    found: list[Form] = []
    place = 0
    while place < len(form):
        for length in range(min(_LONGEST, len(form) - place), 0, -1):
            phrase = tuple(form[place : place + length])
            if phrase in known and not (len(phrase) == 1 and _says_nothing(phrase[0])):
                found.append(phrase)
                place += length
                break
        else:
            place += 1
    return found


def _says_nothing(word: str) -> bool:
    return len(word) < 3 or word.isdigit() or word in _EMPTY

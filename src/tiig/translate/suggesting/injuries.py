"""Diagnoses written as a kind of injury and a part of the body: `# L wrist`, `Scalp lac`.

The kind names a branch of the tree and the part a node below it; a part that the branch does not
have stands for the branch.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tiig.standard.trees import Tree
from tiig.translate.suggesting.words import ROOM, canonical

_ASIDE = frozenset(
    "left right bilateral minor major simple superficial deep small large multiple l r lt rt acute"
    " closed traumatic injury bone old new suspected query possible tip lower upper only no nerve"
    " distal proximal mid both joint region area skin surface".split()
)
"""Words beside kind and part that change neither."""
_WHIPLASH = ("sprain", "neck")

Form = tuple[str, ...]


@dataclass(frozen=True)
class Injury:
    """The node of an injury; `plain` if kind and part are the very ones of the node."""

    node: str
    plain: bool


@dataclass(frozen=True)
class _Part:
    name: Form
    otherwise: tuple[Form, ...]


class Injuries:
    """The kinds and parts of a tree of diagnoses."""

    def __init__(self, tree: Tree) -> None:
        """Read which parts each branch of the tree knows."""
        self._nodes = {
            (node.parent, canonical(node.label.lower().rpartition(":")[2])): node.id
            for node in tree.nodes.values()
            if ":" in node.label
        }
        self._kinds = [(form, branch) for form, branch in _kinds() if branch in tree]

    def read(self, text: str) -> Injury | None:
        """Return what a text of a kind and a part means; None where it is no such text."""
        form = canonical(text)
        form = _WHIPLASH if form == ("whiplash",) else form
        for kind, branch in self._kinds:
            if set(kind) <= set(form):
                rest = tuple(word for word in form if word not in kind)
                return self._of_kind(branch, rest) if rest else None
        return None

    def _of_kind(self, branch: str, rest: Form) -> Injury | None:
        found = [(words, part) for words, part in _parts() if set(words) <= set(rest)]
        if not found:
            return None
        longest = max(len(words) for words, _ in found)
        used = {word for words, _ in found if len(words) == longest for word in words}
        if set(rest) - used - _ASIDE - {word for words, _ in found for word in words}:
            return None
        best = [(words, part) for words, part in found if len(words) == longest]
        nodes = {self._node(branch, words, part) for words, part in best} - {None}
        plain = {one for one in nodes if one is not None and one.plain}
        chosen = plain or {one for one in nodes if one is not None}
        if len({one.node for one in chosen}) == 1:
            return next(iter(chosen))
        return Injury(branch, plain=False)

    def _node(self, branch: str, words: Form, part: _Part) -> Injury | None:
        for number, name in enumerate((part.name, *part.otherwise)):
            if (node := self._nodes.get((branch, name))) is not None:
                return Injury(node, plain=number == 0 and words == part.name)
        return None


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, Mapping[str, object]]:
    return tomllib.loads((ROOM / "bodies.toml").read_text(encoding="utf-8"))


def _kinds() -> Iterator[tuple[Form, str]]:
    """Yield the words of kinds with their branch, in order, the longest of each first."""
    for branch, words in _lists()["kinds"].items():
        forms = {canonical(one) for one in words}  # type: ignore[attr-defined]
        yield from ((form, branch) for form in sorted(forms, key=lambda f: (-len(f), f)))


@lru_cache(maxsize=1)
def _parts() -> tuple[tuple[Form, _Part], ...]:
    found = []
    for name, told in _lists()["parts"].items():
        otherwise = tuple(canonical(one) for one in told.get("else", ()))  # type: ignore[attr-defined]
        part = _Part(canonical(name.lower()), otherwise)
        forms = {canonical(one) for one in told["words"]} | {part.name}  # type: ignore[index]
        found += [(form, part) for form in sorted(forms)]
    return tuple(found)

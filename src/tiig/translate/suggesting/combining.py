"""A value that names several things, or one more and more narrowly.

`Pub / bar`, `Choked or strangled` are lists: they mean what all their parts lie under.
`RTC - cyclist`, `Licensed premises (pub)` are qualified: they mean the narrowest, and
`Vehicle, other` what is left of the vehicles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tiig.model.states import NOT_KNOWN_NODE
from tiig.standard.trees import Tree
from tiig.translate.profile_keys import NONE_WORD

_QUALIFIED = re.compile(r"\s+[-–—]+\s*|\s*[–—:\[\](){}>|]+\s*|(?<=\w)-\s+")
_LISTED = re.compile(r"\s*[/,;&+\\]+\s*|\s+(?:or|and)\s+", re.IGNORECASE)
_NEGATED = re.compile(r"\s*(?:not?|non|without|exc\w*|except)\b", re.IGNORECASE)
_NO_CATEGORY = frozenset({NOT_KNOWN_NODE, NONE_WORD})
_OTHER = "other"
_MOST_PARTS = 8
_REFINED = 0.98
_HALF_KNOWN = 0.8
_ABOVE = 0.9
"""How well a list fits that means more than any of its parts."""

Known = Callable[[str], tuple[str, float] | None]
"""Returns the node that a part means by itself, and how well it fits."""


@dataclass(frozen=True)
class Combined:
    """What the parts of a value mean together; `whole`: every part was understood."""

    node: str
    score: float
    whole: bool


def is_qualified(text: str) -> bool:
    """Tell a text whose later parts say more of the first: `RTC - cyclist`, `Public (park)`."""
    return len([part for part in _QUALIFIED.split(text) if part.strip()]) > 1


def combined(text: str, known: Known, tree: Tree) -> Combined | None:
    """Return what a text of several parts means; None where it has one, or they disagree."""
    segments = [part for part in _QUALIFIED.split(text) if part.strip()]
    said = [part for part in segments if not _NEGATED.match(part)]
    if not said or (len(segments) == 1 and not _LISTED.search(text)):
        return None
    read = [_listed(part, known, tree) for part in said]
    found = [one for one in read if one is not None]
    if not found:
        return None
    node = _narrowest([one.node for one in found], tree)
    if node is None:
        return None
    whole = len(found) == len(segments) and all(one.whole for one in found)
    score = min(one.score for one in found) * (_REFINED if whole else _HALF_KNOWN)
    return Combined(node, score, whole)


def _listed(text: str, known: Known, tree: Tree) -> Combined | None:
    """Return what all parts of a list lie under, most of them being understood."""
    if (own := known(text)) is not None:
        return Combined(*own, whole=True)
    parts = [part for part in _LISTED.split(text) if part.strip()]
    if not 1 < len(parts) <= _MOST_PARTS:
        return None
    found = [one for one in map(known, parts) if one is not None]
    if 2 * len(found) < len(parts) or not found:
        return None
    nodes = [node for node, _ in found]
    whole = len(found) == len(parts)
    if "," in text and len(nodes) == 2 and nodes[1] == _OTHER:
        node = _narrowest(nodes, tree)
    else:
        node = _above_all(nodes, tree)
    if node is None:
        return None
    score = min(score for _, score in found) * (1.0 if node in nodes else _ABOVE)
    return Combined(node, score if whole else score * len(found) / len(parts), whole)


def _above_all(nodes: Sequence[str], tree: Tree) -> str | None:
    """Return the lowest node that all lie under; None where there is none."""
    if len(set(nodes)) == 1:
        return nodes[0]
    if any(node not in tree for node in nodes):
        return None
    shared: str | None = None
    for level in zip(*(tree.path(node) for node in nodes), strict=False):
        if len(set(level)) > 1:
            break
        shared = level[0]
    return shared


def _narrowest(nodes: Sequence[str], tree: Tree) -> str | None:
    """Return the node that qualifies the others; None where two exclude each other."""
    said = nodes[0]
    for node in nodes[1:]:
        if node == said or node in _NO_CATEGORY:
            continue
        if said in _NO_CATEGORY or node not in tree or said not in tree:
            return None
        if node == _OTHER:
            said = _rest_of(said, tree)
        elif said == _OTHER:
            said = _rest_of(node, tree)
        elif tree.is_under(node, said):
            said = node
        elif not tree.is_under(said, node):
            return None
    return said


def _rest_of(node: str, tree: Tree) -> str:
    """Return the category of a branch that takes what its others do not, else the branch."""
    rest = f"{node}.{_OTHER}"
    return rest if rest in tree else node

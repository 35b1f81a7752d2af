"""The words by which an item's categories are known: those of systems, and the list's own terms."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tiig.standard import Standard
from tiig.standard.codes import normalised
from tiig.standard.items import Item
from tiig.translate.suggesting.lexicon import words_of_values


def system_words(item: Item) -> Iterable[tuple[str, str]]:
    """Yield the words of systems with their node; of those two nodes share, the first speaks."""
    tables = words_of_values()
    own = tables.get(item.id, {}) if item.id != item.tree else {}
    seen: dict[str, str] = {}
    every = (own, tables.get(item.tree or "", {}), tables["every"])
    for node, words in (pair for table in every for pair in table.items()):
        for one in words:
            seen.setdefault(normalised(one), node)
    return seen.items()


def terms(item: Item, standard: Standard) -> Iterable[tuple[str, str]]:
    """Yield the labels of nodes; `Wound : lac / bite : head` also as wound, lac and bite of it."""
    tree = standard.trees[item.tree or ""]
    labels = [(node.label, node.id) for node in tree.nodes.values()]
    for name in item.code_sets:
        labels += [(e.term, e.node) for e in standard.code_sets[name].entries if e.node in tree]
    for label, node in labels:
        yield normalised(label), node
    for label, node in labels:
        kinds, colon, where = label.rpartition(":")
        if colon:
            for kind in re.split(r"[:/]", kinds):
                yield normalised(f"{kind} {where}"), node

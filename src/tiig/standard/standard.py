"""The standard as one value: immutable, and named by a digest of its content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType

from tiig.model.errors import DIMENSION_UNKNOWN, TiigError
from tiig.model.states import NOT_KNOWN_NODE, NOT_RECORDED_NODE
from tiig.standard.codes import CodeSet, normalised
from tiig.standard.items import Derived, Item
from tiig.standard.measures import Measure, Preset
from tiig.standard.quality import QualityItem, QualityMeasure, Target, TargetSet, Unit
from tiig.standard.themes import StandardTable, Theme
from tiig.standard.trees import SPECIAL_LABELS, Tree


@dataclass(frozen=True, eq=False)
class Standard:
    """Everything the house knows about its data: packaged files and a site's overlay.

    `version` digests all of it; two standards are equal when their versions are.
    `code_set_versions` digest each code set. `sources` explain the short source names;
    `not_known_words` declare, in any coded item, that the answer is not known. `holidays` are the
    bank holidays of England, of the years that the list has.
    """

    version: str
    items: Mapping[str, Item]
    derived: Mapping[str, Derived]
    joined: Mapping[str, Derived]
    trees: Mapping[str, Tree]
    code_sets: Mapping[str, CodeSet]
    measures: Mapping[str, Measure]
    presets: Mapping[str, Preset]
    tables: Mapping[str, StandardTable]
    themes: Mapping[str, Theme]
    quality_items: Mapping[str, QualityItem]
    quality_targets: Mapping[str, Target]
    quality_target_sets: Mapping[str, TargetSet]
    declared_measures: Mapping[str, QualityMeasure]
    counting_rule: tuple[str, ...]
    esp2013: Mapping[str, int]
    holidays: frozenset[date]
    sources: Mapping[str, str]
    not_known_words: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        """Compare by content."""
        return isinstance(other, Standard) and self.version == other.version

    def __hash__(self) -> int:
        """Hash by content."""
        return hash(self.version)

    def __repr__(self) -> str:
        """Name the version."""
        return f"<Standard {self.version[:12]}: {len(self.items)} items>"

    @cached_property
    def quality_measures(self) -> Mapping[str, QualityMeasure]:
        """The declared measures of quality that are shares: of an item, or of a site-month."""
        declared = self.declared_measures.items()
        return MappingProxyType({key: one for key, one in declared if one.unit is Unit.SHARE})

    @property
    def code_set_versions(self) -> dict[str, str]:
        """The digest of each code set, for lineage."""
        return {name: code_set.version for name, code_set in self.code_sets.items()}

    @property
    def stored_items(self) -> tuple[Item, ...]:
        """The items that the lake holds, in file order."""
        return tuple(item for item in self.items.values() if item.stored)

    def tree_of(self, name: str) -> Tree:
        """Return the tree of an item or derived column; refuse one that has none."""
        entry: Item | Derived | None = self.items.get(name) or self.derived.get(name)
        if entry is None or entry.tree is None:
            coded = sorted(item.id for item in self.items.values() if item.tree)
            known = ", ".join([*coded, *self.derived])
            raise TiigError(DIMENSION_UNKNOWN, name=name, known=known)
        return self.trees[entry.tree]

    def value_map(self, item: Item | str, on: date | None = None) -> dict[str, str]:
        """Return what each `normalised` text of a coded item means on a day.

        A verified code speaks before a node id, a node id before words; words that two
        nodes share map nothing. A code may mean `~not_known` or `~not_recorded`.
        """
        declared = self.items[item] if isinstance(item, str) else item
        found = self._by_words(declared, on)
        tree, codes = self.trees[declared.tree or ""], self._codes_of(declared)
        found |= {n: n for n, node in tree.nodes.items() if node.is_valid(on) and n not in codes}
        found |= {node: node for node in SPECIAL_LABELS}
        for name in reversed(declared.code_sets):
            for entry in self.code_sets[name].entries:
                node = self.code_sets[name].node_for(entry.code, on)
                if node is not None:
                    found[normalised(entry.code)] = node
        return found

    def map_value(self, item: Item | str, text: str, on: date | None = None) -> str | None:
        """Return the node that one text means for an item; None where it is not mapped."""
        return self.value_map(item, on).get(normalised(text))

    def _codes_of(self, item: Item) -> frozenset[str]:
        """Return an item's codes: a node named by its code is sent by that code's rules."""
        return frozenset(e.code for name in item.code_sets for e in self.code_sets[name].entries)

    def _by_words(self, item: Item, on: date | None) -> dict[str, str]:
        meant: dict[str, set[str]] = {word: {NOT_KNOWN_NODE} for word in self.not_known_words}
        said = [(normalised(words), node) for words, node in self._words(item, on)]
        for words, node in said:
            if node != NOT_RECORDED_NODE:
                meant.setdefault(words, set()).add(node)
        for words, node in said:  # a code that says nothing of this item gives way to others
            if node == NOT_RECORDED_NODE:
                meant.setdefault(words, {node})
        return {words: next(iter(nodes)) for words, nodes in meant.items() if len(nodes) == 1}

    def _words(self, item: Item, on: date | None) -> Iterator[tuple[str, str]]:
        for node in self.trees[item.tree or ""].nodes.values():
            if node.is_valid(on):
                yield from ((words, node.id) for words in (node.label, *node.also))
        for name in item.code_sets:
            for entry in self.code_sets[name].entries:
                if entry.maps_on(on) and entry.term:
                    yield entry.term, entry.node

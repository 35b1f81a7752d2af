"""Category trees: stable, dated nodes, and walks up and down between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType

from tiig.model.states import NOT_KNOWN_NODE, NOT_RECORDED_NODE

SPECIAL_LABELS: Mapping[str, str] = MappingProxyType(
    {NOT_KNOWN_NODE: "Not known", NOT_RECORDED_NODE: "Not recorded"},
)
"""Answers that stand outside every tree, with the words for them."""

JOINED = 0
"""The level above the top, at which categories that are often rare have joined others."""


@dataclass(frozen=True)
class Node:
    """One category; `also` are other words for it, `attributes` what its file adds."""

    id: str
    label: str
    parent: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    also: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)

    def is_valid(self, on: date | None) -> bool:
        """Tell whether the node is in use on a day; without a day, always."""
        return on is None or (
            (self.valid_from is None or self.valid_from <= on)
            and (self.valid_to is None or on <= self.valid_to)
        )


@dataclass(frozen=True, eq=False)
class Tree:
    """A tree of categories in file order; depth 1 is the top, values may be any node.

    The special nodes `~not_known` and `~not_recorded` belong to no tree: walks leave them
    as they are.
    """

    id: str
    nodes: Mapping[str, Node]

    @cached_property
    def _children(self) -> Mapping[str | None, tuple[str, ...]]:
        found: dict[str | None, list[str]] = {}
        for node in self.nodes.values():
            found.setdefault(node.parent, []).append(node.id)
        return {parent: tuple(children) for parent, children in found.items()}

    def __contains__(self, node: object) -> bool:
        """Tell whether the tree has a node of this id."""
        return node in self.nodes

    @property
    def top(self) -> tuple[str, ...]:
        """The nodes without a parent, in file order."""
        return self._children.get(None, ())

    def children(self, node: str) -> tuple[str, ...]:
        """Return the nodes right under one, in file order."""
        return self._children.get(node, ())

    def path(self, node: str) -> tuple[str, ...]:
        """Return the way from the top down to a node, both included."""
        way = [node]
        while (parent := self.nodes[way[-1]].parent) is not None:
            way.append(parent)
        return tuple(reversed(way))

    def at_depth(self, node: str, depth: int) -> str:
        """Return the ancestor at a depth; a node that lies higher stays itself."""
        if node in SPECIAL_LABELS:
            return node
        path = self.path(node)
        return path[min(max(depth, 1), len(path)) - 1]

    def at_depth_map(self, depth: int) -> dict[str, str]:
        """Return every node's ancestor at a depth, for mapping whole columns."""
        if depth == JOINED:
            return {node: self.joined(node) for node in (*self.nodes, *SPECIAL_LABELS)}
        return {node: self.at_depth(node, depth) for node in self.nodes}

    def nodes_at_depth(self, depth: int) -> tuple[str, ...]:
        """Return the categories of a table at this depth, in order of their first leaf."""
        found = dict.fromkeys(self.at_depth(node, depth) for node in self.in_order)
        if depth == JOINED:
            found = dict.fromkeys(self.joined(node) for node in found)
        return tuple(found)

    @cached_property
    def joins(self) -> Mapping[str, str]:
        """Top categories that are often rare, each with the one that it joins at level JOINED.

        Answers outside the tree (not known, not recorded) join one where its file says so.
        """
        named = {
            node: into for node in self.top if (into := self.nodes[node].attributes.get("joins"))
        }
        takes = (node for node in self.top if self.nodes[node].attributes.get("takes_untold"))
        return named | dict.fromkeys(SPECIAL_LABELS, next(takes, "")) if named else {}

    def joined(self, node: str) -> str:
        """Return the category that a node or an answer outside the tree stands in at JOINED."""
        return self.joins.get(self.at_depth(node, 1)) or self.at_depth(node, 1)

    def is_under(self, node: str, ancestor: str) -> bool:
        """Tell whether a node is another or lies somewhere under it."""
        return node == ancestor or (node in self.nodes and ancestor in self.path(node))

    def under(self, node: str) -> tuple[str, ...]:
        """Return a node and all that lies under it, top down."""
        return (node, *(deep for child in self.children(node) for deep in self.under(child)))

    @cached_property
    def in_order(self) -> tuple[str, ...]:
        """All nodes, each followed by what lies under it."""
        return tuple(deep for node in self.top for deep in self.under(node))

    @cached_property
    def depth(self) -> int:
        """How many levels the tree has."""
        return max((len(self.path(node)) for node in self.nodes), default=0)

    def label(self, node: str, depth: int | None = None) -> str:
        """Return a node's words; special nodes have theirs in every tree.

        A category that others have joined may be called otherwise at that level.
        """
        if depth == JOINED and node in self.nodes:
            return self.nodes[node].attributes.get("joined_label") or self.nodes[node].label
        return SPECIAL_LABELS.get(node) or self.nodes[node].label

    def attribute(self, node: str, name: str) -> str | None:
        """Return what the tree's file says of a node, its nearest ancestor speaking for it."""
        if node not in self.nodes:
            return None
        said = (self.nodes[step].attributes.get(name) for step in reversed(self.path(node)))
        return next((value for value in said if value), None)

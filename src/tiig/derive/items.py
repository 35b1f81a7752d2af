"""The words in which derived columns ask about a row's items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from tiig.model.states import ItemState, state_column
from tiig.standard.items import Kind
from tiig.standard.standard import Standard
from tiig.standard.trees import Tree

YES, NO = "yes", "no"

_NUMBER = pl.UInt8()
_TYPES = {Kind.MOMENT: pl.Datetime("us"), Kind.WHOLE: pl.Int16()}


@dataclass(frozen=True)
class Items:
    """The items of a batch as expressions; one that the batch lacks is not in its layout.

    Values and numbers may be null; every question answered by yes or no is null-safe. The
    columns of `codes` must stand in the batch.
    """

    standard: Standard
    columns: frozenset[str]

    def value(self, item: str) -> pl.Expr:
        """Return an item's value; null unless given."""
        if item in self.columns:
            return pl.col(item)
        return pl.lit(None, dtype=_TYPES.get(self.standard.items[item].kind, pl.String()))

    def state(self, item: str) -> pl.Expr:
        """Return an item's state."""
        if state_column(item) in self.columns:
            return pl.col(state_column(item))
        return pl.lit(int(ItemState.NOT_IN_LAYOUT), dtype=pl.UInt8)

    def given(self, item: str) -> pl.Expr:
        """Tell whether an item has a value; a moment needs date and time."""
        return self.state(item) == int(ItemState.GIVEN)

    def dated(self, item: str) -> pl.Expr:
        """Tell whether a moment has at least its date."""
        return self.given(item) | (self.state(item) == int(ItemState.PART))

    def in_layout(self, item: str) -> pl.Expr:
        """Tell whether the sender's layout has the item."""
        return self.state(item) != int(ItemState.NOT_IN_LAYOUT)

    def under(self, item: str, *nodes: str) -> pl.Expr:
        """Tell whether a coded item lies under any of some nodes of its tree."""
        tree = self.standard.tree_of(item)
        return self._among(item, {deep for node in nodes for deep in tree.under(node)})

    def of_kind(self, item: str, attribute: str, value: str = YES) -> pl.Expr:
        """Tell whether the tree's file gives an item's node an attribute of this value."""
        named = _attribute_map(self.standard.tree_of(item), attribute)
        return self._among(item, {node for node, word in named.items() if word == value})

    def numbered(self, item: str, attribute: str, words: Sequence[str]) -> pl.Expr:
        """Return which of some words the tree's file gives an item's node; null where none.

        By number and not by when/then: a tree has many nodes, and texts are slow to choose
        among. `in_words` turns numbers back.
        """
        tree = self.standard.tree_of(item)
        told = _attribute_map(tree, attribute)
        places = {word: place for place, word in enumerate(words)}
        numbers = [places.get(told.get(node, "")) for node in tree.nodes]
        return self._looked_up(item, pl.Series(numbers, dtype=_NUMBER))

    def place_in(self, item: str, words: Sequence[str], *, only: Sequence[str]) -> pl.Expr:
        """Return which of some words an item's value is; null where it is none of `only`."""
        places = {word: place for place, word in enumerate(words) if word in only}
        nodes = self.standard.tree_of(item).nodes
        return self._looked_up(item, pl.Series([places.get(node) for node in nodes], dtype=_NUMBER))

    def codes(self) -> dict[str, pl.Expr]:
        """Return the temporary columns that hold coded items as numbers: texts are slow."""
        return {
            _code(item.id): pl.col(item.id)
            .cast(pl.Enum(list(self.standard.tree_of(item.id).nodes)), strict=False)
            .to_physical()
            for item in self.standard.items.values()
            if item.coded and item.id in self.columns
        }

    def _looked_up(self, item: str, numbers: pl.Series) -> pl.Expr:
        if item not in self.columns:
            return pl.lit(None, dtype=_NUMBER)
        return pl.lit(numbers).gather(pl.col(_code(item)))

    def _among(self, item: str, nodes: set[str]) -> pl.Expr:
        if not nodes or item not in self.columns:
            return pl.lit(False)
        tree = self.standard.tree_of(item)
        wanted = [place for place, node in enumerate(tree.nodes) if node in nodes]
        return pl.col(_code(item)).is_in(wanted).fill_null(value=False)


def _code(item: str) -> str:
    return f"~{item}"


def chosen_if(condition: pl.Expr, number: int) -> pl.Expr:
    """Return a number where a condition holds, null elsewhere."""
    return pl.when(condition).then(pl.lit(number, dtype=_NUMBER))


def chosen(cases: Iterable[tuple[int, pl.Expr]], otherwise: int) -> pl.Expr:
    """Return the number of the first condition that holds."""
    numbers = (chosen_if(condition, number) for number, condition in cases)
    return pl.coalesce(*numbers, pl.lit(otherwise, dtype=_NUMBER))


def in_words(words: Sequence[str], numbers: pl.Expr) -> pl.Expr:
    """Turn numbers into the words they stand for."""
    return pl.lit(pl.Series(list(words), dtype=pl.String)).gather(numbers)


def yes_no(condition: pl.Expr) -> pl.Expr:
    """Write a condition as a node of the tree of yes and no."""
    return pl.when(condition).then(pl.lit(YES)).otherwise(pl.lit(NO))


def first_state(*cases: tuple[pl.Expr, pl.Expr | ItemState]) -> pl.Expr:
    """Return the state of the first condition that holds; given where none does."""
    states = [
        pl.when(condition).then(
            pl.lit(int(state), dtype=pl.UInt8) if isinstance(state, ItemState) else state
        )
        for condition, state in cases
    ]
    return pl.coalesce(*states, pl.lit(int(ItemState.GIVEN), dtype=pl.UInt8))


@lru_cache(maxsize=256)
def _attribute_map(tree: Tree, attribute: str) -> Mapping[str, str]:
    told = {node: tree.attribute(node, attribute) for node in tree.nodes}
    return {node: word for node, word in told.items() if word is not None}

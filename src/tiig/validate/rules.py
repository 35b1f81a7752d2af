"""What a rule is: a number, a public sentence, an effect, and a test that is an expression."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import polars as pl

from tiig.kit.hashing import digest
from tiig.standard.standard import Standard
from tiig.validate.cells import Cells

Test = Callable[[Cells], pl.Expr]
"""Gives a Boolean expression: true is met, false is missed, null is not applicable."""


class Effect(StrEnum):
    """What becomes of a row or item that misses a rule."""

    SET_ASIDE = "set aside"
    BLANK = "blank"
    NOTE = "note"

    @property
    def sentence(self) -> str:
        """Say the effect as the rule book does."""
        return {
            Effect.SET_ASIDE: "The row cannot be counted and is set aside.",
            Effect.BLANK: "The item is left blank; the row is kept and counted.",
            Effect.NOTE: "Nothing is changed; the finding is listed.",
        }[self]


class Origin(StrEnum):
    """Where a rule comes from, and therefore when it is judged.

    `file` rules need to know all rows before; `row` rules look at one row; `item` rules
    are generated from the standard's items.
    """

    ITEM = "item"
    ROW = "row"
    FILE = "file"


@dataclass(frozen=True)
class Rule:
    """One rule of the book; `item` is the data item blamed, `weight` what a repair gains."""

    id: str
    number: int
    item: str
    effect: Effect
    sentence: str
    advice: str
    weight: int
    origin: Origin
    test: Test = field(repr=False, compare=False)


@dataclass(frozen=True, eq=False)
class RuleBook:
    """All rules for one standard, set-aside rules first and then by number.

    `item_numbers` gives the small integer that stands for an item in findings.
    """

    standard: Standard
    rules: tuple[Rule, ...]
    item_numbers: Mapping[str, int]

    @cached_property
    def by_number(self) -> Mapping[int, Rule]:
        """Every rule by its number."""
        return {rule.number: rule for rule in self.rules}

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        """Every rule by its id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def items_by_number(self) -> Mapping[int, str]:
        """Every item by the number that findings give it."""
        return {number: item for item, number in self.item_numbers.items()}

    @cached_property
    def version(self) -> str:
        """Digest of what the rules say and of the standard they stand on."""
        said = [
            [rule.number, rule.id, rule.item, rule.effect.value, rule.sentence, rule.advice]
            for rule in self.rules
        ]
        return digest([self.standard.version, said])

    def with_effect(self, effect: Effect) -> tuple[Rule, ...]:
        """Return the rules of one effect, in order."""
        return tuple(rule for rule in self.rules if rule.effect is effect)

    def __repr__(self) -> str:
        return f"<RuleBook {self.version[:12]}: {len(self.rules)} rules>"

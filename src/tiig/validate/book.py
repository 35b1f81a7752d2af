"""The rule book of a standard: written and generated rules together, each numbered once."""

from __future__ import annotations

from types import MappingProxyType

from tiig.standard.standard import Standard
from tiig.validate import assaults, care, counting, people, times
from tiig.validate.generated import generated_rules
from tiig.validate.numbers import item_numbers
from tiig.validate.rules import Effect, Rule, RuleBook
from tiig.validate.writing import rules_of


def rule_book(standard: Standard) -> RuleBook:
    """Return every rule for a standard, those that set a row aside first."""
    numbers = item_numbers(standard)
    written = rules_of(counting, times, assaults, people, care)
    generated = [
        rule
        for item in standard.items.values()
        for rule in generated_rules(item, numbers[item.id], standard)
    ]
    rules = sorted([*written, *generated], key=_order)
    return RuleBook(standard, tuple(rules), MappingProxyType(numbers))


def _order(rule: Rule) -> tuple[bool, int]:
    return rule.effect is not Effect.SET_ASIDE, rule.number

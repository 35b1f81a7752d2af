"""Judge typed items and their states by the rule book; the room parses nothing.

A row is set aside only if it cannot be counted at all; every other fault blanks the item
or is noted, and the row is kept. Findings hold numbers of rows, rules and items, never a
value.
"""

from tiig.validate.again import judge_again, rows_missed
from tiig.validate.book import rule_book
from tiig.validate.cells import Declared
from tiig.validate.judging import Judged, judge
from tiig.validate.memory import RowMemory
from tiig.validate.pages import rule_pages
from tiig.validate.rules import Effect, Rule, RuleBook

__all__ = [
    "Declared",
    "Effect",
    "Judged",
    "RowMemory",
    "Rule",
    "RuleBook",
    "judge",
    "judge_again",
    "rows_missed",
    "rule_book",
    "rule_pages",
]

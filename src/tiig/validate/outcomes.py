"""The outcomes of some rules over some rows: met, missed, not applicable, or an error.

A Boolean column and its validity are the pair of bit masks (missed, not applicable): one
bit each for a row and a rule, in as many columns as there are rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Self

import polars as pl
from polars.exceptions import PolarsError

from tiig.validate.cells import Cells
from tiig.validate.rules import Effect, Rule

_COUNTS = {
    "rule": pl.UInt16,
    "met": pl.Int64,
    "missed": pl.Int64,
    "not_applicable": pl.Int64,
    "error": pl.Int64,
}
_FINDINGS = {"row": pl.UInt32, "rule": pl.UInt16, "item": pl.UInt16}
_REASONS = {"row": pl.UInt32, "rule": pl.UInt16}


@dataclass(frozen=True, eq=False)
class Outcomes:
    """What each rule says of each row; a rule that could not be judged has no column."""

    rules: tuple[Rule, ...]
    told: pl.DataFrame
    height: int

    @classmethod
    def of(cls, rows: pl.DataFrame, rules: tuple[Rule, ...], cells: Cells) -> Self:
        """Judge rows in one pass; a rule that fails to run is an error of its own.

        A rule that sets rows aside must run: without it nothing can be kept or refused.
        """
        try:
            tests = {rule.id: rule.test(cells) for rule in rules}
            told = _evaluate(rows, tests)
        except (PolarsError, ValueError, KeyError, TypeError):
            told = _one_by_one(rows, rules, cells)
        return cls(rules, told, rows.height)

    def missed(self, *effects: Effect) -> Iterator[tuple[Rule, pl.Series]]:
        """Yield each rule that some row misses, with those rows as a mask without nulls."""
        for rule in self.rules:
            if rule.effect in effects and rule.id in self.told.columns:
                column = self.told[rule.id]
                if not column.all():
                    yield rule, ~column.fill_null(value=True)

    @cached_property
    def missed_any(self) -> pl.Series:
        """Which rows miss at least one of the rules."""
        nothing = pl.zeros(self.height, pl.Boolean, eager=True)
        return reduce(or_, (missed for _, missed in self.missed(*Effect)), nothing)

    def counts(self, not_applicable: int = 0) -> pl.DataFrame:
        """Count outcomes by rule; some rows may be known not to apply beforehand."""
        found = []
        for rule in self.rules:
            if rule.id not in self.told.columns:
                found.append((rule.number, 0, 0, not_applicable, self.height))
                continue
            column = self.told[rule.id]
            met, absent = int(column.sum()), column.null_count()
            missed = self.height - met - absent
            found.append((rule.number, met, missed, absent + not_applicable, 0))
        return pl.DataFrame(found, schema=_COUNTS, orient="row")

    def findings(self, rows: pl.Series, item_numbers: Mapping[str, int]) -> pl.DataFrame:
        """List every rule that a row misses, by rule and then row."""
        found = [
            pl.select(
                row=rows.gather(missed.arg_true()),
                rule=pl.lit(rule.number, dtype=pl.UInt16),
                item=pl.lit(item_numbers[rule.item], dtype=pl.UInt16),
            )
            for rule, missed in self.missed(*Effect)
        ]
        return pl.concat([pl.DataFrame(schema=_FINDINGS), *found])

    def first_reason(self, rows: pl.Series) -> pl.DataFrame:
        """List each row that misses a rule once, with the first rule it misses."""
        left = pl.ones(self.height, pl.Boolean, eager=True)
        found = [pl.DataFrame(schema=_REASONS)]
        for rule, missed in self.missed(*Effect):
            here = rows.gather((missed & left).arg_true())
            found.append(pl.select(row=here, rule=pl.lit(rule.number, dtype=pl.UInt16)))
            left &= ~missed
        return pl.concat(found)


def _evaluate(rows: pl.DataFrame, tests: dict[str, pl.Expr]) -> pl.DataFrame:
    # Lazily, because only then are parts that rules share computed once.
    typed = {name: test.cast(pl.Boolean) for name, test in tests.items()}
    return rows.lazy().select(**typed).collect()


def _one_by_one(rows: pl.DataFrame, rules: tuple[Rule, ...], cells: Cells) -> pl.DataFrame:
    columns = []
    for rule in rules:
        try:
            columns.append(_evaluate(rows, {rule.id: rule.test(cells)}).to_series())
        except (PolarsError, ValueError, KeyError, TypeError):
            if rule.effect is Effect.SET_ASIDE:
                message = f"rule {rule.id} cannot be judged"
                raise RuntimeError(message) from None
    return pl.DataFrame(columns)

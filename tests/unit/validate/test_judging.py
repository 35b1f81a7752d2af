"""What `judge` does to a batch."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import polars as pl
import pytest

from tiig.model.identified import RawRows, TypedRows
from tiig.model.states import ItemState
from tiig.validate import Declared, Effect, RowMemory, RuleBook, judge

Batch = Callable[..., TypedRows]


def rules_of(frame: pl.DataFrame, book: RuleBook, row: int) -> set[str]:
    """Return the ids of the rules that a row is listed under."""
    found = frame.filter(pl.col("row") == row)["rule"]
    return {book.by_number[number].id for number in found}


def test_clean_row_is_kept_as_it_is(
    book: RuleBook, declared: Declared, memory: RowMemory, batch: Batch
) -> None:
    """A row without a fault leaves with the columns and values it came with."""
    typed = batch({"age": [30], "injury_intent": ["assault"]})

    judged = judge(typed, book, declared=declared, memory=memory)

    assert judged.kept.frame.equals(typed.frame)
    assert judged.set_aside.height == 0


def test_row_is_set_aside_once_with_its_first_reason(
    book: RuleBook, declared: Declared, memory: RowMemory, batch: Batch
) -> None:
    """A row with two reasons stands once, under the one that comes first."""
    typed = batch({"site": ["SITE9"], "arrival_at": [datetime(2020, 1, 1, 10)]})

    judged = judge(typed, book, declared=declared, memory=memory)

    assert judged.kept.height == 0
    assert judged.set_aside.rows() == [(2, book.by_id["site_of_this_sender"].number)]
    assert judged.findings.height == 0


def test_date_without_time_is_countable(
    book: RuleBook, declared: Declared, memory: RowMemory, batch: Batch
) -> None:
    """A row whose arrival is a date alone is kept."""
    typed = batch({"arrival_at": [datetime(2026, 6, 12)]}, states={"arrival_at": [ItemState.PART]})

    judged = judge(typed, book, declared=declared, memory=memory)

    assert judged.kept.frame["arrival_at__state"].to_list() == [ItemState.PART]


def test_faulty_item_is_blanked_and_the_row_kept(
    book: RuleBook, declared: Declared, memory: RowMemory, batch: Batch
) -> None:
    """An age out of range and an injury after the arrival lose their values, not the row."""
    typed = batch({"age": [130, 30], "injury_at": [datetime(2026, 6, 13, 1)] * 2})

    judged = judge(typed, book, declared=declared, memory=memory)

    assert judged.kept.frame["age"].to_list() == [None, 30]
    assert judged.kept.frame["age__state"].to_list() == [ItemState.UNREADABLE, ItemState.GIVEN]
    assert judged.kept.frame["injury_at"].to_list() == [None, None]
    assert "age-in-range" in rules_of(judged.findings, book, 2)
    assert "injured_before_arriving" in rules_of(judged.findings, book, 3)


def test_unmapped_code_keeps_its_state(
    book: RuleBook, declared: Declared, memory: RowMemory, batch: Batch
) -> None:
    """A code that nobody explained is a finding, and stays unmapped rather than unreadable."""
    typed = batch({"injury_intent": [None]}, states={"injury_intent": [ItemState.UNMAPPED]})

    judged = judge(typed, book, declared=declared, memory=memory)

    assert judged.kept.frame["injury_intent__state"].to_list() == [ItemState.UNMAPPED]
    assert rules_of(judged.findings, book, 2) >= {"injury_intent-mapped"}


def test_findings_hold_numbers_only(
    book: RuleBook, declared: Declared, memory: RowMemory, batch: Batch
) -> None:
    """A finding is a row, a rule and an item: three small integers, never a value."""
    judged = judge(batch({"age": [130]}), book, declared=declared, memory=memory)

    assert judged.findings.schema == {"row": pl.UInt32, "rule": pl.UInt16, "item": pl.UInt16}
    assert judged.set_aside.schema == {"row": pl.UInt32, "rule": pl.UInt16}
    row, rule, item = judged.findings.row(0)
    assert row == 2
    assert book.by_number[rule].item == book.items_by_number[item]


def test_outcomes_of_a_rule_add_up_to_the_rows(
    book: RuleBook, declared: Declared, memory: RowMemory, batch: Batch
) -> None:
    """Met, missed, not applicable and error of each rule are all rows it was asked about."""
    typed = batch({"site": ["SITE1", "SITE9", "SITE1", "SITE1"], "age": [30, 30, 30, None]})

    judged = judge(typed, book, declared=declared, memory=memory)

    total = pl.sum_horizontal("met", "missed", "not_applicable", "error")
    by_rule = dict(judged.counts.select("rule", total).rows())
    aside = {rule.number for rule in book.with_effect(Effect.SET_ASIDE)}
    assert by_rule.keys() == book.by_number.keys()
    assert {by_rule[number] for number in aside} == {4}
    assert {by_rule[number] for number in by_rule.keys() - aside} == {judged.kept.height}


def test_rule_that_cannot_run_is_an_error_of_its_own(
    book: RuleBook, declared: Declared, memory: RowMemory, batch: Batch
) -> None:
    """A broken rule is counted as error; every other rule is judged all the same."""
    broken = replace(book.by_id["age-in-range"], test=lambda _: pl.col("no_such_column"))
    rules = tuple(broken if rule.id == broken.id else rule for rule in book.rules)

    judged = judge(
        batch({"age": [130]}), replace(book, rules=rules), declared=declared, memory=memory
    )

    counts = {row[0]: row[1:] for row in judged.counts.rows()}
    assert counts[broken.number] == (0, 0, 0, 1)
    assert counts[book.by_id["age-readable"].number] == (1, 0, 0, 0)


def test_nothing_is_kept_without_the_rules_that_set_aside(
    book: RuleBook, declared: Declared, memory: RowMemory, batch: Batch
) -> None:
    """A broken set-aside rule stops the file: nothing could be kept or refused rightly."""
    broken = replace(book.by_id["site_given"], test=lambda _: pl.col("no_such_column"))
    rules = tuple(broken if rule.id == broken.id else rule for rule in book.rules)

    with pytest.raises(RuntimeError, match="rule site_given cannot be judged"):
        judge(batch({"age": [30]}), replace(book, rules=rules), declared=declared, memory=memory)


def test_cells_of_other_rows_are_refused(
    book: RuleBook, declared: Declared, memory: RowMemory, batch: Batch
) -> None:
    """Typed rows and raw cells must be of the same rows, in the same order."""
    typed, other = batch({"age": [30]}), batch({"age": [30]}, first_row=9)

    with pytest.raises(ValueError, match="not of the same rows"):
        judge(TypedRows(typed.frame, other.raw), book, declared=declared, memory=memory)


def test_all_cells_travel_on_for_the_detectors(
    book: RuleBook, declared: Declared, memory: RowMemory, batch: Batch
) -> None:
    """The cells of rows set aside are searched too, so they stay with the batch."""
    typed = batch({"site": ["SITE9", "SITE1"]})

    judged = judge(typed, book, declared=declared, memory=memory)

    assert judged.kept.raw is typed.raw
    assert isinstance(judged.kept.raw, RawRows)


def test_repr_counts_and_tells_nothing(
    book: RuleBook, declared: Declared, memory: RowMemory, batch: Batch
) -> None:
    """What a debugger or a log would show holds counts alone."""
    judged = judge(batch({"age": [30]}), book, declared=declared, memory=memory)

    assert repr(judged) == "<Judged: 1 rows kept, 0 set aside>"
    assert repr(memory) == "<RowMemory: 1 rows>"
    with pytest.raises(TypeError, match="does not leave the process"):
        pickle.dumps(memory)

"""The rule book: complete, numbered once, and written in full sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from tiig.model.days import Days
from tiig.model.states import ItemState, state_column
from tiig.standard import Standard, load_standard
from tiig.standard.items import Kind
from tiig.validate import Declared, Effect, Rule, rule_book, rule_pages
from tiig.validate.cells import Cells, with_absent
from tiig.validate.numbers import (
    FIRST_GENERATED_RULE,
    FIRST_OVERLAY_ITEM,
    packaged_item_numbers,
    rule_numbers,
)
from tiig.validate.rules import Origin

BOOK = rule_book(load_standard())
GENERATED = [rule for rule in BOOK.rules if rule.origin is Origin.ITEM]
WRITTEN = [rule for rule in BOOK.rules if rule.origin is not Origin.ITEM]


def test_there_are_at_least_22_cross_item_rules() -> None:
    """The book holds more written rules than the twenty that were asked for."""
    cross = [rule for rule in WRITTEN if rule.effect is not Effect.SET_ASIDE]

    assert len(cross) >= 22


def test_numbers_are_used_once() -> None:
    """No two rules and no two items share a number, retired ones included."""
    for numbers in (rule_numbers(), packaged_item_numbers()):
        assert len(set(numbers.values())) == len(numbers)
    assert len(BOOK.by_number) == len(BOOK.rules) == len(BOOK.by_id)
    assert max(rule_numbers().values()) < FIRST_GENERATED_RULE
    assert max(packaged_item_numbers().values()) < FIRST_OVERLAY_ITEM


def test_every_packaged_item_has_a_number(standard: Standard) -> None:
    """An item that joins the standard is entered in item_numbers.csv."""
    assert set(standard.items) <= packaged_item_numbers().keys()


def test_new_item_brings_its_rules_and_moves_no_number(standard: Standard) -> None:
    """An item added by a site's overlay is judged without a change of code."""
    added = replace(standard.items["acuity"], id="triage", label="Triage", required=True)
    items = {"triage": added, **standard.items}

    book = rule_book(replace(standard, items=items, version="other"))

    new = {rule.id for rule in book.rules} - BOOK.by_id.keys()
    assert new == {"triage-given", "triage-readable", "triage-mapped"}
    assert all(book.by_id[rule.id].number == rule.number for rule in BOOK.rules)
    assert book.item_numbers["triage"] == FIRST_OVERLAY_ITEM


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_rule_is_written_for_a_person(rule: Rule) -> None:
    """Sentence and advice are sentences, the item exists, and the page says it all."""
    page = rule_pages(BOOK)[f"{rule.id}.md"]

    assert rule.sentence.endswith(".")
    assert rule.advice.endswith(".")
    assert rule.item in BOOK.standard.items
    assert rule.sentence in page
    assert rule.advice in page


def test_index_lists_every_rule() -> None:
    """The first page of the rule book leads to all others."""
    pages = rule_pages(BOOK)

    assert all(f"[{rule.id}]({rule.id}.md)" in pages["index.md"] for rule in BOOK.rules)
    assert len(pages) == len(BOOK.rules) + 1


def test_example_stands_on_its_page() -> None:
    """A page shows the picture that the specification draws of its rule."""
    pages = rule_pages(BOOK, examples={"site_given": "| site | outcome |"})

    assert "| site | outcome |" in pages["site_given.md"]
    assert "outcome" not in pages["site_of_this_sender.md"]


def test_version_changes_with_the_words() -> None:
    """A reworded rule makes another book, so that a derivation can name what judged it."""
    first, *others = BOOK.rules
    other = replace(BOOK, rules=(replace(first, advice="Other."), *others))

    assert BOOK.version != other.version
    assert BOOK.version == rule_book(load_standard()).version


def value_of(rule: Rule, *, good: bool) -> tuple[object, ItemState]:
    """Return a value and state of the rule's item that meets or misses it."""
    item = BOOK.standard.items[rule.item]
    kind = rule.id.rpartition("-")[2]
    if not good and kind != "range":
        missing = {
            "given": ItemState.BLANK,
            "readable": ItemState.UNREADABLE,
            "mapped": ItemState.UNMAPPED,
        }
        return None, missing[kind]
    if item.kind is Kind.WHOLE:
        return (item.high or 0) + (0 if good else 1), ItemState.GIVEN
    return None, ItemState.NOT_KNOWN


@pytest.mark.parametrize("rule", GENERATED, ids=lambda rule: rule.id)
def test_generated_rule_is_met_missed_and_not_applicable(rule: Rule) -> None:
    """Every generated rule has all three outcomes, and none where the layout lacks the item."""
    cells = Cells(BOOK.standard, Declared(frozenset(), Days.parse("2026-06"), date(2026, 7, 1)))
    cases = [value_of(rule, good=True), value_of(rule, good=False), (None, ItemState.NOT_IN_LAYOUT)]
    # An assault by flag or by intent, so that what assaults require is asked for.
    teller = "assault_flag" if rule.item == "injury_intent" else "injury_intent"
    told = {"assault_flag": "yes", "injury_intent": "assault"}[teller]
    frame = pl.DataFrame(
        [
            pl.Series(rule.item, [value for value, _ in cases], dtype=_dtype(rule)),
            pl.Series(state_column(rule.item), [int(state) for _, state in cases], dtype=pl.UInt8),
        ]
    )
    if rule.item != teller:
        frame = frame.with_columns(
            pl.lit(told).alias(teller),
            pl.lit(0, dtype=pl.UInt8).alias(state_column(teller)),
            sender_injury_group=pl.lit("assault"),
            sender_injury_group__state=pl.lit(0, dtype=pl.UInt8),
        ).with_columns(frame.get_columns())

    outcomes = with_absent(frame, BOOK.standard).select(told=rule.test(cells))["told"]

    assert outcomes.to_list() == [True, False, None]


def _dtype(rule: Rule) -> pl.DataType:
    kinds: dict[Kind, pl.DataType] = {Kind.MOMENT: pl.Datetime("us"), Kind.WHOLE: pl.Int16()}
    return kinds.get(BOOK.standard.items[rule.item].kind, pl.String())


def test_unknown_node_in_a_rule_is_our_fault(standard: Standard) -> None:
    """A rule that names a category which no tree has fails loudly."""
    cells = Cells(standard, Declared(frozenset(), Days.parse("2026-06"), date(2026, 7, 1)))
    ask: Callable[..., pl.Expr] = cells.under

    with pytest.raises(ValueError, match="has no node no-such"):
        ask("injury_intent", "no-such")

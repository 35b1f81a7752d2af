"""Every rule, as a picture: these tables are the rule book's examples."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tiig.validate import Effect, RuleBook
from tiig.validate.rules import Origin

Outcomes = Callable[[str, tuple[dict[str, str], ...]], list[str]]
Rows = tuple[dict[str, str], ...]

ALWAYS_APPLY = {"arrival_date_readable", "site_given", "not_an_exact_copy"}
"""Rules that say something of every row they are asked about."""


def read() -> dict[str, tuple[Rows, list[str]]]:
    """Read every chapter of this folder: rule to rows, written as cells, and outcomes."""
    found: dict[str, tuple[Rows, list[str]]] = {}
    for chapter in sorted(Path(__file__).parent.glob("*.md")):
        for section in chapter.read_text(encoding="utf-8").split("\n## ")[1:]:
            name, _, rest = section.partition("\n")
            lines = [line.strip("|").split("|") for line in rest.splitlines() if line[:1] == "|"]
            header, _, *body = [[cell.strip() for cell in line] for line in lines]
            rows = tuple(dict(zip(header, cells, strict=True)) for cells in body)
            assert name.strip() not in found
            found[name.strip()] = rows, [row.pop("outcome") for row in rows]
    return found


PICTURES = read()


@pytest.mark.parametrize("rule", PICTURES)
def test_rule_says_what_its_picture_shows(rule: str, outcomes_of: Outcomes) -> None:
    """Judging the rows of a picture gives the outcomes that stand beside them."""
    rows, expected = PICTURES[rule]

    actual = outcomes_of(rule, rows)

    assert expected == actual


def test_every_written_rule_has_a_picture(book: RuleBook) -> None:
    """No written rule is without its table, and no table without its rule."""
    written = {rule.id for rule in book.rules if rule.origin is not Origin.ITEM}

    assert written <= PICTURES.keys()
    assert PICTURES.keys() <= book.by_id.keys()


def test_every_kind_of_generated_rule_has_a_picture(book: RuleBook) -> None:
    """One item of each kind stands for all."""
    kinds = {rule.id.rpartition("-")[2] for rule in book.rules if rule.origin is Origin.ITEM}
    shown = {name.rpartition("-")[2] for name in PICTURES if "-" in name}

    assert kinds == shown


@pytest.mark.parametrize("rule", PICTURES)
def test_picture_shows_all_outcomes(rule: str) -> None:
    """A picture shows the rule met, missed and not applicable."""
    expected = {"met", "missed"} | (set() if rule in ALWAYS_APPLY else {"not applicable"})

    assert expected == set(PICTURES[rule][1])


def test_rows_are_set_aside_for_these_reasons_only(book: RuleBook) -> None:
    """A row is set aside only if it cannot be counted at all."""
    assert {rule.id for rule in book.with_effect(Effect.SET_ASIDE)} == {
        "arrival_date_readable",
        "site_given",
        "site_of_this_sender",
        "arrived_in_declared_period",
        "not_an_exact_copy",
    }

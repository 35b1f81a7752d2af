"""An item declared in data alone is found in rules, storage, breakdowns and dictionary."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tiig import standard as standard_room
from tiig.model.submission import SubmissionState
from tiig.standard import Standard, dimensions, load_standard, storage_columns
from tiig.validate import rule_book

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]
DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
PACKAGED = Path(standard_room.__file__).parent / "items.toml"
ADDED = """
[helmet_worn]
label = "Helmet worn"
meaning = "Whether the patient wore a helmet when the injury happened."
kind = "code"
tree = "yes_no"
since = 2026-11-01
source = "tiig"
"""
COLUMN = """
[[columns]]
name = "Helmet"
item = "helmet_worn"
codes = { Y = "yes", N = "no" }
"""


@pytest.fixture(scope="module")
def widened(tmp_path_factory: pytest.TempPathFactory) -> Standard:
    """The standard with a copy of its items to which one was added."""
    overlay = tmp_path_factory.mktemp("overlay")
    text = PACKAGED.read_text(encoding="utf-8")
    (overlay / "items.toml").write_text(text + ADDED, encoding="utf-8")
    return load_standard(overlay)


def test_a_new_item_has_rules_columns_and_a_dimension(
    standard: Standard, widened: Standard
) -> None:
    """What follows from an item is there, and was not there before."""
    for known, there in ((standard, False), (widened, True)):
        items = {rule.item for rule in rule_book(known).rules}
        assert ("helmet_worn" in items) is there
        assert ({"helmet_worn", "helmet_worn__state"} <= storage_columns(known).keys()) is there
        assert ("helmet_worn" in dimensions(known)) is there


def test_a_new_item_is_sent_judged_and_counted(
    new_house: Callable[..., House], widened: Standard, elm_header: str, elm_line: Line
) -> None:
    """A profile maps it, an unknown code is a finding, and `count --by` answers."""
    house = new_house(lambda profile: profile + COLUMN, using=widened)
    cells = ["Y"] * 12 + ["N"] * 20 + [""] * 5 + ["?!"]
    rows = [f"{elm_line(f'N{number}')},{cell}" for number, cell in enumerate(cells)]

    answer = house.send(house.write(rows, header=f"{elm_header},Helmet"))

    assert answer.state is SubmissionState.IN_FORCE
    (note,) = [note for note in answer.receipt.findings if note.rule == "helmet_worn-mapped"]
    assert (note.column, note.rows) == ("Helmet", str(len(cells) + 1))
    counted = {row.nodes: row.count.value for row in house.ask("helmet_worn").rows}
    assert (counted["yes",], counted["no",], counted["~all",]) == (12, 20, 38)
    knives = house.ask("site", where=["helmet_worn=yes"], measure="knife_assaults")
    assert knives.rows[-1].count.value == 12


def test_a_new_item_stands_in_the_generated_pages(
    widened: Standard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dictionary and the rule book of the docs are written from the same declaration."""
    monkeypatch.syspath_prepend(str(DOCS))
    dictionary = importlib.import_module("generating.dictionary").dictionary(widened)
    rules = importlib.import_module("generating.rules").rule_book_pages(widened, DOCS / "none")

    assert '<a id="item-helmet_worn"></a>`helmet_worn`: Helmet worn' in dictionary
    assert "wore a helmet" in dictionary
    assert "helmet_worn-mapped" in rules["rule-book.md"]
    assert "rules/helmet_worn-mapped.md" in rules

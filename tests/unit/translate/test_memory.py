"""Whole-file memory: numbers that stay, counts, and nothing that quotes a cell."""

from __future__ import annotations

import pickle

import pytest
from tests.unit.translate.conftest import Desk, Wrap

from tiig.model.states import local_column
from tiig.translate import Memory, translate

SEX = '[[columns]]\nname = "Sex"\nitem = "sex"\n'


def test_known_numbers_are_used_again(desk: Desk) -> None:
    """A listed value keeps its number, a new one gets the next that was never used."""
    desk.memory = Memory({"sex": {"male": 7}}, {"sex": 12})
    frame = desk.frame(SEX, {"Sex": ["Male", "qq", "male"]})

    assert frame[local_column("sex")].to_list() == [7, 12, 7]
    assert desk.memory.next_numbers == {"sex": 13}


def test_next_number_never_meets_a_known_one(desk: Desk) -> None:
    """Should the counter be behind, numbers still do not clash."""
    desk.memory = Memory({"sex": {"male": 7}}, {})

    assert desk.frame(SEX, {"Sex": ["qq"]})[local_column("sex")].to_list() == [8]


def test_batches_share_their_numbers(desk: Desk, wrap: Wrap) -> None:
    """A value has one number in all batches, and its rows are counted over all of them."""
    made = desk.plan(SEX, ("Sex",))
    first = translate(wrap({"Sex": ["a", "b", "a"]}), made, desk.memory).frame
    second = translate(wrap({"Sex": ["c", "a", "A ", "a"]}), made, desk.memory).frame

    assert first[local_column("sex")].to_list() == [1, 2, 1]
    assert second[local_column("sex")].to_list() == [3, 1, 1, 1]
    assert desk.memory.frequent(at_least=5) == {"sex": {"a": 1}}


def test_only_short_and_frequent_values_may_be_listed(desk: Desk) -> None:
    """Four rows are too few and sixty-one characters too long; five and sixty will do."""
    cells = ["four"] * 4 + ["five"] * 5 + ["x" * 60] * 5 + ["y" * 61] * 9
    desk.frame(SEX, {"Sex": cells})

    assert set(desk.memory.frequent()["sex"]) == {"five", "x" * 60}


def test_many_values_are_counted_like_few(desk: Desk) -> None:
    """The count does not depend on how many distinct values a column has."""
    cells = [f"value {number % 50}" for number in range(250)]
    desk.frame(SEX, {"Sex": cells})

    assert len(desk.memory.frequent()["sex"]) == 50
    assert desk.memory.unmapped["sex"].rows == 250


def test_rows_are_counted_by_number(desk: Desk) -> None:
    """Cells of values that may be listed stand under their number, all others under none."""
    desk.frame(SEX, {"Sex": ["male"] * 6 + ["Male "] + ["qq"] * 4 + [None]})
    number = desk.memory.frequent()["sex"]["male"]

    assert desk.memory.rows_by_number() == {"sex": {str(number): 7, "": 4}}


def test_cells_are_counted_by_the_pattern_that_read_them(desk: Desk, wrap: Wrap) -> None:
    """Over all batches; what no pattern reads, and an empty cell, is counted nowhere."""
    columns = (
        '[[columns]]\nname = "Day"\nitem = "injury_at"\n'
        'formats = ["%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M"]\n'
    )
    made = desk.plan(columns, ("Day",))
    for cells in (
        ["03/06/2026 10:00", "2026-06-03 10:00", "2026-06-04 11:00"],
        ["31/12/2025 23:59", "soon", None],
    ):
        translate(wrap({"Day": cells}), made, desk.memory)

    read = {pattern: count for pattern, count in desk.memory.formats["Day"].items() if count}
    assert read == {"%d/%m/%Y %H:%M": 2, "%Y-%m-%d %H:%M": 2}


def test_defaults_are_counted_and_kept(desk: Desk) -> None:
    """A value that the system fills in stays given, and its rows are counted."""
    columns = '[[columns]]\nname = "Age"\nitem = "age"\ndefaults = ["0"]\n'
    frame = desk.frame(columns, {"Age": ["0", "5", " 0"]})

    assert frame["age"].to_list() == [0, 5, 0]
    assert desk.memory.defaults == {"age": 2}


def test_nothing_is_quoted(desk: Desk) -> None:
    """Neither memory nor rows show a cell, and memory does not leave the process."""
    cell = "canary-cell"
    desk.frame(SEX, {"Sex": [cell]})

    dictionary = desk.memory.dictionary("sex", "Sex")
    assert cell not in repr(desk.memory) + repr(dictionary)
    with pytest.raises(TypeError):
        pickle.dumps(desk.memory)

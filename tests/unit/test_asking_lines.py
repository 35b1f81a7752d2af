"""Deciding a suggested profile in the terminal: what is sure at once, the rest line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tiig.cli.asking_lines import decided_by_asking
from tiig.cli.sender import suggest
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.proposal import Decision, Draft, Line

LINES = (
    Line("sender:id", "short name", "", 0.0, "you choose it"),
    Line("column:1:item", "AGE", "age", 0.99, "its name", Decision.ACCEPT),
    Line("column:2:item", "Unit", "site", 0.6, "its values"),
    Line("column:3:code:X9", "Cause: what X9 means", "", 0.0, "ask the sender"),
    Line("column:3:code:Bat", "Cause: what Bat means", "blunt", 0.7, "a word"),
    Line("column:3:code:Cosh", "Cause: what Cosh means", "blunt", 0.6, "a word"),
    Line("absent:acuity", "acuity is not recorded there", "absent", 0.5, "nothing tells it"),
)


def test_a_person_decides_in_a_few_strokes() -> None:
    """Enter takes no unsure value and confirms nothing; what has no suggestion stays open."""
    asked: list[str] = []
    answers = iter(["", "ash", "injury_place_type", "", "y", "s", ""])

    def answer(question: str) -> str:
        asked.append(question)
        return next(answers)

    decided = decided_by_asking(Draft("", ("sender:id", "column:2:item"), LINES), answer)

    assert [(line.id.partition(":")[0], line.decision, line.value) for line in decided] == [
        ("sender", Decision.CHANGE, "ash"),
        ("column", Decision.ACCEPT, ""),
        ("column", Decision.CHANGE, "injury_place_type"),
        ("column", Decision.OPEN, ""),
        ("column", Decision.ACCEPT, ""),
        ("column", Decision.OPEN, ""),
        ("absent", Decision.OPEN, ""),
    ]
    assert len(asked) == 7


def test_a_sure_line_that_was_left_open_is_not_listed_again() -> None:
    """The next Enter, on the other values of its column, does not take it."""
    sure = Line("column:3:code:Axe", "Cause: what Axe means", "sharp", 0.9, "", Decision.ACCEPT)
    answers = iter(["l", "s", "y", "y"])

    decided = decided_by_asking(Draft("", (), (*LINES[4:], sure)), lambda _: next(answers))

    assert [line.decision for line in decided] == [Decision.ACCEPT] * 3 + [Decision.OPEN]


def test_answers_that_nothing_would_keep_are_not_asked_for(tmp_path: Path) -> None:
    """Deciding needs a profile or a table to write into; it is refused before the file is read."""
    with pytest.raises(TiigError) as fault:
        suggest(tmp_path / "none.csv", by_asking=True)

    assert fault.value.kind is BAD_ARGUMENT

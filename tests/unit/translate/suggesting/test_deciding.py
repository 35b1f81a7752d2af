"""Decisions on lines: from a table that a spreadsheet was at, into a profile that is TOML."""

from __future__ import annotations

import tomllib

import pytest

from tiig.model.errors import TiigError
from tiig.model.proposal import Decision, Line
from tiig.model.suggestion_errors import DECISIONS_UNREADABLE
from tiig.standard import Standard
from tiig.translate.suggesting import decisions_in, draft, with_decisions


@pytest.mark.parametrize(
    ("suggested", "kept"),
    [("01", "1"), ("true", "TRUE"), ("2026-06-01", "01/06/2026"), ("2026-06-01", "6/1/26")],
)
def test_a_spreadsheet_changes_how_a_suggestion_is_written(suggested: str, kept: str) -> None:
    """A decision holds where the table says the same in the way of a spreadsheet."""
    line = Line("sender:x", "what", suggested, 0.5, "why")
    table = f"line,suggestion,decision,new value\nsender:x,{kept},accept,\n"

    (decided,) = with_decisions([line], decisions_in(table))

    assert decided.decided == suggested


@pytest.mark.parametrize(("suggested", "told"), [("2026-06-01", "2026-07-01"), ("01", "02")])
def test_another_suggestion_is_another(suggested: str, told: str) -> None:
    """A decision on another day or number leaves the line open."""
    line = Line("sender:x", "what", suggested, 0.9, "why", Decision.ACCEPT)
    table = f"line,suggestion,decision,new value\nsender:x,{told},accept,\n"

    (decided,) = with_decisions([line], decisions_in(table))

    assert decided.decided is None


def _lines(head: str, valid_from: str) -> list[Line]:
    said = {"sender:id": "ash", "sender:valid_from": valid_from, "column:1:item": "age"}
    return [
        Line(name, head, "", 0.0, "a\rreason", Decision.CHANGE, value)
        for name, value in said.items()
    ]


@pytest.mark.parametrize("sign", ["\n", "\r", "\x0b", "\x7f", "\u0085", "\u2028", "\x00"])
def test_no_sign_of_a_header_ends_a_comment(standard: Standard, sign: str) -> None:
    """A profile is TOML whatever stands in a name, decided or open."""
    name = f"Un{sign}known = 1"
    open_ = Line("column:2:item", name, "", 0.0, f"a{sign}b = 2")

    found = draft([*_lines(name, "2026-06-01"), open_], standard)

    read = tomllib.loads(found.text)
    assert [one["name"] for one in read["columns"]] == [name]
    assert set(read) == {"ignored", "absent", "sender", "columns"}


@pytest.mark.parametrize("day", ["2026-02-31", "2026-13-01"])
def test_a_decided_day_is_one_of_the_calendar(standard: Standard, day: str) -> None:
    """What would be no TOML is refused, also while other lines are open."""
    with pytest.raises(TiigError) as fault:
        draft(_lines("Age", day), standard)

    assert fault.value.kind is DECISIONS_UNREADABLE

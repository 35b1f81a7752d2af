"""What a row stands for, and what a sender's system fills in by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tiig.model.profile import Part, RowUnit
from tiig.model.proposal import ColumnSuggestion
from tiig.translate.suggesting.facts import Facts

_NUMBERED = ("injury number", "injury no", "injury_no", "injuryno", "injury seq")
_MIDNIGHTS = frozenset({"00:00", "0000", "00:00:00", "00.00", "000000"})
_OFTEN = 0.05
"""Of true times of injury, far fewer fall on one minute."""


def row_unit(columns: Sequence[ColumnSuggestion], facts: Sequence[Facts]) -> RowUnit:
    """Return what one row is: an injury, where attendances come back and injuries are numbered."""
    numbers = next((one for one in columns if one.item == "attendance_number"), None)
    if numbers is None:
        return RowUnit.ATTENDANCE
    repeats = facts[numbers.place - 1].uniqueness < 0.995
    numbered = any(one.name.lower().startswith(_NUMBERED) for one in columns)
    return RowUnit.INJURY if repeats and numbered else RowUnit.ATTENDANCE


def defaults_of(item: str | None, part: str, values: Mapping[str, int]) -> tuple[str, ...]:
    """Return times that stand too often to be told: midnight, above all."""
    if item != "injury_at" or part != Part.TIME:
        return ()
    rows = sum(values.values())
    return tuple(
        value for value, times in values.items() if value in _MIDNIGHTS and times > _OFTEN * rows
    )

"""What a row stands for, and what a sender's system fills in by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tiig.model.profile import Part, RowUnit
from tiig.model.proposal import ColumnSuggestion, Said
from tiig.translate.suggesting.facts import Facts

_NUMBERED = ("injury number", "injury no", "injury_no", "injuryno", "injury seq")
_MIDNIGHTS = frozenset({"00:00", "0000", "00:00:00", "00.00", "000000"})
_ONCE = 0.995
_OFTEN = 0.05
"""Of true times of injury, far fewer fall on one minute."""


def row_unit(columns: Sequence[ColumnSuggestion], facts: Sequence[Facts]) -> Said:
    """Say what one row is: an injury, where attendances come back and injuries are numbered."""
    numbers = next((one for one in columns if one.item == "attendance_number"), None)
    if numbers is None:
        return Said(RowUnit.ATTENDANCE, 0.4, "no column numbers the attendances: ask the sender")
    if facts[numbers.place - 1].uniqueness >= _ONCE:
        return Said(RowUnit.ATTENDANCE, 0.9, "each attendance number stands in one row")
    if any(one.name.lower().startswith(_NUMBERED) for one in columns):
        return Said(RowUnit.INJURY, 0.85, "attendance numbers come back and injuries are numbered")
    return Said(RowUnit.ATTENDANCE, 0.5, "attendance numbers come back: ask what one row is")


def defaults_of(item: str | None, part: str, values: Mapping[str, int]) -> tuple[str, ...]:
    """Return times that stand too often to be told: midnight, above all."""
    if item != "injury_at" or part != Part.TIME:
        return ()
    rows = sum(values.values())
    return tuple(
        value for value, times in values.items() if value in _MIDNIGHTS and times > _OFTEN * rows
    )

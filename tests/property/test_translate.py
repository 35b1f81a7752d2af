"""Translation loses no row, quotes no cell, and agrees with itself however rows are batched."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tiig.model.identified import RawRows
from tiig.model.states import ItemState
from tiig.standard import Standard, load_standard
from tiig.translate import Memory, Plan, plan, read_profile, translate

PROFILE = """
[sender]
id = "any"
name = "Any"
provider = "XP9"
version = 1
valid_from = 2024-01-01
scope = "all-attendances"
[[sites]]
code = "XP901"
name = "Any"
[[columns]]
name = "A"
item = "arrival_at"
formats = ["%d/%m/%y %H:%M", "%Y-%m-%d %H:%M:%S", "%d%m%Y", "excel"]
[[columns]]
name = "B"
item = "injury_intent"
description = "E"
codes = { Y = "assault" }
[[columns]]
name = "C"
item = "age"
[[columns]]
name = "D"
item = "residence_lsoa"
[[columns]]
name = "F"
item = "departure_at"
part = "date"
formats = ["%d/%m/%Y"]
[[columns]]
name = "G"
item = "departure_at"
part = "time"
formats = ["%H%M"]
"""
CELLS = st.none() | st.sampled_from(
    ["", "Y", " y ", "null", "assault", "1", "2.0", "31/02/26 10:00", "1.06E+15", "01062026", "905"]
) | st.text(max_size=12)  # fmt: skip
ROWS = st.lists(st.tuples(*[CELLS] * 7), min_size=1, max_size=12)


@cache
def _standard() -> Standard:
    return load_standard()


@cache
def _plan() -> Plan:
    profile = read_profile(PROFILE, _standard())
    return plan(profile, tuple("ABCDEFG"), _standard(), on=datetime(2026, 6, 30).date())


def _raw(rows: list[tuple[Any, ...]], first: int = 2) -> RawRows:
    frame = pl.DataFrame(rows, schema=dict.fromkeys("ABCDEFG", pl.String), orient="row")
    return RawRows(frame.with_row_index("row", offset=first))


@given(ROWS)
def test_value_and_state_agree(rows: list[tuple[Any, ...]]) -> None:
    """All rows stay, and an item has a value exactly if it is given or in part."""
    frame = translate(_raw(rows), _plan(), Memory({}, {})).frame

    assert frame["row"].to_list() == list(range(2, 2 + len(rows)))
    for item in _plan().items:
        usable = frame[f"{item}__state"].is_in([int(ItemState.GIVEN), int(ItemState.PART)])
        assert frame[item].is_not_null().to_list() == usable.to_list()
        assert frame[f"{item}__state"].null_count() == 0


@given(ROWS, st.integers(1, 12))
def test_batches_do_not_matter(rows: list[tuple[Any, ...]], cut: int) -> None:
    """Two batches read the same as one, local value ids included."""
    whole, parted = Memory({}, {}), Memory({}, {})
    once = translate(_raw(rows), _plan(), whole).frame
    parts = [rows[:cut], rows[cut:]]
    twice = [
        translate(_raw(part, 2 + cut * place), _plan(), parted).frame
        for place, part in enumerate(parts)
        if part
    ]

    assert once.equals(pl.concat(twice))
    assert whole.frequent(1) == parted.frequent(1)
    assert whole.unmapped == parted.unmapped


@given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)))
def test_moments_survive_their_own_writing(moment: datetime) -> None:
    """A moment written with a four-digit year is read back to the second."""
    meant = moment.replace(microsecond=0)
    raw = _raw([(meant.strftime("%Y-%m-%d %H:%M:%S"), *[None] * 6)])
    frame = translate(raw, _plan(), Memory({}, {})).frame

    assert frame["arrival_at"].to_list() == [meant]


@given(st.integers(0, 120))
def test_ages_survive_their_own_writing(age: int) -> None:
    """A whole age is read back from whole and decimal writing alike."""
    raw = _raw([(None, None, text, *[None] * 4) for text in (str(age), f"{age}.0", f" {age}.7")])
    frame = translate(raw, _plan(), Memory({}, {})).frame

    assert frame["age"].to_list() == [age] * 3

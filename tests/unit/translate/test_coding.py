"""Coded cells: the profile, then the standard, then the words beside; each with its state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
from tests.unit.translate.conftest import Desk, Wrap

from tiig.model.states import ItemState, local_column
from tiig.standard import Standard
from tiig.synthesis import profile_text
from tiig.translate import Memory, plan, read_profile, translate

GIVEN, BLANK, NOT_KNOWN = ItemState.GIVEN, ItemState.BLANK, ItemState.NOT_KNOWN
UNMAPPED = ItemState.UNMAPPED
SEX = '[[columns]]\nname = "Sex"\nitem = "sex"\n'
DIAGNOSIS = '[[columns]]\nname = "Dx"\nitem = "diagnosis"\ndescription = "Words"\n'
FLAGS = """
[[columns]]
name = "STABBED"
item = "injury_mechanism"
codes = { Y = "sharp.knife", N = "~none", U = "~not_known" }
[[columns]]
name = "PUNCHED"
item = "injury_mechanism"
codes = { Y = "body", N = "~none" }
"""


def test_standard_codes_need_no_map(desk: Desk) -> None:
    """NHS codes and words are read as they are, blanks and capitals aside."""
    cells = [" 1", "FEMALE", "m", "X", "Not  Known"]

    assert desk.read("sex", SEX, {"Sex": cells}) == [
        ("male", GIVEN),
        ("female", GIVEN),
        ("male", GIVEN),
        (None, NOT_KNOWN),
        (None, NOT_KNOWN),
    ]


def test_profile_speaks_before_the_standard(desk: Desk) -> None:
    """A sender for whom 1 means female is believed."""
    columns = SEX + 'codes = { 1 = "female", "?" = "~not_known", none = "male" }\n'

    assert desk.read("sex", columns, {"Sex": ["1", "2", "?", "None"]}) == [
        ("female", GIVEN),
        ("female", GIVEN),
        (None, NOT_KNOWN),
        ("male", GIVEN),
    ]


def test_null_words_are_one_absence(desk: Desk) -> None:
    """An absent cell, an empty one and a null word are all blank, with no local value."""
    cells = [None, "", "  ", "NULL", "n/a", "-", "."]
    frame = desk.frame(SEX, {"Sex": cells})

    assert frame["sex__state"].to_list() == [BLANK] * len(cells)
    assert frame[local_column("sex")].null_count() == len(cells)


def test_unexplained_value_is_unmapped_and_numbered(desk: Desk) -> None:
    """A code that nobody explained keeps its local value id, so that it can be mapped later."""
    frame = desk.frame(SEX, {"Sex": ["QQ", " qq", "ZZ"]})

    assert frame["sex"].to_list() == [None] * 3
    assert frame["sex__state"].to_list() == [UNMAPPED] * 3
    assert frame[local_column("sex")].to_list() == [1, 1, 2]
    assert (desk.memory.unmapped["sex"].rows, desk.memory.unmapped["sex"].values) == (3, 3)


def test_spreadsheet_decimals_of_a_code(desk: Desk) -> None:
    """A code that a spreadsheet wrote as 2.0 is the code 2."""
    assert desk.read("sex", SEX, {"Sex": ["2.0", "2.5"]}) == [("female", GIVEN), (None, UNMAPPED)]


def test_description_explains_unknown_codes(desk: Desk) -> None:
    """Where the code says nothing the words beside it do, and they become the local value."""
    term, node = next(
        (entry.term, entry.node)
        for entry in desk.standard.code_sets["diagnosis"].entries
        if desk.standard.map_value("diagnosis", entry.term) == entry.node
    )
    frame = desk.frame(DIAGNOSIS, {"Dx": ["L1", "L2", None], "Words": [term, "no idea", term]})

    assert frame["diagnosis"].to_list() == [node, None, node]
    assert frame["diagnosis__state"].to_list() == [GIVEN, UNMAPPED, GIVEN]
    assert frame[local_column("diagnosis")].to_list() == [1, 2, 1]


def test_ids_damaged_by_a_spreadsheet(desk: Desk) -> None:
    """A rounded or scientific id is unmapped and counted; a sound one is read."""
    cells = ["1.06E+15", "1064811000000100", "54670004", "54670005"]
    columns = '[[columns]]\nname = "M"\nitem = "injury_mechanism"\n'

    assert desk.read("injury_mechanism", columns, {"M": cells}) == [
        (None, UNMAPPED),
        (None, UNMAPPED),
        ("fall.slip", GIVEN),
        (None, UNMAPPED),
    ]
    assert desk.memory.damaged == {"injury_mechanism": 2}


def test_first_flag_that_is_set_is_believed(desk: Desk) -> None:
    """Of flags side by side the first given one wins; flags that are not set say nothing."""
    cells = {"STABBED": ["Y", "N", "N", "U", "?", "Y"], "PUNCHED": ["Y", "Y", "N", "N", "", "?"]}
    frame = desk.frame(FLAGS, cells)

    assert frame["injury_mechanism"].to_list() == [
        "sharp.knife", "body", None, None, None, "sharp.knife",
    ]  # fmt: skip
    assert frame["injury_mechanism__state"].to_list() == [
        GIVEN, GIVEN, BLANK, NOT_KNOWN, UNMAPPED, GIVEN,
    ]  # fmt: skip


def test_local_values_of_flags_name_their_column(desk: Desk) -> None:
    """Y means another thing in each flag, so the local value says which flag it was."""
    desk.frame(FLAGS, {"STABBED": ["Y"] * 5 + ["N"] * 5, "PUNCHED": ["N"] * 5 + ["Y"] * 5})

    assert desk.memory.frequent() == {"injury_mechanism": {"stabbed=y": 1, "punched=y": 2}}


def test_site_is_read_by_the_profile(standard: Standard, wrap: Wrap) -> None:
    """Local names of sites become site codes; an unknown one is unmapped and has no number."""
    profile = read_profile(profile_text("brackenfield"), standard)
    names = ["Hospital", "Att No", "Arrived"]
    made = plan(profile, tuple(names), standard, on=date(2026, 6, 1))
    cells: dict[str, Sequence[str | None]] = {
        "Hospital": ["brackenfield  general", "Brackenfield Cottage", "Elsewhere", None],
        "Att No": ["1", "2", "3", "4"],
        "Arrived": ["01/06/26 10:00"] * 4,
    }
    frame = translate(wrap(cells), made, Memory({}, {})).frame

    assert frame["site"].to_list() == ["XP201", "XP202", None, None]
    assert frame["site__state"].to_list() == [GIVEN, GIVEN, UNMAPPED, BLANK]
    assert "site__local" not in frame.columns


def test_constants_fill_every_row(desk: Desk) -> None:
    """A constant is given in every row, has no local value, and one site needs no column."""
    constants = '[constants]\ndepartment_type = "01"\nage = 30\n'
    frame = desk.frame(SEX + constants, {"Sex": ["1", "2"]})

    assert frame["department_type"].to_list() == ["type-1"] * 2
    assert frame["department_type__local"].null_count() == 2
    assert frame["age"].to_list() == [30, 30]
    assert frame["site"].to_list() == ["XP901"] * 2
    assert frame["site__state"].to_list() == [GIVEN] * 2


def test_frame_has_what_the_layout_has(desk: Desk) -> None:
    """Columns stand in the standard's order, typed, and nothing else is there."""
    frame = desk.frame(SEX, {"Sex": ["1"]})

    assert dict(frame.schema) == {
        "row": pl.UInt32(),
        "site": pl.String(),
        "site__state": pl.UInt8(),
        "arrival_at": pl.Datetime("us"),
        "arrival_at__state": pl.UInt8(),
        "sex": pl.Enum(["female", "indeterminate", "male"]),
        "sex__state": pl.UInt8(),
        "sex__local": pl.UInt32(),
    }

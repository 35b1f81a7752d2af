"""A header is matched once: missing, unknown and optional columns, and each column's role."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.translate.conftest import Desk

from tiig.model.errors import TiigError
from tiig.model.file_errors import COLUMN_MISSING, COLUMN_UNKNOWN, HEADER_TWICE
from tiig.model.profile import ColumnRole
from tiig.standard import Standard
from tiig.synthesis import profile_text
from tiig.translate import plan, read_profile

SEX = '[[columns]]\nname = "Sex"\nitem = "sex"\n'
AGE = '[[columns]]\nname = "Age"\nitem = "age"\nrequired = true\n'


def test_required_column_is_missed(desk: Desk) -> None:
    """A file without a required column is refused by the column's name."""
    with pytest.raises(TiigError) as caught:
        desk.plan(SEX + AGE, ("Sex",))

    assert caught.value.kind is COLUMN_MISSING
    assert caught.value.facts["columns"] == "Age"


def test_arrival_is_always_required(desk: Desk) -> None:
    """Without the arrival nothing can be counted, whatever the profile says."""
    profile = read_profile(desk.profile_text(SEX), desk.standard)
    with pytest.raises(TiigError) as caught:
        plan(profile, ("Sex",), desk.standard, on=date(2026, 1, 1))

    assert caught.value.facts["columns"] == "Arrived"


def test_optional_column_is_noted(desk: Desk) -> None:
    """A missing optional column takes its item out of the layout, and a note says so."""
    made = desk.plan(SEX + AGE, ("Age",))

    assert "sex" not in made.items
    assert made.notes == ("Column Sex is missing: sex is read as not in the layout.",)


def test_unknown_column_is_refused(desk: Desk) -> None:
    """A column that the profile does not name is refused, by name where it looks like one."""
    with pytest.raises(TiigError) as caught:
        desk.plan(SEX, ("Sex", "Shoe", "07700900123"))

    assert caught.value.kind is COLUMN_UNKNOWN
    assert caught.value.facts["columns"] == "Shoe, number 4"


def test_names_are_compared_exactly_after_trimming(desk: Desk) -> None:
    """Blanks around a header do not count, capitals do."""
    assert desk.plan(SEX, (" Sex ",)).file_column("sex") == " Sex "
    with pytest.raises(TiigError):
        desk.plan(SEX, ("SEX",))


def test_header_twice_is_refused(desk: Desk) -> None:
    """Two headers that differ by a blank only are one name."""
    with pytest.raises(TiigError) as caught:
        desk.plan(SEX, ("Sex", "Sex "))

    assert caught.value.kind is HEADER_TWICE


def test_roles_of_the_odi_file(standard: Standard) -> None:
    """Every column of a file has the role by which gate one searches it."""
    header = (
        "Health Service ID", "Age", "Time in A&E (mins)", "Hospital", "Arrival Time",
        "Treatment", "Gender", "Postcode",
    )  # fmt: skip
    made = plan(read_profile(profile_text("odi"), standard), header, standard, on=date(2019, 4, 30))

    assert made.roles == {
        "Health Service ID": ColumnRole.TREATED,
        "Age": ColumnRole.WHOLE,
        "Time in A&E (mins)": ColumnRole.IGNORED,
        "Hospital": ColumnRole.SITE,
        "Arrival Time": ColumnRole.MOMENT,
        "Treatment": ColumnRole.IGNORED,
        "Gender": ColumnRole.CODED,
        "Postcode": ColumnRole.TREATED,
    }
    assert not made.tells_assaults_items


def test_free_text_is_searched_and_dropped(desk: Desk) -> None:
    """A column of free text has that role and feeds nothing."""
    made = desk.plan('[[columns]]\nname = "Note"\nfree_text = true\n', ("Note",))

    assert made.roles["Note"] is ColumnRole.FREE_TEXT
    assert made.items == ("site", "arrival_at")


def test_a_flag_tells_assaults(desk: Desk) -> None:
    """A layout with the sender's own assault flag can tell assaults."""
    flag = '[[columns]]\nname = "Flag"\nitem = "assault_flag"\n'

    assert desk.plan(flag, ("Flag",), tells=True).tells_assaults_items
    assert not desk.plan(flag + AGE, ("Age",), tells=True).tells_assaults_items


def test_description_column_is_known(desk: Desk) -> None:
    """The column that explains another one's codes is neither unknown nor an item."""
    made = desk.plan(
        '[[columns]]\nname = "D"\nitem = "diagnosis"\ndescription = "DText"\n', ("D", "DText")
    )

    assert made.roles["DText"] is ColumnRole.CODED

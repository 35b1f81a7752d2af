"""Dates of birth and postcodes as they are read, before gate one takes them away."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.translate.conftest import Desk

from tiig.model.states import ItemState

GIVEN, BLANK = ItemState.GIVEN, ItemState.BLANK
NOT_KNOWN, UNREADABLE = ItemState.NOT_KNOWN, ItemState.UNREADABLE
BORN = """
[[columns]]
name = "DOB"
item = "date_of_birth"
treatment = "age"
formats = ["%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "excel-serial"]
codes = { "01/01/1900" = "~not_known" }
"""
POSTCODE = """
[[columns]]
name = "PC"
item = "residence_postcode"
treatment = "lsoa"
codes = { "NFA" = "~not_known" }
"""


@pytest.mark.parametrize(
    ("cell", "value", "state"),
    [
        ("29/02/2008", date(2008, 2, 29), GIVEN),
        (" 1/2/1980 ", date(1980, 2, 1), GIVEN),
        ("1980-02-01 00:00:00", date(1980, 2, 1), GIVEN),
        ("29618", date(1981, 2, 1), GIVEN),
        ("01/01/1900", None, NOT_KNOWN),
        ("not known", None, NOT_KNOWN),
        ("NULL", None, BLANK),
        (None, None, BLANK),
        ("29/02/2007", None, UNREADABLE),
        ("31/04/1980", None, UNREADABLE),
        ("13/13/1980", None, UNREADABLE),
        ("01/02/80", None, UNREADABLE),
        ("31/12/1899", None, UNREADABLE),
        ("Mary", None, UNREADABLE),
    ],
)
def test_dates_of_birth(desk: Desk, cell: str | None, value: date | None, state: ItemState) -> None:
    """A day without a time is all that there is to give; the profile names fillers."""
    assert desk.read("date_of_birth", BORN, {"DOB": [cell]}) == [(value, state)]


@pytest.mark.parametrize(
    ("cell", "value", "state"),
    [
        (" M1 1AE ", "M1 1AE", GIVEN),
        ("not known", None, NOT_KNOWN),
        ("nfa", None, NOT_KNOWN),
        ("-", None, BLANK),
        ("nonsense", "nonsense", GIVEN),
    ],
)
def test_postcodes(desk: Desk, cell: str, value: str | None, state: ItemState) -> None:
    """Words for *not known* are an answer; whether it is a postcode is seen at gate one."""
    assert desk.read("residence_postcode", POSTCODE, {"PC": [cell]}) == [(value, state)]

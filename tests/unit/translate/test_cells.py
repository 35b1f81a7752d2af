"""Whole numbers, areas, numbers of attendances and words."""

from __future__ import annotations

import pytest
from tests.unit.translate.conftest import Desk

from tiig.model.states import ItemState

GIVEN, BLANK, NOT_KNOWN = ItemState.GIVEN, ItemState.BLANK, ItemState.NOT_KNOWN
UNREADABLE = ItemState.UNREADABLE
AGE = '[[columns]]\nname = "Age"\nitem = "age"\n'
LSOA = '[[columns]]\nname = "L"\nitem = "residence_lsoa"\n'


@pytest.mark.parametrize(
    ("cell", "value", "state"),
    [
        ("86", 86, GIVEN),
        (" 86 ", 86, GIVEN),
        ("86.0", 86, GIVEN),
        ("0.5", 0, GIVEN),
        ("0", 0, GIVEN),
        ("-1", -1, GIVEN),
        ("<1", None, UNREADABLE),
        ("20-24", None, UNREADABLE),
        ("6 months", None, UNREADABLE),
        ("1e3", None, UNREADABLE),
        ("99999", None, UNREADABLE),
        ("unknown", None, NOT_KNOWN),
        ("", None, BLANK),
        ("NULL", None, BLANK),
        (None, None, BLANK),
    ],
)
def test_whole_numbers(desk: Desk, cell: str | None, value: int | None, state: ItemState) -> None:
    """Ages are whole numbers, infants 0; bands and units are not guessed at."""
    assert desk.read("age", AGE, {"Age": [cell]}) == [(value, state)]


def test_a_number_that_means_not_known(desk: Desk) -> None:
    """A sender's 999 is an answer where the profile says so."""
    columns = AGE + 'codes = { 999 = "~not_known", 998 = "~none" }\n'

    assert desk.read("age", columns, {"Age": ["999", "998", "40"]}) == [
        (None, NOT_KNOWN),
        (None, BLANK),
        (40, GIVEN),
    ]


@pytest.mark.parametrize(
    ("cell", "value", "state"),
    [
        ("E01000001", "E01000001", GIVEN),
        (" e01000001", "E01000001", GIVEN),
        ("XS-A01-M01-L1", "XS-A01-M01-L1", GIVEN),
        ("E02000001", None, UNREADABLE),
        ("M1 1AA", None, UNREADABLE),
        ("XE01000001X", None, UNREADABLE),
        ("not known", None, NOT_KNOWN),
        ("-", None, BLANK),
    ],
)
def test_areas_keep_their_form(desk: Desk, cell: str, value: str | None, state: ItemState) -> None:
    """Official and schematic codes are taken, anything else is unreadable."""
    assert desk.read("residence_lsoa", LSOA, {"L": [cell]}) == [(value, state)]


@pytest.mark.parametrize("item", ["attendance_number", "assault_location_description"])
def test_numbers_and_words_are_trimmed(desk: Desk, item: str) -> None:
    """What identifies is only trimmed; null words are blank, other words stay."""
    columns = f'[[columns]]\nname = "A"\nitem = "{item}"\n'

    assert desk.read(item, columns, {"A": [" A/1 ", "n/a", None, "u/k"]}) == [
        ("A/1", GIVEN),
        (None, BLANK),
        (None, BLANK),
        ("u/k", GIVEN),
    ]


def test_postcodes_pass_to_gate_one(desk: Desk) -> None:
    """A postcode under treatment is handed on as an item of its own, to be coarsened there."""
    columns = '[[columns]]\nname = "PC"\nitem = "residence_postcode"\ntreatment = "district"\n'

    assert desk.read("residence_postcode", columns, {"PC": ["ZZ99 3WZ", ""]}) == [
        ("ZZ99 3WZ", GIVEN),
        (None, BLANK),
    ]

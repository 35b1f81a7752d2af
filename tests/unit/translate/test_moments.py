"""Dates and times in every way that files write them; nothing rolled over or made up."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.unit.translate.conftest import Desk

from tiig.model.states import ItemState

GIVEN, BLANK, PART = ItemState.GIVEN, ItemState.BLANK, ItemState.PART
UNREADABLE, NOT_KNOWN = ItemState.UNREADABLE, ItemState.NOT_KNOWN


def whole(*formats: str) -> str:
    """Return a column that holds moments in these formats."""
    listed = ", ".join(f'"{pattern}"' for pattern in formats)
    return f'[[columns]]\nname = "ARR"\nitem = "arrival_at"\nformats = [{listed}]\n'


def apart(day: str, time: str) -> str:
    """Return two columns that hold the day and the time of day."""
    return (
        f'[[columns]]\nname = "ARR"\nitem = "arrival_at"\npart = "date"\nformats = ["{day}"]\n'
        f'[[columns]]\nname = "ARR T"\nitem = "arrival_at"\npart = "time"\nformats = ["{time}"]\n'
    )


def at(*parts: int) -> datetime:
    """Return a naive local moment."""
    return datetime(*parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pattern", "cell", "value", "state"),
    [
        ("%Y-%m-%dT%H:%M:%S", "2026-06-01T23:05:09", at(2026, 6, 1, 23, 5, 9), GIVEN),
        ("%d/%m/%Y %H:%M", " 01/06/2026 09:05 ", at(2026, 6, 1, 9, 5), GIVEN),
        ("%d/%m/%Y %H:%M", "1/6/2026 9:05", at(2026, 6, 1, 9, 5), GIVEN),
        ("%d/%m/%Y %H:%M", "01/06/2026 09:05:30", at(2026, 6, 1, 9, 5, 30), GIVEN),
        ("%d/%m/%Y %H:%M:%S", "01/06/2026 09:05", at(2026, 6, 1, 9, 5), GIVEN),
        ("%d/%m/%Y %I:%M %p", "01/06/2026 1:05 PM", at(2026, 6, 1, 13, 5), GIVEN),
        ("%d-%b-%Y %H%M", "01-JUN-2026 0905", at(2026, 6, 1, 9, 5), GIVEN),
        ("%d/%m/%Y %H:%M", "31/02/2026 10:00", None, UNREADABLE),
        ("%d/%m/%Y %H:%M", "29/02/2025 10:00", None, UNREADABLE),
        ("%d/%m/%Y %H:%M", "01/13/2026 10:00", None, UNREADABLE),
        ("%d/%m/%Y %H:%M", "01/06/2026 24:00", at(2026, 6, 1), PART),
        ("%d/%m/%Y %H:%M:%S", "31/12/2026 23:59:60", at(2026, 12, 31), PART),
        ("%d/%m/%Y %H:%M", "01/06/2026", at(2026, 6, 1), PART),
        ("%d/%m/%Y %H:%M", "31/06/2026 24:00", None, UNREADABLE),
        ("%Y-%m-%dT%H:%M", "2026-06-01T23:05Z", None, UNREADABLE),
        ("%Y-%m-%dT%H:%M", "2026-06-01T23:05+01:00", None, UNREADABLE),
        ("%d/%m/%Y %H:%M", "01/06/26 10:00", None, UNREADABLE),
        ("%d/%m/%Y %H:%M", "last Tuesday", None, UNREADABLE),
        ("%d/%m/%Y %H:%M", "unknown", None, NOT_KNOWN),
        ("%d/%m/%Y %H:%M", "N/A", None, BLANK),
        ("%d/%m/%Y %H:%M", None, None, BLANK),
        ("%Y%m%d", "20260601", at(2026, 6, 1), PART),
        ("%Y%m%d", "2026061", None, UNREADABLE),
        ("%d%m%Y", "1062026", at(2026, 6, 1), PART),
        ("%Y-%m-%d", "2026-06-01", at(2026, 6, 1), PART),
        ("%Y-%m-%d", "2026-06-31", None, UNREADABLE),
    ],
)  # fmt: skip
def test_whole_moments(
    desk: Desk, pattern: str, cell: str | None, value: datetime | None, state: ItemState
) -> None:
    """One column of moments: read, in part, or unreadable - never rolled over."""
    assert desk.read("arrival_at", whole(pattern), {"ARR": [cell]}) == [(value, state)]


def test_formats_are_tried_in_order(desk: Desk) -> None:
    """Each cell is read by the first format that fits it; a day alone is in part."""
    columns = whole("%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y")
    cells = ["01/02/2026 10:00", "2026-03-04 11:30", "05/06/2026", "junk"]

    assert desk.read("arrival_at", columns, {"ARR": cells}) == [
        (at(2026, 2, 1, 10), GIVEN),
        (at(2026, 3, 4, 11, 30), GIVEN),
        (at(2026, 6, 5), PART),
        (None, UNREADABLE),
    ]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("01/06/26 10:00", at(2026, 6, 1, 10)),
        ("30/06/27 10:00", at(2027, 6, 30, 10)),
        ("02/07/27 10:00", at(1927, 7, 2, 10)),
        ("01/06/68 10:00", at(1968, 6, 1, 10)),
        ("01/06/85 10:00", at(1985, 6, 1, 10)),
    ],
)
def test_two_digit_years_are_never_far_ahead(desk: Desk, cell: str, value: datetime) -> None:
    """A two-digit year that would lie more than a year ahead belongs to the last century."""
    read = desk.read("arrival_at", whole("%d/%m/%y %H:%M"), {"ARR": [cell]}, on=date(2026, 6, 30))

    assert read == [(value, GIVEN)]


@pytest.mark.parametrize(
    ("day", "time", "value", "state"),
    [
        ("01/06/2026", "09:05", at(2026, 6, 1, 9, 5), GIVEN),
        ("01/06/2026", "00:00", at(2026, 6, 1), GIVEN),
        ("01/06/2026", "09:05:07", at(2026, 6, 1, 9, 5, 7), GIVEN),
        ("01/06/2026", None, at(2026, 6, 1), PART),
        ("01/06/2026", "n/a", at(2026, 6, 1), PART),
        ("01/06/2026", "25:00", at(2026, 6, 1), PART),
        ("31/06/2026", "09:05", None, UNREADABLE),
        (None, "09:05", None, BLANK),
    ],
)
def test_day_and_time_apart(
    desk: Desk, day: str | None, time: str | None, value: datetime | None, state: ItemState
) -> None:
    """A day without a usable time is in part; a time without a day is nothing."""
    cells = {"ARR": [day], "ARR T": [time]}

    assert desk.read("arrival_at", apart("%d/%m/%Y", "%H:%M"), cells) == [(value, state)]


def test_time_column_that_is_not_in_the_file(desk: Desk) -> None:
    """Where the time column is missing every day is in part."""
    made = desk.read("arrival_at", apart("%d/%m/%Y", "%H:%M"), {"ARR": ["01/06/2026"]})

    assert made == [(at(2026, 6, 1), PART)]


@pytest.mark.parametrize(
    ("cell", "value"),
    [("0905", at(2026, 6, 1, 9, 5)), ("905", at(2026, 6, 1, 9, 5)), ("5", at(2026, 6, 1, 0, 5))],
)
def test_lost_zeros_of_a_time(desk: Desk, cell: str, value: datetime) -> None:
    """A spreadsheet's 905 is 09:05, as four digits were meant."""
    cells = {"ARR": ["01/06/2026"], "ARR T": [cell]}

    assert desk.read("arrival_at", apart("%d/%m/%Y", "%H%M"), cells) == [(value, GIVEN)]


@pytest.mark.parametrize(
    ("cell", "value", "state"),
    [
        ("46174.5", at(2026, 6, 1, 12), GIVEN),
        ("46174", at(2026, 6, 1), PART),
        ("46174.0", at(2026, 6, 1), PART),
        ("46174.999999999", at(2026, 6, 2), PART),
        ("61.25", at(1900, 3, 1, 6), GIVEN),
        ("60.25", None, UNREADABLE),
        ("59.25", at(1900, 2, 28, 6), GIVEN),
        ("1.5", at(1900, 1, 1, 12), GIVEN),
        ("0.5", None, UNREADABLE),
        ("-3", None, UNREADABLE),
        ("inf", None, UNREADABLE),
        ("1e300", None, UNREADABLE),
        ("2026-06-01", None, UNREADABLE),
    ],
)
def test_serial_days(desk: Desk, cell: str, value: datetime | None, state: ItemState) -> None:
    """Serial days of the 1900 system are read, the day that never was is not."""
    assert desk.read("arrival_at", whole("excel-serial"), {"ARR": [cell]}) == [(value, state)]


def test_serial_days_of_the_1904_system(desk: Desk) -> None:
    """A workbook that counts from 1904 is read by its own count."""
    read = desk.read("arrival_at", whole("excel-serial"), {"ARR": ["44712.5"]}, date_system=1904)

    assert read == [(at(2026, 6, 1, 12), GIVEN)]


@pytest.mark.parametrize(
    ("cell", "value", "state"),
    [
        ("2026-06-01T12:30:00", at(2026, 6, 1, 12, 30), GIVEN),
        ("2026-06-01 12:30:00", at(2026, 6, 1, 12, 30), GIVEN),
        ("2026-06-01T12:30:00.500", datetime(2026, 6, 1, 12, 30, 0, 500_000), GIVEN),
        ("2026-06-01T00:00:00", at(2026, 6, 1), PART),
        ("2026-06-01", at(2026, 6, 1), PART),
        ("46174.5", at(2026, 6, 1, 12), GIVEN),
        ("01/06/2026", None, UNREADABLE),
    ],
)
def test_cells_of_a_workbook(
    desk: Desk, cell: str, value: datetime | None, state: ItemState
) -> None:
    """Date cells are read as the workbook's reader writes them; midnight is a day alone."""
    assert desk.read("arrival_at", whole("excel"), {"ARR": [cell]}) == [(value, state)]


@pytest.mark.parametrize("time", ["14:45:00", "14:45", "1899-12-30T14:45:00", "0.614583333333333"])
def test_day_and_time_cells_of_a_workbook(desk: Desk, time: str) -> None:
    """A date cell and a time cell make one moment, however the time is written."""
    cells = {"ARR": ["2026-06-01T00:00:00"], "ARR T": [time]}

    assert desk.read("arrival_at", apart("excel", "excel"), cells) == [
        (at(2026, 6, 1, 14, 45), GIVEN)
    ]


def test_a_word_of_the_profile_is_not_known(desk: Desk) -> None:
    """A date by which a sender says "not known" is an answer, not a date."""
    columns = whole("%d/%m/%Y %H:%M") + 'codes = { "01/01/1900 00:00" = "~not_known" }\n'

    assert desk.read("arrival_at", columns, {"ARR": ["01/01/1900 00:00"]}) == [(None, NOT_KNOWN)]

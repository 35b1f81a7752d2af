"""Dates of birth and postcodes become ages and areas; what was sent stands."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest

from tiig.deidentify.convert import Conversions, Converted, converted
from tiig.model.states import ItemState, state_column

GIVEN, BLANK, NOT_KNOWN = ItemState.GIVEN, ItemState.BLANK, ItemState.NOT_KNOWN
UNREADABLE, ABSENT = ItemState.UNREADABLE, ItemState.NOT_IN_LAYOUT
ARRIVED = datetime(2026, 6, 15, 12)
LOOKUP = pl.DataFrame(
    {"postcode": ["M11AE", "M11AF", "ZZ12AA"], "lsoa": ["E01000001", None, "E01000002"]}
)
AGES = Conversions(ages=(0, 120), districts=False)
AREAS = Conversions(postcodes=LOOKUP, districts=False)


def batch(**items: tuple[object, ItemState]) -> pl.DataFrame:
    """Return one row: values with their states."""
    types = {"date_of_birth": pl.Date(), "age": pl.Int16()}
    columns: list[pl.Series] = [pl.Series("arrival_at", [ARRIVED], dtype=pl.Datetime("us"))]
    for name, (value, state) in items.items():
        columns.append(pl.Series(name, [value], dtype=types.get(name, pl.String())))
        columns.append(pl.Series(state_column(name), [int(state)], dtype=pl.UInt8))
    return pl.DataFrame(columns)


@pytest.mark.parametrize(
    ("born", "state", "age", "told"),
    [
        (date(1986, 6, 15), GIVEN, 40, GIVEN),
        (date(1986, 6, 16), GIVEN, 39, GIVEN),
        (date(2026, 6, 15), GIVEN, 0, GIVEN),
        (date(1906, 6, 15), GIVEN, 120, GIVEN),
        (date(1905, 6, 15), GIVEN, None, UNREADABLE),
        (date(2026, 6, 16), GIVEN, None, UNREADABLE),
        (None, BLANK, None, BLANK),
        (None, NOT_KNOWN, None, NOT_KNOWN),
        (None, UNREADABLE, None, UNREADABLE),
    ],
)
def test_an_age_is_told_by_the_date_of_birth(
    born: date | None, state: ItemState, age: int | None, told: ItemState
) -> None:
    """What tells no plausible age says why, and is never a number."""
    frame, _ = converted(batch(date_of_birth=(born, state)), AGES)

    assert (frame["age"].to_list(), frame["age__state"].to_list()) == ([age], [int(told)])
    assert (frame["age"].dtype, frame["age__state"].dtype) == (pl.Int16(), pl.UInt8())


@pytest.mark.parametrize(
    ("sent", "state", "born", "age", "told"),
    [
        (7, GIVEN, date(1986, 6, 15), 7, GIVEN),
        (None, BLANK, date(1986, 6, 15), 40, GIVEN),
        (None, NOT_KNOWN, date(1986, 6, 15), 40, GIVEN),
        (None, UNREADABLE, date(1986, 6, 15), 40, GIVEN),
        (None, NOT_KNOWN, None, None, NOT_KNOWN),
        (None, UNREADABLE, None, None, UNREADABLE),
        (None, BLANK, None, None, NOT_KNOWN),
    ],
)
def test_an_age_that_was_sent_stands(
    sent: int | None, state: ItemState, born: date | None, age: int | None, told: ItemState
) -> None:
    """The date of birth fills what is open; whichever item says more says why there is none."""
    birth = (born, GIVEN if born else NOT_KNOWN)
    frame, counts = converted(batch(age=(sent, state), date_of_birth=birth), AGES)

    assert (frame["age"].to_list(), frame["age__state"].to_list()) == ([age], [int(told)])
    filled = int(born is not None and sent is None)
    assert counts["date_of_birth"] == Converted("age", int(born is not None), filled, 0)


@pytest.mark.parametrize(
    ("postcode", "lsoa", "told"),
    [
        ("M1 1AE", "E01000001", GIVEN),
        (" m1-1ae ", "E01000001", GIVEN),
        ("M1 1\u00a0AE", "E01000001", GIVEN),
        ("ZZ1 2AA", "E01000002", GIVEN),
        ("M1 1AF", None, NOT_KNOWN),  # its area was split
        ("LS1 4AP", None, NOT_KNOWN),  # not in the lookup: from elsewhere, or mistyped
        ("ZZ99 3VZ", None, NOT_KNOWN),  # no fixed abode
        ("GIR 0AA", None, NOT_KNOWN),
        ("M1", None, UNREADABLE),
        ("M1 1A", None, UNREADABLE),
        ("QX1 1AA", None, UNREADABLE),
        ("12 High Street", None, UNREADABLE),
        (" - ", None, GIVEN),  # the state is the item's own: here it says that it is given
    ],
)
def test_a_postcode_leads_to_its_area(postcode: str, lsoa: str | None, told: ItemState) -> None:
    """One that leads to none is an answer without an area, one that is none is unreadable."""
    frame, _ = converted(batch(residence_postcode=(postcode, GIVEN)), AREAS)

    assert frame["residence_lsoa"].to_list() == [lsoa]
    assert frame["residence_lsoa__state"].to_list() == [int(told)]


@pytest.mark.parametrize("state", [BLANK, NOT_KNOWN])
def test_why_there_is_no_postcode_is_why_there_is_no_area(state: ItemState) -> None:
    """A blank postcode is a blank area, one that is not known a not known one."""
    frame, counts = converted(batch(residence_postcode=(None, state)), AREAS)

    assert frame["residence_lsoa__state"].to_list() == [int(state)]
    assert counts["residence_postcode"] == Converted("residence_lsoa", 0, 0, 0)


def test_an_area_that_was_sent_stands() -> None:
    """The postcode fills the area only where the sender gives none."""
    frame, counts = converted(
        batch(residence_lsoa=("E01000009", GIVEN), residence_postcode=("M1 1AE", GIVEN)), AREAS
    )

    assert frame["residence_lsoa"].to_list() == ["E01000009"]
    assert counts["residence_postcode"] == Converted("residence_lsoa", 1, 0, 0)


def test_nothing_is_made_that_was_not_agreed() -> None:
    """Without a conversion the batch stays as it is: the items are only taken away."""
    frame = batch(date_of_birth=(date(1986, 6, 15), GIVEN), residence_postcode=("M1 1AE", GIVEN))

    made, counts = converted(frame, Conversions(districts=False))

    assert made.equals(frame)
    assert counts == {}


def test_a_lookup_that_lists_a_postcode_twice_is_no_lookup() -> None:
    """Rows are never multiplied."""
    twice = Conversions(postcodes=pl.concat([LOOKUP, LOOKUP]))

    with pytest.raises(pl.exceptions.ComputeError):
        converted(batch(residence_postcode=("M1 1AE", GIVEN)), twice)


def test_counts_add_up_over_batches() -> None:
    """What came of an item is told of the whole file."""
    assert Converted("age", 3, 2, 1).plus(Converted("age", 1, 1, 0)) == Converted("age", 4, 3, 1)

"""Ages and areas that are made at gate one: as plain Python makes them, for any rows."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tiig.deidentify import Conversions, StripContext, strip
from tiig.model.identified import JudgedRows, RawRows
from tiig.model.pseudonyms import PseudonymKeys
from tiig.model.states import ItemState, state_column

Rows = list[tuple[date | None, datetime, int | None]]
KEY = (bytes(range(32)),)
KEYS = PseudonymKeys(attendance=KEY, person=KEY, phrase=KEY)
COLUMNS = frozenset({
    "age", "age__state", "residence_lsoa", "residence_lsoa__state", "arrival_at",
    "attendance_id", "attendance_linkable",
})  # fmt: skip
BIRTHS = st.dates(date(1850, 1, 1), date(2150, 12, 31))
LEAP_DAYS = st.sampled_from([date(year, 2, 29) for year in range(1904, 2100, 4)])
ARRIVALS = st.datetimes(datetime(2010, 1, 1), datetime(2110, 12, 31))
ROWS = st.lists(
    st.tuples(st.one_of(st.none(), BIRTHS, LEAP_DAYS), ARRIVALS, st.none() | st.integers(0, 120)),
    min_size=1, max_size=30,
)  # fmt: skip


def birthday_in(born: date, year: int) -> date:
    """Return the day of a year on which somebody is a year older."""
    try:
        return born.replace(year=year)
    except ValueError:  # 29 February, in a year without one
        return date(year, 3, 1)


def years(born: date, on: date) -> int:
    """Count birthdays: the plain way to an age."""
    return on.year - born.year - (on < birthday_in(born, on.year))


def stripped(frame: pl.DataFrame, how: Conversions) -> pl.DataFrame:
    """Pass gate one."""
    rows = frame.with_row_index("row", 2).with_columns(pl.lit("S1").alias("site"))
    context = StripContext("SYN", "sub", conversions=how)
    judged = JudgedRows(rows, RawRows(rows))
    return strip(judged, standard_columns=COLUMNS, keys=KEYS, context=context).rows.frame


@given(ROWS)
def test_ages_are_those_of_plain_python(
    rows: list[tuple[date | None, datetime, int | None]],
) -> None:
    """Never negative, never above the bound, what was sent stands, and no birthday passes."""
    births, arrivals, ages = zip(*rows, strict=True)
    frame = pl.DataFrame({
        "date_of_birth": pl.Series(births, dtype=pl.Date),
        "arrival_at": pl.Series(arrivals, dtype=pl.Datetime("us")),
        "age": pl.Series(ages, dtype=pl.Int16),
        state_column("age"): pl.Series(
            [int(ItemState.BLANK if age is None else ItemState.GIVEN) for age in ages],
            dtype=pl.UInt8,
        ),
    })  # fmt: skip

    made = stripped(frame, Conversions(ages=(0, 120)))

    assert "date_of_birth" not in made.columns
    for (born, arrived, sent), age, state in zip(
        rows, made["age"], made["age__state"], strict=True
    ):
        told = None if born is None else years(born, arrived.date())
        plausible = told if told is not None and 0 <= told <= 120 else None
        assert age == (plausible if sent is None else sent)
        assert (state == int(ItemState.GIVEN)) is (age is not None)
        if born is not None and age is None:
            assert state == int(ItemState.UNREADABLE)


@given(BIRTHS, st.integers(0, 40_000))
def test_nobody_grows_younger(born: date, days: int) -> None:
    """A day later an age is the same or one more."""
    first = datetime(2020, 1, 1) + timedelta(days=days // 2)
    frame = pl.DataFrame({
        "date_of_birth": pl.Series([born, born], dtype=pl.Date),
        "arrival_at": pl.Series([first, first + timedelta(days=1)], dtype=pl.Datetime("us")),
    })  # fmt: skip
    one, other = stripped(frame, Conversions(ages=(0, 1_000)))["age"]

    assert one is None or other - one in {0, 1}


POSTCODES = st.from_regex(r"\A[A-Z]{1,2}[0-9]{1,2} [0-9][A-Z]{2}\Z")


@given(st.lists(POSTCODES, min_size=1, max_size=30), st.data())
def test_areas_are_those_of_the_lookup(postcodes: list[str], data: st.DataObject) -> None:
    """As a dictionary finds them, row by row and in their order; no postcode passes."""
    listed = data.draw(st.lists(st.sampled_from(postcodes), unique=True))
    known = {text.replace(" ", ""): f"E0100{place:04d}" for place, text in enumerate(listed)}
    lookup = pl.DataFrame(
        {"postcode": list(known), "lsoa": list(known.values())},
        schema={"postcode": pl.String, "lsoa": pl.String},
    )
    frame = pl.DataFrame({"residence_postcode": postcodes})

    made = stripped(frame, Conversions(postcodes=lookup))

    wanted = [known.get(text.replace(" ", "")) for text in postcodes]
    assert made["residence_lsoa"].to_list() == wanted
    assert not any(text in str(made.rows()) for text in postcodes)

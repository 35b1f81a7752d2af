"""What `derive` adds to a batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from tiig.derive import ROW_RANK, DeriveContext, derive
from tiig.model.gates import Deidentified, deidentified
from tiig.model.profile import RowUnit
from tiig.model.states import ItemState
from tiig.standard import Standard, load_standard, storage_columns

Rows = Callable[..., Deidentified]


@pytest.fixture(scope="module")
def standard() -> Standard:
    """The packaged standard."""
    return load_standard()


@pytest.fixture
def rows(standard: Standard) -> Rows:
    """Wrap given values of some items; a null is blank."""

    def build(columns: Mapping[str, Sequence[object]]) -> Deidentified:
        height = len(next(iter(columns.values())))
        every: dict[str, Sequence[object]] = {
            "arrival_at": [datetime(2026, 6, 12, 23, 5)] * height,
            **columns,
        }
        made = [pl.Series("row", range(2, height + 2), dtype=pl.UInt32)]
        for name, values in every.items():
            blank = [int(ItemState.BLANK if value is None else ItemState.GIVEN) for value in values]
            made += [pl.Series(name, values), pl.Series(f"{name}__state", blank, dtype=pl.UInt8)]
        return deidentified(pl.DataFrame(made), frozenset(storage_columns(standard)))

    return build


def test_types_are_those_of_the_store(standard: Standard, rows: Rows) -> None:
    """Every column has the type that the lake declares for it."""
    declared = storage_columns(standard)

    frame = derive(rows({"age": [30]}).then({}), standard, DeriveContext()).frame.cast(
        {"age": pl.Int16}
    )

    wrong = {
        name: dtype
        for name, dtype in frame.schema.items()
        if name != ROW_RANK and dtype != declared[name]
    }
    assert wrong == {}


def test_item_that_the_batch_lacks_is_not_in_the_layout(standard: Standard, rows: Rows) -> None:
    """A stored item without a column gets one, empty, with the state that says why."""
    frame = derive(rows({"age": [30, 31]}), standard, DeriveContext()).frame

    assert frame["acuity"].to_list() == [None, None]
    assert frame["acuity__state"].to_list() == [ItemState.NOT_IN_LAYOUT] * 2
    assert {f"{item.id}__state" for item in standard.stored_items} <= set(frame.columns)


def test_rows_and_items_are_left_as_they_are(standard: Standard, rows: Rows) -> None:
    """Deriving adds columns; it moves no row and changes no item."""
    before = rows({"age": [30, None], "injury_intent": ["assault", None]})

    after = derive(before, standard, DeriveContext()).frame

    assert after.select(before.frame.columns).equals(before.frame)


def test_empty_batch_has_the_same_columns(standard: Standard, rows: Rows) -> None:
    """A batch without rows gets every column and no row."""
    full = rows({"age": [30]})
    empty = deidentified(full.frame.clear(), frozenset(storage_columns(standard)))

    frame = derive(empty, standard, DeriveContext()).frame

    assert frame.height == 0
    assert frame.columns == derive(full, standard, DeriveContext()).frame.columns


def test_later_row_of_an_attendance_ranks_first(standard: Standard, rows: Rows) -> None:
    """Where each row is an attendance, the one sent last is counted."""
    frame = derive(rows({"age": [30, 31]}), standard, DeriveContext()).frame

    assert frame.sort(ROW_RANK)["row"].to_list() == [3, 2]
    assert frame[ROW_RANK].dtype == pl.Int32


def test_injury_that_matters_most_ranks_first(standard: Standard, rows: Rows) -> None:
    """Where each row is an injury: recorded assault, inferred, other groups, then first row."""
    batch = rows(
        {
            "injury_intent": ["unintentional", None, "assault", "unintentional", "self-harm"],
            "injury_mechanism": ["fall", "body", "blunt", "fall", "sharp"],
        }
    )

    frame = derive(batch, standard, DeriveContext(row_is=RowUnit.INJURY)).frame

    assert frame.sort(ROW_RANK)["row"].to_list() == [4, 3, 6, 2, 5]


def test_department_type_of_the_profile_stands_for_a_blank(standard: Standard, rows: Rows) -> None:
    """The profile's department type is used where the row has none, and only there."""
    batch = rows({"department_type": [None, "type-1"]})

    frame = derive(batch, standard, DeriveContext(department_type="type-3")).frame

    assert frame["type_1"].to_list() == ["no", "yes"]


def test_profile_may_say_that_assaults_cannot_be_told(standard: Standard, rows: Rows) -> None:
    """Where the sender declares it, no assault is told, whatever the items say."""
    batch = rows({"injury_intent": ["assault"]})

    frame = derive(batch, standard, DeriveContext(tells_assaults=False)).frame

    assert frame["assault"].to_list() == [None]
    assert frame["assault__state"].to_list() == [ItemState.NOT_IN_LAYOUT]


def test_what_is_of_assaults_is_told_only_where_assaults_are(
    standard: Standard, rows: Rows
) -> None:
    """The columns that the standard calls of assaults, and no others, are lost with them."""
    batch = rows({"injury_intent": ["unintentional"]})
    stateful = [column for column in standard.derived.values() if column.stateful]

    told = derive(batch, standard, DeriveContext()).frame
    untold = derive(batch, standard, DeriveContext(tells_assaults=False)).frame

    states = {c.id: (told[f"{c.id}__state"][0], untold[f"{c.id}__state"][0]) for c in stateful}
    lost = {name for name, state in states.items() if state == (0, ItemState.NOT_IN_LAYOUT)}
    assert lost == {column.id for column in stateful if column.of_assaults}
    assert [name for name in lost if untold[name][0] is not None] == []


def test_injury_in_the_minute_of_the_arrival_is_a_default(standard: Standard, rows: Rows) -> None:
    """Seconds do not matter: an injury in the minute of the arrival tells no hour or weekday."""
    batch = rows({"injury_at": [datetime(2026, 6, 12, 23, 5, 40), datetime(2026, 6, 12, 23, 4)]})

    frame = derive(batch, standard, DeriveContext()).frame

    assert frame["event_time_default"].to_list() == ["yes", "no"]
    assert frame["event_hour"].to_list() == [None, "23"]
    assert frame["event_weekday"].to_list() == [None, "fri"]


def test_instants_agree_with_the_engine(standard: Standard, rows: Rows) -> None:
    """Over five years of half hours, instants and flags are those that Polars finds."""
    local = pl.datetime_range(
        datetime(2022, 1, 1), datetime(2027, 1, 1), "30m", time_unit="us", eager=True
    )
    zone = "Europe/London"
    batch = rows({"arrival_at": local.to_list()})

    frame = derive(batch, standard, DeriveContext()).frame

    stamped = local.dt.replace_time_zone(zone, non_existent="null", ambiguous="earliest")
    expected = stamped.dt.convert_time_zone("UTC").alias("arrival_at__utc")
    assert frame["arrival_at__utc"].equals(expected)
    assert frame["arrival_at__nonexistent"].sum() == 10
    assert frame["arrival_at__ambiguous"].sum() == 10


def test_months_are_those_of_the_calendar(standard: Standard, rows: Rows) -> None:
    """The first and the last month of the standard's calendar are told, one beyond is not."""
    tree = standard.trees["calendar"]
    months = sorted(node for node in tree.nodes if not tree.children(node))
    first, last = (datetime.strptime(month, "%Y-%m") for month in (months[0], months[-1]))  # noqa: DTZ007
    batch = rows({"arrival_at": [first, last, first - timedelta(minutes=1)]})

    frame = derive(batch, standard, DeriveContext()).frame

    assert frame["month"].to_list() == [months[0], months[-1], None]


def test_repeated_hour_means_the_earlier_instant(standard: Standard, rows: Rows) -> None:
    """Half past one on the night when clocks go back is taken as summer time, and flagged."""
    batch = rows({"arrival_at": [datetime(2026, 10, 25, 1, 30)]})

    frame = derive(batch, standard, DeriveContext()).frame

    assert frame["arrival_at__utc"].to_list() == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]
    assert frame["arrival_at__ambiguous"].to_list() == [True]


def test_skipped_hour_is_not_repaired(standard: Standard, rows: Rows) -> None:
    """A time that never was keeps its month and hour, and has no instant."""
    batch = rows({"arrival_at": [datetime(2026, 3, 29, 1, 30)]})

    frame = derive(batch, standard, DeriveContext()).frame

    assert frame["arrival_at__utc"].to_list() == [None]
    assert frame["arrival_at__nonexistent"].to_list() == [True]
    assert (frame["month"][0], frame["arrival_hour"][0]) == ("2026-03", "01")


def test_date_alone_is_no_instant(standard: Standard, rows: Rows) -> None:
    """A moment of which only the date is known has no instant and no flag."""
    batch = rows({"arrival_at": [datetime(2026, 3, 29)]}).then(
        {"arrival_at__state": pl.lit(int(ItemState.PART), dtype=pl.UInt8)}
    )

    frame = derive(batch, standard, DeriveContext()).frame

    assert frame["arrival_at__utc"].to_list() == [None]
    assert frame["arrival_at__ambiguous"].to_list() == [None]


def test_hours_since_summer_time_begins_are_counted_from_instants(
    standard: Standard, rows: Rows
) -> None:
    """Between half past midnight and half past three on that night lie two hours."""
    batch = rows(
        {
            "arrival_at": [datetime(2026, 3, 29, 0, 30)],
            "departure_at": [datetime(2026, 3, 29, 3, 30)],
        }
    )

    frame = derive(batch, standard, DeriveContext()).frame

    stay = frame.select(pl.col("departure_at__utc") - pl.col("arrival_at__utc"))
    assert stay.item() == timedelta(hours=2)

"""Any month of any world keeps the contract of the neutral frame."""

from __future__ import annotations

from functools import cache

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tiig.model.months import Month
from tiig.standard import Standard, load_standard, schematic_geography
from tiig.synthesis.world import World, make_world

MONTHS = st.builds(Month, st.integers(2022, 2028), st.integers(1, 12))
TREES = {
    "sex": "sex", "ethnic_category": "ethnic_category",
    "attendance_category": "attendance_category", "arrival_mode": "arrival_mode",
    "attendance_source": "attendance_source", "acuity": "acuity",
    "chief_complaint": "chief_complaint", "injury_group": "injury_group",
    "injury_intent": "injury_intent", "injury_mechanism": "injury_mechanism",
    "injury_place_type": "injury_place_type", "injury_activity_status": "injury_activity_status",
    "alcohol_involved": "yes_no", "drugs_involved": "yes_no",
    "assault_relationship": "assault_relationship", "discharge_status": "discharge_status",
    "discharge_destination": "discharge_destination",
    "discharge_follow_up": "discharge_follow_up",
}  # fmt: skip


@cache
def standard() -> Standard:
    """Return the standard, read once."""
    return load_standard()


def check(world: World, month: Month) -> None:
    """Assert what holds for a month of a world."""
    frame = world.month(month)
    for column, tree in TREES.items():
        assert set(frame[column].drop_nulls()) <= standard().trees[tree].nodes.keys(), column
    assert set(frame["residence_lsoa"].drop_nulls()) <= set(schematic_geography().lookup["lsoa"])
    assert set(frame["site"]) <= {site.code for site in world.sites}
    _check_moments(frame, month)
    _check_departments(frame, world)
    assert frame["venue"].drop_nulls().is_between(0, len(world.venues) - 1).all()
    assert frame.filter((pl.col("age") < 0) | (pl.col("age") > 105)).height == 0
    first = frame.filter(pl.col("attendance_category") == "first")
    assert not first.select("incident", "person").is_duplicated().any()


def _check_moments(frame: pl.DataFrame, month: Month) -> None:
    moments = ("injury_at", "arrival_at", "departure_at")
    for moment in moments:
        assert frame[moment].dtype == pl.Datetime("us")
        in_zone = pl.col(moment).dt.replace_time_zone(
            "Europe/London", non_existent="null", ambiguous="earliest"
        )
        assert frame.filter(pl.col(moment).is_not_null() & in_zone.is_null()).height == 0
    arrived = pl.col("arrival_at")
    assert frame.filter(pl.col("injury_at") > arrived).height == 0
    assert frame.filter(pl.col("departure_at") <= arrived).height == 0
    assert frame.filter(arrived.dt.truncate("1mo").dt.date() != month.first_day).height == 0


def _check_departments(frame: pl.DataFrame, world: World) -> None:
    kinds = {site.code: site.kind for site in world.sites}
    seen = frame.with_columns(kind=pl.col("site").replace_strict(kinds, return_dtype=pl.String))
    children, urgent = (seen.filter(pl.col("kind") == kind) for kind in ("children", "urgent-care"))
    assert children.filter(pl.col("age") >= 16).height == 0
    assert urgent.filter(~pl.col("arrival_at").dt.hour().is_between(8, 20)).height == 0
    assert urgent.filter(pl.col("discharge_destination").str.starts_with("admitted")).height == 0


@settings(max_examples=8)
@given(seed=st.integers(0, 2**31), first=MONTHS, months=st.integers(1, 30), step=st.integers(0, 29))
def test_any_month_keeps_the_contract(seed: int, first: Month, months: int, step: int) -> None:
    """Nodes of the standard, moments in order and on the clock, patients where they may be."""
    world = make_world(seed=seed, first=first, months=months, scale=0.02)

    check(world, first.plus(min(step, months - 1)))


def test_months_with_changes_of_clocks_keep_the_contract() -> None:
    """March and October, with enough nights to meet the hour."""
    world = make_world(seed=3, first=Month(2026, 3), months=8, scale=0.5)

    check(world, Month(2026, 3))
    check(world, Month(2026, 10))

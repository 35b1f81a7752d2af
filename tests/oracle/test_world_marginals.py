"""The synthetic world against published figures on real emergency departments."""

from __future__ import annotations

import polars as pl
import pytest

from tiig.model.months import Month
from tiig.synthesis.world import make_world
from tiig.synthesis.world.facts import rows
from tiig.synthesis.world.marginals import as_text, compare

FIRST, MONTHS = Month(2024, 7), 24


@pytest.fixture(scope="module")
def attendances() -> pl.DataFrame:
    """Return two whole years at full volume."""
    world = make_world(seed=1, first=FIRST, months=MONTHS)
    return pl.concat([world.month(month) for month in world.window])


def test_marginals_agree_with_published_figures(attendances: pl.DataFrame) -> None:
    """Every figure lies within its tolerance; the table is printed."""
    compared = compare(attendances)
    print("\n".join(as_text(compared)))  # noqa: T201 - the table of the closing note

    assert [one.id for one in compared if not one.holds] == []


def test_a_wider_tolerance_has_its_reason() -> None:
    """A tenth is the rule."""
    wide = [row for row in rows("published") if float(row["tolerance"]) > 0.1]

    assert [row["id"] for row in wide if not row["reason"]] == []
    assert len(wide) < len(rows("published")) / 3


def test_volumes_are_those_of_the_region(attendances: pl.DataFrame) -> None:
    """About 0.85 million first attendances for injuries, and 28,000 for assaults."""
    first = attendances.filter(pl.col("attendance_category") == "first")
    groups = dict(first["injury_group"].value_counts().iter_rows())

    assert 0.80e6 < first.height - groups["none"] < 0.90e6
    assert 24_000 <= groups["assault"] <= 28_500


def test_patterns_that_are_told_in_words(attendances: pl.DataFrame) -> None:
    """A spike of self-harm in girls; heads hurt most; January calm; New Year's Eve worst."""
    first = attendances.filter(pl.col("attendance_category") == "first")
    harmed = first.filter((pl.col("injury_group") == "self-harm") & (pl.col("sex") == "female"))
    assaults = first.filter(pl.col("injury_group") == "assault")
    teens = harmed.filter(pl.col("age").is_between(14, 19)).height
    twenties = harmed.filter(pl.col("age").is_between(20, 25)).height
    head = assaults.filter(pl.col("chief_complaint").is_in(["82271004", "125593007"]))
    evening = pl.col("arrival_at").dt.offset_by("-12h").dt.date()
    nights = assaults.group_by(evening.alias("night")).len()
    a_day = assaults.group_by(pl.col("arrival_at").dt.month().alias("month")).len()
    calm = a_day.filter(pl.col("month") != 2).sort("len")["month"][0]

    assert teens > 1.5 * twenties
    assert head.height > assaults.height / 2
    assert calm == 1
    last = nights.filter(pl.col("night").dt.strftime("%m-%d") == "12-31")["len"].to_numpy()
    saturdays = nights.filter(pl.col("night").dt.weekday() == 6)["len"].to_numpy()
    assert last.mean() > 1.25 * saturdays.mean()


def test_some_victims_come_back(attendances: pl.DataFrame) -> None:
    """One in twenty or more of the assaulted, for another assault within two years."""
    assaults = attendances.filter(pl.col("injury_group") == "assault")
    times = assaults.group_by("person").agg(pl.col("incident").n_unique())

    assert 0.05 < times.filter(pl.col("incident") > 1).height / times.height < 0.15

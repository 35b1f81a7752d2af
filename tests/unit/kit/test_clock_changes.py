"""Hours that a change of clocks skips or repeats."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl

from tiig.kit.clock_changes import local_offsets, repeated_hours, skipped_hours

ZONE = "Europe/London"


def test_known_changes_of_british_clocks() -> None:
    """In 2026 clocks go forward on 29 March at one, and back on 25 October at two."""
    assert [hour for hour in skipped_hours(ZONE) if hour.year == 2026] == [datetime(2026, 3, 29, 1)]
    assert [hour for hour in repeated_hours(ZONE) if hour.year == 2026] == [
        datetime(2026, 10, 25, 1)
    ]


def test_zone_without_changes_has_no_such_hours() -> None:
    """Where clocks never change nothing is skipped or repeated."""
    assert skipped_hours("Etc/UTC") == ()
    assert repeated_hours("Etc/UTC") == ()
    assert [offset for _, offset in local_offsets("Etc/UTC")] == [timedelta(0)]


def test_every_half_hour_agrees_with_the_engine() -> None:
    """Over thirty years, skipped and repeated hours are those that Polars finds."""
    local = pl.datetime_range(
        datetime(1995, 1, 1), datetime(2030, 1, 1), "30m", time_unit="us", eager=True
    )
    named = local.dt.truncate("1h")

    absent = local.dt.replace_time_zone(ZONE, non_existent="null", ambiguous="earliest").is_null()
    unclear = local.dt.replace_time_zone(ZONE, non_existent="null", ambiguous="null").is_null()

    assert set(named.filter(absent)) <= set(skipped_hours(ZONE))
    assert set(named.filter(unclear & ~absent)) <= set(repeated_hours(ZONE))
    assert absent.sum() == 2 * sum(1995 <= hour.year < 2030 for hour in skipped_hours(ZONE))
    assert (unclear & ~absent).sum() == 2 * sum(
        1995 <= hour.year < 2030 for hour in repeated_hours(ZONE)
    )

"""Default times of a profile, read as the cells of their column are."""

from __future__ import annotations

from datetime import datetime, time

import pytest
from tests.unit.translate.conftest import Desk

from tiig.translate import default_times

NONE: tuple[frozenset[time], frozenset[datetime]] = (frozenset(), frozenset())
WHOLE = """
[[columns]]
name = "Injured"
item = "injury_at"
formats = {formats}
defaults = {defaults}
"""
SPLIT = """
[[columns]]
name = "Day"
item = "injury_at"
part = "date"
formats = ["%d/%m/%Y"]
defaults = {days}

[[columns]]
name = "Time"
item = "injury_at"
part = "time"
formats = ["%H%M"]
defaults = {times}
"""


@pytest.mark.parametrize(
    ("formats", "default", "at", "moment"),
    [
        ("%d/%m/%Y %H:%M", "01/01/1900 09:00", None, datetime(1900, 1, 1, 9)),
        ("%d/%m/%Y %H:%M", "12:30", time(12, 30), None),
        ("%d/%m/%Y %I:%M %p", "12:30 PM", time(12, 30), None),
        ("%d/%m/%Y", "01/01/1900", None, datetime(1900, 1, 1)),
        ("excel", "12:00", time(12), None),
        ("excel", "1900-01-01T00:00:00", None, datetime(1900, 1, 1)),
        ("%d/%m/%Y %H:%M", "unknown", None, None),
    ],
)
def test_defaults_of_whole_moments(
    desk: Desk, formats: str, default: str, at: time | None, moment: datetime | None
) -> None:
    """A whole default is a moment, a time of day stands for each day, words are none."""
    columns = WHOLE.format(formats=f'["{formats}"]', defaults=f'["{default}"]')
    plan = desk.plan(columns, ("Injured",))

    times, moments = default_times(plan, "injury_at")

    assert times == ({at} if at else set())
    assert moments == ({moment} if moment else set())


def test_defaults_of_date_and_time(desk: Desk) -> None:
    """A default day is meant alone and with each default time; a time holds on every day."""
    columns = SPLIT.format(days='["01/01/1900"]', times='["0000", "1200"]')
    plan = desk.plan(columns, ("Day", "Time"))

    times, moments = default_times(plan, "injury_at")

    assert times == {time(0), time(12)}
    assert moments == {datetime(1900, 1, 1), datetime(1900, 1, 1, 12)}


def test_defaults_of_a_column_that_is_missing(desk: Desk) -> None:
    """Where the file lacks the time column, or the item, its defaults are not looked for."""
    columns = SPLIT.format(days="[]", times='["1200"]')

    assert default_times(desk.plan(columns, ("Day",)), "injury_at") == NONE
    assert default_times(desk.plan(columns, ()), "injury_at") == NONE


def test_defaults_of_another_item_are_its_own(desk: Desk) -> None:
    """What fills in the injury time says nothing about the arrival."""
    columns = WHOLE.format(formats='["%d/%m/%Y %H:%M"]', defaults='["12:00"]')

    assert default_times(desk.plan(columns, ("Injured",)), "arrival_at") == NONE

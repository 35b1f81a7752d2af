"""Times that a system fills in by itself are not taken for the time of an injury."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tiig.model.states import NOT_RECORDED_NODE

if TYPE_CHECKING:
    from tests.journey.conftest import House

INJURED = """
[[columns]]
name = "Injured"
item = "injury_at"
formats = ["%Y-%m-%d %H:%M"]
defaults = ["12:30"]
"""


def test_defaults_of_the_profile_and_the_arrival_tell_no_hour(
    new_house: Callable[..., House], elm_line: Callable[..., str], elm_header: str
) -> None:
    """Neither a default that the profile names nor the arrival stands among the hours."""
    house = new_house(lambda profile: profile + INJURED)
    times = ["12:30"] * 12 + ["21:15"] * 7 + ["20:40"] * 5 + ["12:31"] * 3
    rows = [f"{elm_line(f'N{place}')},2026-06-03 {at}" for place, at in enumerate(times)]

    house.send(house.write(rows, header=f"{elm_header},Injured"))

    hours = house.ask("event_hour", measure="recorded_assaults").rows
    found = {row.nodes[0]: row.count.value for row in hours if row.count.value}
    assert (found["20"], found["12"], found[NOT_RECORDED_NODE]) == (5, 3, 19)
    assert "21" not in found

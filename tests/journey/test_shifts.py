"""Where a department records otherwise at night: told beyond chance, exact, to the team alone."""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.journey.conftest import ANALYST

from tiig import desk
from tiig.journeys.quality_shifts import ShiftsRequest, quality_shifts
from tiig.kit.progress import Silent
from tiig.model.errors import TiigError
from tiig.model.shifts import Axis, ShiftLine, Verdict
from tiig.publish.shifts_table import shifts_csv, shifts_lines

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]


def test_a_habit_of_the_night_is_told_and_nothing_else(house: House, elm_line: Line) -> None:
    """Weapons that are left out at night are found, with what would be expected."""
    house.send(
        house.write(
            [
                elm_line(
                    f"A{number}",
                    Arrived=f"2026-06-{1 + number % 28:02d} {hour:02d}:15",
                    Weapon="" if hour < 6 and number % 2 else "K",
                    Place="" if number % 3 else "the park",
                )
                for number, hour in ((number, number // 28 % 4 * 6 + 2) for number in range(448))
            ]
        )
    )
    request = ShiftsRequest("Elm General", month="2026-06")

    found = quality_shifts(request, asker=ANALYST, services=house.services, progress=Silent())

    told = {(one.item, one.measure, one.axis): one for one in found.told.lines}
    weapon: ShiftLine = told["injury_mechanism", "completeness", Axis.HOUR]
    assert (weapon.verdict, weapon.worst) == (Verdict.DIFFERS, "Night")
    night, morning, *_, untold = weapon.cells
    assert (night.count, night.out_of, night.expected) == (56, 112, 98.0)
    assert (morning.count, morning.out_of, untold.out_of) == (112, 112, 0)
    assert {one.item for one in found.told.lines if one.verdict is Verdict.DIFFERS} == {
        "injury_mechanism"
    }
    modes = [one for one in found.told.lines if one.axis is Axis.MODE]
    assert {one.verdict for one in modes} == {Verdict.TOO_FEW}
    assert "Night has 56 of 112 rows" in shifts_lines(found)[0]
    assert len(list(csv.reader(shifts_csv(found).splitlines()))) > len(found.told.lines)
    (release,) = (one for one in house.services.catalogue.releases() if one.id == found.release)
    assert desk.shown_again(release, None, house.services) == release.shown


def test_an_unknown_item_and_a_month_without_anything_are_refused(
    house: House, elm_line: Line
) -> None:
    """What does not exist, and what nobody sent, is said."""
    house.send(house.write([elm_line("A1")]))
    for request in (
        ShiftsRequest("Elm General", item="mood"),
        ShiftsRequest("Elm General", month="2025-01"),
    ):
        with pytest.raises(TiigError):
            quality_shifts(request, asker=ANALYST, services=house.services, progress=Silent())

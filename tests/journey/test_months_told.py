"""Months as a whole: days until they could be used, rows expected, and what nobody sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl
import pytest
from tests.journey.conftest import ANALYST

from tiig import desk
from tiig.journeys.quality_measures import MeasuresRequest, quality_measures
from tiig.journeys.quality_months import MonthsRequest, quality_timeliness, quality_volume
from tiig.kit.progress import Silent
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.coverage import Standing
from tiig.model.errors import TiigError
from tiig.model.months import Month
from tiig.model.timeliness import DaysTaken, Timeliness
from tiig.model.volume import Volumes, VolumeVerdict
from tiig.publish.months_tables import timeliness_csv, timeliness_grid, volume_csv, volume_grid
from tiig.testing.in_memory import ToldClock

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]


def on(house: House, month: int, day: int, year: int = 2026) -> None:
    """Let it be nine o'clock on a day."""
    assert isinstance(house.services.clock, ToldClock)
    house.services.clock.at = datetime(year, month, day, 9, tzinfo=UTC)


def same_again(
    house: House, found: ClearedProgramme[Timeliness] | ClearedProgramme[Volumes]
) -> bool:
    """Tell whether the ledger gives an answer again."""
    (release,) = (one for one in house.services.catalogue.releases() if one.id == found.release)
    return desk.shown_again(release, None, house.services) == release.shown


def test_days_are_those_until_a_month_was_first_usable(house: House, elm_line: Line) -> None:
    """A correction moves none, a month withdrawn begins anew, and what is absent has no days."""
    rows = [elm_line(f"A{day}", Arrived=f"2026-06-{day:02d} 10:00") for day in range(1, 11)]
    on(house, 7, 10)
    house.send(house.write(rows))  # held: nothing of the other site
    on(house, 7, 12)
    house.send(house.folder / "extract1.csv", confirm=True)
    on(house, 8, 20)
    house.send(house.write([*rows, elm_line("A11", Arrived="2026-06-30 10:00")]), confirm=True)
    request = MonthsRequest("Elm General", first="2026-06", last="2026-06")

    def told() -> ClearedProgramme[Timeliness]:
        return quality_timeliness(
            request, asker=ANALYST, services=house.services, progress=Silent()
        )

    corrected = told()
    (site,) = corrected.told.sites
    assert [(one.month, one.rows) for one in site.months] == [(Month(2026, 6), 11)]
    assert (site.received, site.usable) == (DaysTaken(34, 38), DaysTaken(36, 40))
    header, (line,) = timeliness_grid(corrected, by_month=True)
    assert dict(zip(header, line, strict=False))["Received: half, days"] == "34"
    while pairs := house.services.catalogue.pairs():  # the corrected file comes back in force
        house.withdraw(pairs[0].revision)
    on(house, 9, 1)
    house.send(house.write(rows[:1]), confirm=True)
    assert told().told.sites[0].usable == DaysTaken(92, 92)
    assert same_again(house, corrected)


def test_days_are_counted_by_the_clocks_of_the_departments(house: House, elm_line: Line) -> None:
    """What came in half an hour before midnight in summer, by UTC, came on the next day."""
    assert isinstance(house.services.clock, ToldClock)
    house.services.clock.at = datetime(2026, 7, 9, 23, 30, tzinfo=UTC)
    house.send(house.write([elm_line("A1", Arrived="2026-06-30 10:00")]), confirm=True)

    found = quality_timeliness(
        MonthsRequest("Elm General", first="2026-06", last="2026-06"),
        asker=ANALYST, services=house.services, progress=Silent(),
    )  # fmt: skip

    assert found.told.sites[0].received == found.told.sites[0].usable == DaysTaken(10, 10)


def test_a_nil_return_never_scores_and_an_absent_month_has_no_row(
    house: House, elm_line: Line
) -> None:
    """Nothing of nothing is told of a nil return; what nobody sent stands in coverage alone."""
    on(house, 7, 1, 2027)
    months = [Month(2026, 1).plus(step) for step in range(12)]
    for month in months:
        if month.number not in {10, 11}:
            rows = [elm_line(f"A{month.number}-{day}", Arrived=f"{month}-{day:02d} 10:00")
                    for day in range(1, 29)]  # fmt: skip
            house.send(house.write(rows), str(month), confirm=True)
    house.nil("XQ101", "2026-10")

    series = desk.measured_series(house.services.catalogue.pairs(), house.services)
    nil = series.filter(pl.col("month") == "2026-10")
    assert nil.height > 50
    assert nil.filter(pl.col("measure") != "volume")[["count", "out_of"]].sum().row(0) == (0, 0)
    volume = nil.filter(pl.col("measure") == "volume").row(0, named=True)
    assert volume["count"] == 0
    assert 20 < volume["out_of"] < 40
    assert not series["month"].is_in(["2026-11"]).any()

    request = MonthsRequest("Elm General", first="2026-01", last="2026-12")
    found = quality_volume(request, asker=ANALYST, services=house.services, progress=Silent())
    by_month = {one.month.number: one for one in found.told.months}
    assert (by_month[10].standing, by_month[10].rows) == (Standing.NIL, 0)
    assert by_month[10].verdict is VolumeVerdict.FEWER
    assert (by_month[11].standing, by_month[11].rows) == (Standing.ABSENT, None)
    assert by_month[11].expected is not None
    assert by_month[12].verdict is VolumeVerdict.AS_EXPECTED
    assert by_month[1].verdict is VolumeVerdict.NO_PAST
    assert [line[1] for line in volume_grid(found, every=False)[1]] == ["2026-10", "2026-11"]
    assert volume_csv(found).splitlines().index("") == 13
    assert same_again(house, found)

    one_month = MeasuresRequest("Elm General", measure="volume", month="2026-12")
    told = quality_measures(one_month, asker=ANALYST, services=house.services, progress=Silent())
    assert told.told.lines[0].months[0].out_of == by_month[12].expected
    days = quality_timeliness(request, asker=ANALYST, services=house.services, progress=Silent())
    assert days.told.sites[0].standing(Standing.ABSENT) == 1
    assert "absent,0,,,," in timeliness_csv(days)
    with pytest.raises(TiigError):
        quality_measures(
            MeasuresRequest("Elm General", measure="timeliness"),
            asker=ANALYST, services=house.services, progress=Silent(),
        )  # fmt: skip

"""Parts of months and all else: quality, erasure, keys, packages, period cells, later reading."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests share worlds by import

from tests.journey.hospitals import EXTRA, Elm, row
from tests.journey.test_erase import PERSONS, erased
from tests.journey.test_quality import ask

from tiig.model.cleared_quality import ClearedQuality
from tiig.model.coverage import Standing
from tiig.model.errors import PERIOD_CELLS
from tiig.model.months import Month
from tiig.model.quality import Outcome
from tiig.model.submission import SubmissionState
from tiig.standard import Standard
from tiig.testing.in_memory import ToldClock

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]
FIRST, SECOND = "2026-06-01..2026-06-14", "2026-06-15..2026-06-30"
JUNE = Month(2026, 6)


def rows(line: Line, first: int, last: int, *, blank: int = 0) -> list[str]:
    """Return two assaults a day, the weapon of the first ones missing."""
    return [
        line(
            f"N{day}-{hour}",
            Arrived=f"2026-06-{day:02d} {hour}:00",
            Weapon="" if day - first < blank else "K",
        )
        for day in range(first, last + 1)
        for hour in (11, 12)
    ]


def items(found: ClearedQuality) -> dict[str, tuple[object, ...]]:
    """Return what is said of each item at A in June."""
    return {
        item: (one.rows, one.usable.part, one.unknown.part, one.not_sent)
        for (site, item, month), one in found.by_key.items()
        if site == "XQ101" and month == JUNE
    }


def test_quality_is_added_up_over_parts(new_house: Callable[..., House], elm_line: Line) -> None:
    """Two fortnights are as good as the month that holds the same rows."""
    whole, parts = new_house(), new_house()
    both = [*rows(elm_line, 1, 14, blank=3), *rows(elm_line, 15, 30)]
    whole.send(whole.write(both))
    parts.send(parts.write(both[:28]), FIRST)
    parts.send(parts.write(both[28:]), SECOND)

    assert items(ask(parts)) == items(ask(whole))
    assert items(ask(parts))["injury_mechanism"][:2] == (60, 54)


def test_a_part_of_a_month_meets_no_target(house: House, elm_line: Line) -> None:
    """It is not reported, not in time, and no usual volume; the rest makes it so, by its day."""
    clock = house.services.clock
    assert isinstance(clock, ToldClock)
    clock.at = datetime(2026, 7, 2, 9, tzinfo=UTC)
    house.send(house.write(rows(elm_line, 1, 14)), FIRST)

    part = ask(house).by_month["XQ101", JUNE]
    assert (part.standing, part.reported) == (Standing.PARTIAL, Outcome.MISSED)
    assert (part.days, part.in_time) == (None, Outcome.MISSED)

    clock.at = datetime(2026, 7, 6, 9, tzinfo=UTC)
    house.send(house.write(rows(elm_line, 15, 30)), SECOND)
    done = ask(house).by_month["XQ101", JUNE]
    assert (done.standing, done.reported, done.days) == (Standing.PROVISIONAL, Outcome.MET, 6)


def test_a_person_is_erased_from_each_part(
    new_house: Callable[..., House], elm_line: Line, tmp_path: Path
) -> None:
    """Rows go from both, the days stay, and a withdrawal brings back what is left."""
    house = new_house(lambda profile: profile + PERSONS)
    header = "No,Site,Arrived,Age,Intent,Weapon,Place,Bed,Who"

    def send(first: int, last: int, period: str) -> str:
        told = [f"{one},P{number % 4}" for number, one in enumerate(rows(elm_line, first, last))]
        return str(house.send(house.write(told, header=header), period).submission)

    send(1, 14, FIRST)
    send(15, 30, SECOND)
    month = send(1, 30, "2026-06")

    answer = erased(house, tmp_path, "P1")

    assert answer.rows == 2 * (7 + 8)
    assert house.total() == 45
    house.withdraw(month)
    told = {str(one.days): one.rows for one in house.services.catalogue.pairs()}
    assert told == {FIRST: 21, SECOND: 24}
    assert house.total() == 45
    assert house.services.reconcile() == ()


def test_a_hospital_prepares_a_fortnight(
    tmp_path: Path, standard: Standard, elm_profile: str
) -> None:
    """The package says which days it covers; the house takes it as that part."""
    elm = Elm.at(tmp_path, standard, elm_profile + EXTRA)
    sent = [row(f"N{day}", f"P{day}", Arrived=f"2026-06-{day:02d} 11:00") for day in range(1, 15)]

    prepared = elm.prepare(*sent, pseudonym_key=elm.key, period=FIRST)
    taken = elm.send(prepared.package)

    assert taken.receipt.period == FIRST
    (pair,) = elm.house.catalogue.pairs()
    assert (str(pair.days), pair.rows) == (FIRST, 14)


def test_period_cells_may_name_days(new_house: Callable[..., House], elm_line: Line) -> None:
    """A file that says itself which days it covers needs no option, and contradicts none."""
    cells = '[period]\nstart = "From"\nend = "To"\nformat = "%d/%m/%Y"\n'
    house = new_house(lambda profile: profile + cells)
    header = "No,Site,Arrived,Age,Intent,Weapon,Place,Bed,From,To"
    told = [f"{one},01/06/2026,14/06/2026" for one in rows(elm_line, 1, 14)]
    file = house.write(told, header=header)

    refused = house.send(file, "2026-06")
    taken = house.send(file, None)

    assert (refused.state, refused.error) == (SubmissionState.REFUSED, PERIOD_CELLS.id)
    assert (taken.state, taken.receipt.period) == (SubmissionState.IN_FORCE, FIRST)


def test_departments_that_reported_in_part_are_not_the_same(house: House, elm_line: Line) -> None:
    """Of those that reported throughout, one with a part of a month is none."""
    at_b = [one.replace(",A,", ",B,").replace("N", "B") for one in rows(elm_line, 1, 30)]
    house.send(house.write([*rows(elm_line, 1, 14), *at_b[:28]]), FIRST)
    house.send(house.write(at_b[28:]), SECOND, confirm=True)

    told = {line.nodes: line.count.value for line in house.ask("presence").rows}

    assert told["throughout",] == 60
    assert told["part",] == 28
    assert house.ask("presence").coverage.lacks == (("XQ101", JUNE, "days 15-30"),)

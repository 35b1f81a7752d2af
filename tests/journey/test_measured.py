"""What intake counts of the data's quality, and the series of measures that it makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest
from tests.journey.conftest import ANALYST

from tiig import desk, validate
from tiig.journeys.quality_measures import MeasuresRequest, quality_measures
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.errors import Family, TiigError

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]


def measures(house: House) -> dict[tuple[str, str], tuple[int, int]]:
    """Return count and whole of each item and measure at Elm General."""
    pairs = house.services.catalogue.pairs()
    series = desk.measured_series(pairs, house.services).filter(pl.col("site") == "XQ101")
    return {
        (item, measure): (count, out_of)
        for _, _, item, measure, count, out_of in series.iter_rows()
    }


def test_measures_are_what_the_rows_say(house: House, elm_line: Line) -> None:
    """Blank, not known, default and other are told apart, each beside its own whole."""
    rows = [
        *(elm_line(f"A{number}") for number in range(6)),
        elm_line("B1", Weapon=""),
        elm_line("B2", Weapon="??"),
        elm_line("B3", Place=""),
    ]
    house.send(house.write(rows))

    found = measures(house)

    assert found["injury_mechanism", "completeness"] == (8, 9)
    assert found["injury_mechanism", "known"] == (7, 9)
    assert found["injury_mechanism", "validity"] == (7, 8)
    assert found["injury_mechanism", "commonest"] == (7, 7)
    assert found["", "assaults"] == (9, 9)
    assert found["", "consistency"][1] == 9


def test_a_repeated_number_is_not_unique(house: House, elm_line: Line) -> None:
    """A row that repeats an attendance number with other content is counted as one."""
    rows = [*(elm_line(f"A{number}") for number in range(99)), elm_line("A1", Age="44")]
    house.send(house.write(rows))

    assert measures(house)["", "uniqueness"] == (99, 100)


def test_usable_assaults_tell_date_place_and_weapon(house: House, elm_line: Line) -> None:
    """The patterns of what can be used add up to the recorded assaults."""
    house.send(house.write([elm_line("A1"), elm_line("A2", Weapon=""), elm_line("A3")]))

    counts = desk.count_table(house.services.catalogue.pairs(), house.services)
    patterns = counts.filter(pl.col("measure").str.starts_with("usable "))
    usable, out_of = measures(house)["", "usable"]

    assert patterns["count"].sum() == out_of == 3
    assert usable <= 2
    assert {text.removeprefix("usable ") for text in patterns["measure"]} <= {
        f"{number:03b}" for number in range(8)
    }


@pytest.mark.parametrize("measure", ["consistency", "plausibility", "uniqueness"])
def test_every_rule_of_a_measure_stands_in_the_book(house: House, measure: str) -> None:
    """A measure that names a rule which is not there would count nothing."""
    book = validate.rule_book(house.services.standard)
    declared = house.services.standard.quality_measures[measure]

    assert declared.rules
    assert set(declared.rules) <= set(book.by_id)
    assert declared.rows_missed


def test_the_team_is_told_measures_and_the_ledger_knows(house: House, elm_line: Line) -> None:
    """An answer of the programme names its release, and gives every digit again."""
    house.send(house.write([elm_line("A1"), elm_line("A2", Weapon="")]))
    request = MeasuresRequest("Elm General", item="injury_mechanism", measure="completeness")

    told = quality_measures(request, asker=ANALYST, services=house.services, progress=Silent())

    (line,) = told.told.lines
    assert [(str(one.month), one.count, one.out_of) for one in line.months] == [("2026-06", 1, 2)]
    assert not told.given.agreement
    (release,) = (one for one in house.services.catalogue.releases() if one.id == told.release)
    assert desk.shown_again(release, None, house.services) == release.shown


def test_nobody_else_is_told_measures(house: House, elm_line: Line) -> None:
    """Without a purpose, and under an agreement, exact figures of the programme are refused."""
    house.send(house.write([elm_line("A1")]))
    request = MeasuresRequest("Elm General")
    for asker in (Asker.local("analyst"), replace(ANALYST, agreement="partner")):
        with pytest.raises(TiigError) as refused:
            quality_measures(request, asker=asker, services=house.services, progress=Silent())
        assert refused.value.kind.family is Family.PERMISSION


def test_unknown_sites_items_and_measures_are_named(house: House, elm_line: Line) -> None:
    """What does not exist is refused with what does."""
    house.send(house.write([elm_line("A1")]))
    for request in (
        MeasuresRequest("Nowhere"),
        MeasuresRequest("Elm General", item="mood"),
        MeasuresRequest("Elm General", measure="charm"),
    ):
        with pytest.raises(TiigError):
            quality_measures(request, asker=ANALYST, services=house.services, progress=Silent())

"""Months that an older version took in without all counts are counted anew from the lake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
from tests.journey.conftest import ANALYST

from tiig import desk
from tiig.journeys.quality_measures import MeasuresRequest, quality_measures
from tiig.journeys.quality_recount import Recounted, RecountRequest, quality_recount
from tiig.kit.progress import Silent

if TYPE_CHECKING:
    from tests.journey.conftest import House

Line = Callable[..., str]


def recounted(house: House, *, check_only: bool = False) -> Recounted:
    """Count anew what lacks counts."""
    request = RecountRequest("months of an older version", check_only)
    return quality_recount(request, asker=ANALYST, services=house.services, progress=Silent())


def counts(house: House) -> pl.DataFrame:
    """Return what is stored of everything in force."""
    return desk.count_table(house.services.catalogue.pairs(), house.services)


def forget_answers(house: House) -> None:
    """Leave of what is stored only what the first versions counted: states."""
    (revision,) = {pair.revision for pair in house.services.catalogue.pairs()}
    kept = [
        one
        for one in house.services.catalogue.measures(revision)
        if not one.measure.startswith(("is ", "on ", "default", "usable "))
    ]
    with house.services.catalogue.change(ANALYST, "an older version") as change:
        change.add_measures(revision, kept)


def test_a_month_without_counts_gets_those_that_intake_would_have_stored(
    house: House, elm_line: Line
) -> None:
    """All of them come back from the rows, what was told before is told again, and no row moves."""
    rows = [
        *(elm_line(f"A{number}") for number in range(99)),
        elm_line("A1", Age="44"),
        elm_line("B1", Weapon="??"),
        elm_line("B2", Site="B", Place="outside the club"),
    ]
    house.send(house.write(rows))
    whole = counts(house)
    forget_answers(house)
    before = house.services.catalogue.pairs()
    request = MeasuresRequest("Elm General")
    told = quality_measures(request, asker=ANALYST, services=house.services, progress=Silent())

    looked, done = recounted(house, check_only=True), recounted(house)

    assert not told.told.lines
    assert looked.lines == done.lines
    assert [(one.site, one.rows, one.moved) for one in done.lines] == [
        ("XQ101", 101, 0),
        ("XQ102", 1, 0),
    ]
    assert counts(house).equals(whole)
    after = house.services.catalogue.pairs()
    assert [one.packs for one in after] == [one.packs for one in before]
    assert recounted(house).lines == ()
    (release,) = (one for one in house.services.catalogue.releases() if one.id == told.release)
    assert desk.shown_again(release, None, house.services) == release.shown


def test_what_a_month_lacks_is_put_beside_what_it_has(house: House, elm_line: Line) -> None:
    """A count that is stored stays, though the rows come to another one now."""
    house.send(house.write([elm_line("A1"), elm_line("A2")]))
    whole = counts(house).rows()
    forget_answers(house)
    (pair,) = house.services.catalogue.pairs()
    stored = house.services.catalogue.measures(pair.revision)
    with house.services.catalogue.change(ANALYST, "rows that were erased since") as change:
        change.add_measures(pair.revision, [replace(one, count=one.count + 1) for one in stored])
    older = counts(house).rows()

    (line,) = recounted(house).lines

    assert line.moved == len(older)
    kept = {one[:4] for one in older}
    assert set(counts(house).rows()) == {*older, *(one for one in whole if one[:4] not in kept)}


def test_counts_that_differ_are_told_and_left(house: House, elm_line: Line) -> None:
    """A month that lacks nothing is not counted over: somebody must look."""
    house.send(house.write([elm_line("A1"), elm_line("A2")]))
    (pair,) = house.services.catalogue.pairs()
    stored = list(house.services.catalogue.measures(pair.revision))
    with house.services.catalogue.change(ANALYST, "a fault") as change:
        more = [replace(one, count=one.count + (one.measure == "stored")) for one in stored]
        change.add_measures(pair.revision, more)

    found = recounted(house)

    assert not found.lines
    assert found.otherwise == (pair.site_month,)
    assert house.services.catalogue.pairs() == (pair,)

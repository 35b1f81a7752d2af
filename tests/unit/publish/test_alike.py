"""Months are compared like with like: departments that came or went are no rise and no fall."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.unit.publish.exhibit_tables import (
    BEFORE,
    HIDDEN,
    LATEST,
    REGION,
    RUNS,
    cleared,
    column,
    monthly,
)

from tiig.model.cleared import Cleared, Shown
from tiig.model.coverage import Coverage, Standing
from tiig.model.figures import ALL
from tiig.model.months import Month, Period
from tiig.publish.exhibits import headline_cards, trend_exhibit
from tiig.publish.exhibits.alike import alike, joined, throughout
from tiig.publish.paper import Exhibit

PRESENCE = column("presence", ("throughout", "Throughout"), ("part", "Part"))
Parts = Mapping[tuple[str, str], int | Shown]


def received(since: str) -> Coverage:
    """Return two years of two departments, of which South sends from a month on."""
    months = [*Period.parse(BEFORE), *Period.parse(LATEST)]
    return Coverage(
        sites=(("A", "North"), ("B", "South")),
        standings=tuple(
            (site, month, Standing.SETTLED)
            for month in months
            for site in ("A", "B")
            if site == "A" or month >= Month.parse(since)
        ),
    )


def by_presence(special: Parts | None = None) -> Cleared:
    """Return runs of twelve months told apart by presence: 900 of 1,200 throughout."""
    counts: dict[tuple[str, ...], int | Shown] = {}
    for run, _ in RUNS:
        counts |= {("throughout", run): 900, ("part", run): 300, (ALL, run): 1_200}
    return cleared((PRESENCE, column("twelve_months", *RUNS)), counts | dict(special or {}))


def test_a_department_that_joined_is_no_rise() -> None:
    """Where South joined in between, North alone is compared, and the card says who joined."""
    table = monthly(coverage=received("2025-04"))
    month, year = headline_cards(table, REGION, same=by_presence()).cards

    assert month.lines[1] == "About the same as the 100 in June 2025"
    assert year.lines[1] == (
        "Departments that reported throughout: 900, about the same as the 900 in "
        "the 12 months before"
    )
    assert year.quality == "Incomplete: South since April 2025 only"


@pytest.mark.parametrize("hidden", [("part", BEFORE), (ALL, LATEST), ("throughout", LATEST)])
def test_nothing_is_compared_beside_a_hidden_part(hidden: tuple[str, str]) -> None:
    """Where a part is hidden, those throughout and the total would give it away together."""
    table = monthly(coverage=received("2025-04"))
    _, year = headline_cards(table, REGION, same=by_presence({hidden: HIDDEN})).cards

    assert year.lines[1] == "No comparison with the 12 months before can be shown"
    assert throughout(by_presence({hidden: HIDDEN}), {"twelve_months": hidden[1]}) is None


def test_a_month_is_compared_among_the_same_departments() -> None:
    """A trend's title compares those who reported both months, and else nobody."""
    table = monthly(coverage=received("2025-12"))
    counts = {
        (node, *row.nodes): {"throughout": 80, "part": 20, ALL: 100}[node]
        for row in monthly().rows
        for node in ("throughout", "part", ALL)
    }
    same = cleared((PRESENCE, *monthly().columns), counts)
    made = trend_exhibit(table, REGION, presence=same)
    alone = trend_exhibit(table, REGION)
    month, _ = headline_cards(table, REGION, presence=same).cards

    assert isinstance(made, Exhibit)
    assert isinstance(alone, Exhibit)
    assert made.title == (
        "100 recorded assaults in June 2026; the same departments 80, about the same as the 80 "
        "a year earlier"
    )
    assert "Not in the figures: South before December 2025, when it joined." in made.notes
    assert alone.title == "100 recorded assaults in June 2026"
    assert month.lines[1].startswith("Departments that reported throughout: 80, about the same")


def test_alike_counts_months_of_each_department() -> None:
    """A month missing on both sides is alike; one more on one side is not."""
    coverage = received("2025-04")
    latest, before = Period.parse(LATEST), Period.parse(BEFORE)

    assert alike(coverage, [Month(2026, 6)], [Month(2025, 6)])
    assert not alike(coverage, [Month(2026, 3)], [Month(2025, 3)])
    assert not alike(coverage, latest, before)
    assert joined(coverage) == {"South": Month(2025, 4)}
    assert joined(Coverage()) == {}

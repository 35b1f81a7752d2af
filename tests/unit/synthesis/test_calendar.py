"""The year as the synthetic world knows it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tiig.synthesis.world.calendar import bank_holidays, day_weights, easter, kinds_of
from tiig.synthesis.world.facts import streams

NIGHTLIFE = next(one for one in streams() if one.name == "nightlife")
SCHOOL = next(one for one in streams() if one.name == "school")


@pytest.mark.parametrize(
    "sunday",
    [date(2023, 4, 9), date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28)],
    ids=str,
)
def test_easter_falls_where_it_fell(sunday: date) -> None:
    """Known Sundays."""
    assert easter(sunday.year) == sunday


def test_bank_holidays_of_years_with_substitutes_and_proclamations() -> None:
    """Weekends move to the next working day; a coronation adds one, a jubilee moves one."""
    assert bank_holidays(2023) == {
        date(2023, month, day)
        for month, day in
        [(1, 2), (4, 7), (4, 10), (5, 1), (5, 8), (5, 29), (8, 28), (12, 25), (12, 26)]
    }  # fmt: skip
    assert {date(2022, 6, 2), date(2022, 6, 3)} < bank_holidays(2022)
    assert date(2022, 5, 30) not in bank_holidays(2022)
    assert date(2026, 12, 28) in bank_holidays(2026)


def test_eves_matches_and_holidays_are_named() -> None:
    """By day; an eve that is a Friday or Saturday is a weekend night like any other."""
    assert "eve" in kinds_of(date(2025, 8, 24))
    assert "eve" not in kinds_of(date(2026, 1, 2))
    assert "midweek-football" in kinds_of(date(2024, 7, 10))
    assert {"school-holiday", "bank-holiday"} <= kinds_of(date(2026, 5, 25))


def test_new_years_eve_is_the_largest_night_of_its_season() -> None:
    """More than any weekend night from November to February."""
    weights = day_weights(NIGHTLIFE, date(2025, 11, 1), 120)

    assert date(2025, 11, 1) + timedelta(days=int(weights.argmax())) == date(2025, 12, 31)


def test_nights_are_rough_at_weekends_in_summer_and_calm_in_january() -> None:
    """A plain year weighs one a day."""
    year = day_weights(NIGHTLIFE, date(2025, 1, 1), 365)
    months = [
        year[[(date(2025, 1, 1) + timedelta(days=d)).month == m for d in range(365)]].mean()
        for m in range(1, 13)
    ]

    assert year.mean() == pytest.approx(1)
    assert min(months[1:]) > months[0]
    assert sum(months[5:8]) > 1.1 * (months[1] + months[2] + months[10])


def test_schools_are_quiet_out_of_term() -> None:
    """No day of August, no weekend."""
    assert day_weights(SCHOOL, date(2025, 8, 1), 31).sum() == 0
    assert day_weights(SCHOOL, date(2025, 6, 14), 2).sum() == 0
    assert day_weights(SCHOOL, date(2025, 6, 16), 5).min() > 0

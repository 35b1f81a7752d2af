"""Bounds on counts: the arithmetic by hand, and that odds of one mean missing at random."""

from __future__ import annotations

import pytest

from tiig.kit.bounding import Told


def test_bounds_are_those_of_a_hand() -> None:
    """Of 100, 20 are of the kind, 60 are not and 20 cannot be told: 20 to 40, by odds of 2 less."""
    told = Told(20, 60, 20)
    by_odds = told.by_odds(2)

    assert told.extremes == (20, 40)
    assert by_odds == pytest.approx((20 + 20 / 7, 20 + 20 * 2 / 5))


def test_odds_of_one_say_that_missing_rows_are_like_the_others() -> None:
    """And large odds lead to the worst case; where nothing is recorded, odds tell nothing."""
    assert Told(20, 60, 20).by_odds(1) == pytest.approx((25, 25))
    assert Told(20, 60, 20).by_odds(1e9) == pytest.approx((20, 40), abs=1e-3)
    assert Told(0, 0, 20).by_odds(2) is None
    with pytest.raises(ValueError, match="at least 1"):
        Told(20, 60, 20).by_odds(0.5)

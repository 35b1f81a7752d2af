"""Bounds on counts: the arithmetic by hand, and what rounding and odds of one leave open."""

from __future__ import annotations

import pytest

from tiig.kit.bounding import Between, Bounds, Span, Told
from tiig.kit.rounding import before_rounding, outward, to_nearest


def test_bounds_are_those_of_a_hand() -> None:
    """Of 100, 20 are of the kind, 60 are not and 20 cannot be told: 20 to 40, by odds of 2 less."""
    exact = Between(*(Span(one, one) for one in (100, 20, 60, 20)))
    by_odds = exact.by_odds(2)

    assert exact.extremes() == Bounds((20, 40), (0.2, 0.4))
    assert by_odds is not None
    assert by_odds.counts == pytest.approx((20 + 20 / 7, 20 + 20 * 2 / 5))
    assert by_odds.counts == Told(20, 60, 20).by_odds(2)


def test_rounded_counts_stand_for_all_that_they_may_have_been() -> None:
    """By hand: of 98 to 102, 18 to 22 are of the kind, 58 to 62 not, 18 to 22 cannot be told."""
    rounded = Between(Span(98, 102), Span(18, 22), Span(58, 62), Span(18, 22))

    assert rounded.extremes() == Bounds((18, 44), (18 / 102, 44 / 102))


@pytest.mark.parametrize(("base", "fewest"), [(1, 1), (5, 8), (5, 1), (10, 3), (4, 6)])
def test_what_was_before_rounding_is_all_that_is_shown_so(base: int, fewest: int) -> None:
    """Of the numbers that may be shown, those and no others are rounded to the one shown."""
    may_be_shown = [0, *range(fewest, 60)]
    for shown in {to_nearest(one, base) for one in may_be_shown if one < 50}:
        low, high = before_rounding(shown, base, fewest)
        alike = [one for one in may_be_shown if to_nearest(one, base) == shown]
        assert (low, high) == (min(alike), max(alike))


def test_limits_are_rounded_outward_but_not_by_a_trace_of_floating_point() -> None:
    """2.58 to 19.51 is told as 2.5 to 19.6; 29 is 29, though 100 times 0.29 is a little less."""
    assert [str(one) for one in outward(2.58, 19.51, 1)] == ["2.5", "19.6"]
    assert [str(one) for one in outward(100 * 0.29, 100 * 0.07, 1)] == ["29.0", "7.0"]


def test_odds_of_one_say_that_missing_rows_are_like_the_others() -> None:
    """And large odds lead to the worst case; where nothing is recorded, odds tell nothing."""
    assert Told(20, 60, 20).by_odds(1) == pytest.approx((25, 25))
    assert Told(20, 60, 20).by_odds(1e9) == pytest.approx((20, 40), abs=1e-3)
    assert [Told(*told, 20).by_odds(2) for told in ((0, 0), (5, 0), (0, 5))] == [None] * 3
    with pytest.raises(ValueError, match="at least 1"):
        Told(20, 60, 20).by_odds(0.5)

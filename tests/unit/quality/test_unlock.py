"""What a repair brings, from counts made by hand."""

from __future__ import annotations

from math import isclose

import pytest

from tiig.quality.spread import interval, usual_level
from tiig.quality.unlock import ranked_gains

WEAPON, TYPE, WORDS, AT = (
    "injury_mechanism",
    "injury_place_type",
    "assault_location_description",
    "injury_at",
)


def counts(patterns: dict[str, int], other: int = 0) -> dict[tuple[str, str], int]:
    """Return counts of a department whose only silent answers are weapons of `other`."""
    total = sum(patterns.values())
    blank = {
        place: sum(count for digits, count in patterns.items() if digits[place] == "0")
        for place in range(3)
    }
    return {
        **{("rows", f"usable {digits}"): count for digits, count in patterns.items()},
        (AT, "given of assaults"): total - blank[0],
        (TYPE, "given of assaults"): total - blank[1],
        (WORDS, "given of assaults"): total - blank[1],
        (WEAPON, "given of assaults"): total - blank[2] + other,
        (WEAPON, "default of assaults"): other,
    }


def gains(
    sites: dict[str, dict[tuple[str, str], int]], *repairs: str, share: float = 1.0
) -> dict[str, tuple[float, float, float]]:
    """Return expected, low and high by repair, of site A over one month."""
    found = ranked_gains(sites, dict.fromkeys(sites, 1), repairs, share)["A"]
    return {"+".join(one.items): (one.expected, one.low, one.high) for one in found}


def test_only_rows_that_lack_nothing_else_become_usable() -> None:
    """A row that lacks place and weapon is won by neither repair alone, and by both together."""
    site = {"A": counts({"111": 600, "110": 200, "101": 50, "100": 150})}

    alone, both = gains(site), gains(site, "place", "weapon")

    assert list(alone) == ["weapon", "place", "date"]
    assert 195 < alone["weapon"][0] <= 200
    assert 45 < alone["place"][0] <= 50
    assert alone["date"] == (0, 0, 0)
    assert 390 < both["place+weapon"][0] <= 400


def test_what_nobody_can_tell_is_taken_off() -> None:
    """Half of the weapons lack because the answer was other; the blanks hold as many again."""
    site = {"A": counts({"111": 800, "110": 200}, other=100)}

    expected, low, high = gains(site)["weapon"]

    assert isclose(expected, 100 - 100 * 100 / 900, abs_tol=2)
    assert low < expected < high
    assert low > 0


def test_a_habit_of_other_is_not_taken_for_victims_who_cannot_tell() -> None:
    """A department far above the usual level of silent answers can win nearly all of these."""
    usual = {name: counts({"111": 950, "110": 50}, other=20) for name in "BCDEF"}

    site = {"A": counts({"111": 600, "110": 400}, other=400), **usual}

    assert 370 < gains(site)["weapon"][0] < 385


def test_two_fields_that_tell_a_place_are_both_empty_by_chance() -> None:
    """Rows without either field are by habit where the two are left empty as often as that."""
    total = 1_000
    site = counts({"111": 750, "101": 250})
    site |= {(TYPE, "given of assaults"): 500, (WORDS, "given of assaults"): 500}

    (found,) = ranked_gains({"A": site}, {"A": 1}, ("place",), 1.0)["A"]

    assert found.lacking == total / 4
    assert found.unanswerable < 0.01


def test_a_share_of_what_is_missing() -> None:
    """Four in five repaired bring four in five of the rows; of two items, of the rows squared."""
    site = {"A": counts({"111": 600, "110": 200, "101": 50, "100": 150})}

    whole, part = gains(site, "place", "weapon"), gains(site, "place", "weapon", share=0.8)

    assert (
        0.64 * whole["place+weapon"][0] < part["place+weapon"][0] < 0.8 * whole["place+weapon"][0]
    )
    assert part["place+weapon"][1] < part["place+weapon"][0] < part["place+weapon"][2]


def test_nothing_recorded_brings_nothing() -> None:
    """Departments without assaults are ranked with nothing, and spoil no level."""
    assert gains({"A": {}, "B": counts({"111": 5})})["weapon"] == (0, 0, 0)


@pytest.mark.parametrize(("rows", "share"), [(1, 0.5), (40, 0.9), (2_000, 0.3)])
def test_intervals_hold_95_of_100_sums(rows: int, share: float) -> None:
    """Without doubt about the share the interval is the binomial's."""
    low, high = interval([(rows, share, 0.0)])
    far = 1.96 * (rows * share * (1 - share)) ** 0.5

    assert abs(low - (rows * share - far)) <= 1
    assert abs(high - (rows * share + far)) <= 1


def test_doubt_about_the_share_widens_the_interval() -> None:
    """Of a thousand rows the share decides, not chance."""
    (low, high), (wide_low, wide_high) = (
        interval([(1_000, 0.5, variance)]) for variance in (0.0, 0.01)
    )
    assert wide_low < low - 100
    assert wide_high > high + 100


def test_departments_that_differ_leave_more_doubt() -> None:
    """The variance is that of chance where they are alike, and more where they are not."""
    alike, apart = (
        usual_level([(0.3 - far, 400), (0.3, 400), (0.3 + far, 400)] * 5) for far in (0.0, 0.06)
    )

    assert isclose(alike.variance, 0.3 * 0.7 / 6_000, rel_tol=0.01)
    assert isclose(apart.variance, 0.06**2 * 2 / 3, rel_tol=0.3)


def test_departments_far_off_do_not_move_the_usual_level() -> None:
    """One with a habit is left out; departments that ask nobody say nothing."""
    level = usual_level([(0.02, 100), (0.03, 100), (0.04, 100), (0.9, 100), (None, 500)])

    assert 0.03 <= level.mean < 0.033
    assert 0 < level.variance < 0.01

"""Control charts: the published cases, and what a hand can check."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tiig.model.charts import Chart, Signal, Variation
from tiig.model.months import Month
from tiig.quality.charts import limits_of, one_side, trend, two_of_three, xmr

FIRST = Month(2024, 1)
SAID = {
    "Above UCL": (Signal.OUTSIDE, 1),
    "Below LCL": (Signal.OUTSIDE, -1),
    "7 Points Above CL": (Signal.ONE_SIDE, 1),
    "7 Points Below CL": (Signal.ONE_SIDE, -1),
    "2 in 3 Above CL": (Signal.TWO_OF_THREE, 1),
    "2 in 3 Below CL": (Signal.TWO_OF_THREE, -1),
    "7 Point Trend (Increasing)": (Signal.TREND, 1),
    "7 Point Trend (Decreasing)": (Signal.TREND, -1),
}
"""Our words for those of the published cases."""
POINT_TYPES = {
    Variation.COMMON: "common_cause",
    Variation.IMPROVEMENT: "special_cause_improvement",
    Variation.CONCERN: "special_cause_concern",
}


def chart(values: list[float], *, better: int = 0, rebased: tuple[int, ...] = ()) -> Chart:
    """Return the chart of consecutive months, re-based at some places."""
    series = [(FIRST.plus(place), value) for place, value in enumerate(values)]
    return xmr(series, better=better, rebased=[FIRST.plus(place) for place in rebased])


def cases(reference: Path, function: str) -> list[dict[str, Any]]:
    """Return the published cases of one function, of which there is at least one."""
    told = json.loads((folder(reference) / "cases.json").read_text(encoding="utf-8"))
    found = [case for case in told["cases"] if case["function"] == function]
    assert found
    return found


def folder(reference: Path) -> Path:
    """Return where the cases lie."""
    return reference / "examples" / "methods" / "spc_xmr"


@pytest.mark.needs_reference
def test_whole_charts_are_those_of_the_peer(reference: Path) -> None:
    """Limits, sides, marks and their kinds agree with the published charts, point by point."""
    for case in cases(reference, "ptd_spc"):
        text = (folder(reference) / case["input_file"]).read_text(encoding="utf-8")
        expected = list(csv.DictReader(text.splitlines()))
        better = -1 if case["params"].get("improvement_direction") == "decrease" else 1

        points = chart([float(row["y"]) for row in expected], better=better).points

        for row, point in zip(expected, points, strict=True):
            told = (point.limits.mean, point.limits.lower, point.limits.upper)
            asked = tuple(float(row[name]) for name in ("mean", "lpl", "upl"))
            assert asked == pytest.approx(told, abs=case["tolerance"]["abs"])
            assert SAID.get(row["special_cause_type"], (None, int(row["relative_to_mean"]))) == (
                point.signal,
                point.side,
            )
            assert row["point_type"] == POINT_TYPES[point.variation]


@pytest.mark.needs_reference
def test_limits_are_those_of_the_peer(reference: Path) -> None:
    """The published limits come out of the published values."""
    for case in cases(reference, "limits_calculations"):
        found = limits_of(np.array(case["input"]["y"], dtype=float))

        told = (found.mean, found.lower, found.upper, found.near_lower, found.near_upper)
        asked = tuple(case["expected"][name] for name in ("mean", "lpl", "upl", "nlpl", "nupl"))
        assert asked == pytest.approx(told, abs=case["tolerance"]["abs"])


@pytest.mark.needs_reference
def test_runs_are_those_of_the_peer(reference: Path) -> None:
    """The published runs are found; where the peer marks a run's last point, we mark all."""
    for case in cases(reference, "ptd_seven_point_one_side_mean"):
        found = one_side(np.array(case["input"]["relative_to_mean"]))
        assert any(case["expected"]) == found.any()
    for case in cases(reference, "ptd_seven_point_trend"):
        found = trend(np.array(case["input"]["y"], dtype=float), 1)
        assert [bool(one) for one in case["expected"]][-1] == found[-1]
    for case in cases(reference, "ptd_two_in_three"):
        near = np.array(case["input"]["close_to_limits"], dtype=bool)
        found = two_of_three(near, np.array(case["input"]["relative_to_mean"]))
        assert [bool(one) for one in case["expected"]] == found.tolist()


def test_limits_by_hand() -> None:
    """One to three: a mean of two, moving ranges of one, limits 2.66 away."""
    found = limits_of(np.array([1.0, 2.0, 3.0]))

    assert pytest.approx((2.0, -0.66, 4.66)) == (
        found.mean,
        found.lower,
        found.upper,
    )


def test_a_shock_widens_no_limits() -> None:
    """A moving range beyond 3.267 mean ones is left out, once; the point itself stays outside."""
    values = [10.0, 11.0] * 8 + [60.0]

    found = chart(values)

    limits = found.limits
    assert limits is not None
    assert pytest.approx(limits.mean + 2.66) == limits.upper
    last = found.points[-1]
    assert (last.signal, last.side) == (Signal.OUTSIDE, 1)


@pytest.mark.parametrize(("points", "found"), [(6, 0), (7, 7), (8, 8)])
def test_seven_rising_points_are_a_trend(points: int, found: int) -> None:
    """Six rising points are chance, seven are marked, and all of them."""
    values = np.array([5.0] * 3 + [5.0 + step for step in range(points)])[3:]

    assert found == int(trend(values, 1).sum())
    assert not trend(values, -1).any()


def test_equal_points_are_no_trend() -> None:
    """A point as high as the one before it ends a trend."""
    assert not trend(np.array([1.0, 2, 3, 4, 4, 5, 6, 7]), 1).any()


def test_a_rebase_begins_a_new_stretch() -> None:
    """After a re-base there are other limits, and no run reaches over it."""
    values = [1.0, 2.0] * 4 + [11.0, 12.0] * 4

    whole, divided = chart(values), chart(values, rebased=(8,))

    assert whole.signals
    assert not divided.signals
    assert {1.5, 11.5} == {point.limits.mean for point in divided.points}
    assert (FIRST.plus(8),) == divided.rebased


@pytest.mark.parametrize(
    ("better", "said"),
    [(1, Variation.IMPROVEMENT), (-1, Variation.CONCERN), (0, Variation.CHANGE)],
)
def test_a_signal_says_what_is_wanted(better: int, said: Variation) -> None:
    """Seven points above the mean are good or bad by the measure's direction, or neither."""
    assert said == chart([1.0] * 7 + [1.2] * 7, better=better).points[-1].variation


def test_little_has_no_limits() -> None:
    """An empty chart is empty, and one value alone lies outside nothing."""
    assert chart([]).limits is None
    alone = chart([3.0])
    assert np.isnan(alone.points[0].limits.upper)
    assert not alone.signals


@pytest.mark.parametrize("value", [1.0, 0.1, 1 / 3, 0.7])
def test_values_that_never_move_have_no_signal(value: float) -> None:
    """Where every month is the same, the limits are the mean and nothing is marked."""
    assert not chart([value] * 24).signals


def test_months_come_in_order() -> None:
    """A month that comes twice is the caller's mistake."""
    with pytest.raises(ValueError, match="in order"):
        xmr([(FIRST, 1.0), (FIRST, 2.0)])

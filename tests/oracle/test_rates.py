"""Rates and limits agree with the published numbers of PHEindicatormethods."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from tiig.analyse.rates import Estimate, byar, crude_rate, standardised_rate, wilson

Case = dict[str, Any]


def cases(reference: Path, method: str) -> list[Case]:
    """Read the cases of a method."""
    folder = reference / "examples" / "methods" / method
    found: list[Case] = json.loads((folder / "cases.json").read_text())["cases"]
    return found


def check(case: Case, estimate: Estimate, suffix: str) -> None:
    """Compare an estimate with what a case prints at one confidence."""
    expected = case["expected"]
    for name in ("value", "lower", "upper"):
        key = name if name == "value" else name + suffix
        wanted = expected[key]
        found = float(getattr(estimate, name))
        if wanted is None:
            assert np.isnan(found), case["id"]
        else:
            assert found == pytest.approx(wanted, rel=case["tolerance"]["rel"]), case["id"]


def test_rates_and_proportions_of_the_reference_cases(reference: Path) -> None:
    """Byar, exact and Wilson limits reproduce every reference case at both confidences."""
    seen = set()
    for case in cases(reference, "rates_phe"):
        given, params, name = case["input"], case["params"], case["function"]
        if name.startswith(("byars", "wilson")):
            limits = byar(given["x"]) if "n" not in given else wilson(given["x"], given["n"])[1:]
            wanted = (case["expected"]["lower"], case["expected"]["upper"])
            np.testing.assert_allclose(limits, wanted, rtol=case["tolerance"]["rel"])
        else:
            verb = crude_rate if name == "phe_rate" else wilson
            for level, suffix in ((0.95, "95"), (0.998, "998")):
                found = verb(given["x"], given["n"], per=params["multiplier"], confidence=level)
                check(case, found, suffix)
        seen.add(name)

    assert {
        "byars_lower/byars_upper",
        "wilson_lower/wilson_upper",
        "phe_rate",
        "phe_proportion",
    } <= seen


def test_standardised_rates_of_the_reference_cases(reference: Path) -> None:
    """Directly standardised rates and Dobson limits reproduce every reference case."""
    folder = reference / "examples" / "methods" / "dsr_phe"
    found = cases(reference, "dsr_phe")
    for case in found:
        with (folder / case["input_file"]).open() as file:
            rows = list(csv.DictReader(file))
        events, people, weight = (
            np.array([float(row[name] or "nan") for row in rows])
            for name in ("count", "pop", "stdpop")
        )
        for level, suffix in ((0.95, "95"), (0.998, "998")):
            rate = standardised_rate(
                events, people, weight, per=case["params"]["multiplier"], confidence=level
            )
            check(case, rate, suffix)

    assert found


@pytest.mark.parametrize(
    ("events", "lower", "upper"),
    [
        (0, 0.0, 3.6888794541139363),
        (1, 0.025317807984289897, 5.571643390938898),
        (20, 12.211428834875937, 30.889880369197066),
        (65, 50.163187710459454, 82.84913854593984),
        (1045, 982.5932018073325, 1110.33121298565),
    ],
)
def test_limits_of_a_count(events: int, lower: float, upper: float) -> None:
    """Limits are the exact Poisson ones below ten events and Byar's from there on."""
    found = byar(events)

    assert (lower, upper) == pytest.approx((float(found[0]), float(found[1])), rel=1.5e-8)


def test_wilson_limits_of_a_proportion() -> None:
    """65 in 100 has the score limits that PHEindicatormethods prints."""
    found = wilson(65, 100)

    assert pytest.approx(tuple(float(part) for part in found), rel=1.5e-8) == (
        0.65,
        0.5525444329688797,
        0.7363575175690247,
    )


BANDS = [
    (127, 636, 5000), (25, 558, 5500), (18, 609, 5500), (21, 543, 5500), (12, 384, 6000),
    (27, 594, 6000), (48, 669, 6500), (27, 843, 7000), (29, 660, 7000), (32, 576, 7000),
    (32, 606, 7000), (34, 522, 6500), (45, 426, 6000), (65, 273, 5500), (38, 300, 5000),
    (68, 288, 4000), (74, 153, 2500), (82, 123, 1500), (91, 207, 1000),
]  # fmt: skip


def test_a_standardised_rate_as_printed() -> None:
    """The worked example of 895 events in 19 bands gives the printed rate and limits."""
    events, people, weight = np.array(BANDS, dtype=float).T
    found = standardised_rate(events, people, weight)

    assert pytest.approx(tuple(float(part) for part in found), rel=1.5e-8) == (
        10430.247991469423,
        9717.709067985681,
        11178.94091547925,
    )


@pytest.mark.parametrize(("events", "given"), [(9, False), (10, True)])
def test_a_standardised_rate_needs_ten_events(events: int, *, given: bool) -> None:
    """Nine events give no standardised rate, ten do."""
    counts = [events, *([0] * 18)]
    found = standardised_rate(counts, [1000] * 19, [1] * 19)

    assert given == (not np.isnan(found.value))
    assert given == (not np.isnan(found.upper))


def test_many_rates_at_once_equal_one_at_a_time() -> None:
    """A series gives the same rates as its numbers one by one, and missing stays missing."""
    events = pl.Series([0, 4, 12, None, 7])
    people = pl.Series([10, 20, 30, 40, 0])
    found = crude_rate(events, people)
    alone = [
        float(crude_rate(e, p).value) for e, p in zip(events, people, strict=True) if e is not None
    ]

    np.testing.assert_array_equal(found.value[[0, 1, 2, 4]], alone)
    assert np.isnan(found.value[3:]).all()


def test_a_band_without_people_gives_no_rate() -> None:
    """A band that nobody lives in cannot be standardised over."""
    found = standardised_rate([20, 0], [100, 0], [1, 1])

    assert np.isnan(found.value)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_confidence_is_a_share(confidence: float) -> None:
    """A confidence that is no share between 0 and 1 is refused."""
    with pytest.raises(ValueError, match="share"):
        byar(5, confidence)

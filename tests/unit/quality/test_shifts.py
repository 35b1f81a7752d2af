"""Differences by shift: the test against its textbook forms, and how many are told."""

from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl
import pytest
from scipy.stats import chi2, chi2_contingency

from tiig.quality.discoveries import false_discoveries, is_told
from tiig.quality.shifts import judge_cells

CELLS = ("Night", "Morning", "Evening")


def table(counts: dict[tuple[str, str], tuple[int, int]]) -> pl.DataFrame:
    """Return counts by cell and stratum."""
    rows = [(cell, stratum, *told) for (cell, stratum), told in counts.items()]
    return pl.DataFrame(rows, schema=["cell", "stratum", "count", "out_of"], orient="row")


def test_one_stratum_is_the_usual_test_of_a_table() -> None:
    """Within one stratum it is Pearson's, but for the one row that is not free."""
    counts = {"Night": (60, 100), "Morning": (80, 120), "Evening": (150, 200)}
    judged = judge_cells(table({(cell, "1"): told for cell, told in counts.items()}), CELLS)
    usual = chi2_contingency([[yes, rows - yes] for yes, rows in counts.values()])

    assert judged.chance == pytest.approx(chi2.sf(usual.statistic * 419 / 420, 2), rel=1e-9)
    assert judged.expected == pytest.approx(usual.expected_freq[:, 0])


def test_what_the_stratum_explains_is_no_difference() -> None:
    """A month with many blanks and many nights is no habit of the night."""
    bad, good = {"Night": 300, "Morning": 30}, {"Night": 30, "Morning": 300}
    counts = {
        (cell, stratum): (rows * share // 10, rows)
        for (stratum, share, month) in (("1", 4, bad), ("2", 9, good))
        for cell, rows in month.items()
    }
    judged = judge_cells(table(counts), CELLS)

    assert judged.chance == pytest.approx(1.0)


def test_cells_with_too_few_rows_are_left_out() -> None:
    """They are neither judged nor held against the others."""
    counts = {("Night", "1"): (3, 4), ("Morning", "1"): (50, 100), ("Evening", "1"): (60, 110)}
    judged = judge_cells(table(counts), CELLS)
    none = judge_cells(table({("Night", "1"): (3, 4), ("Morning", "1"): (2, 6)}), CELLS)

    assert np.isnan(judged.expected).tolist() == [True, False, False]
    assert judged.expected[1:].sum() == pytest.approx(110)
    assert none.chance is None


def test_strata_that_compare_nothing_are_no_reason_to_judge() -> None:
    """Rows of a cell alone in its months, or of months all alike, are not held against any."""
    counts = {
        ("Night", "1"): (3, 4), ("Morning", "1"): (50, 100),
        ("Night", "2"): (60, 100), ("Night", "3"): (0, 80), ("Morning", "3"): (0, 80),
    }  # fmt: skip

    assert judge_cells(table(counts), CELLS).chance is None


def test_chance_alone_is_told_as_often_as_it_says() -> None:
    """Of a thousand tables without a difference about one in twenty lies below 0.05."""
    draw = np.random.default_rng(61128)
    keys = list(product(CELLS, ("1", "2", "3", "4")))
    chances = [
        judge_cells(table({key: (int(draw.binomial(40, 0.8)), 40) for key in keys}), CELLS).chance
        for _ in range(400)
    ]

    assert 0.02 < np.mean([one is not None and one < 0.05 for one in chances]) < 0.09
    assert sum(map(is_told, false_discoveries(chances))) <= 2
    found = false_discoveries([0.001, None, 0.5, 0.04])
    assert [is_told(one) for one in found] == [True, False, False, False]

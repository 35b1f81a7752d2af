"""What is planted in few departments is found, no more; `benchmarks/fairness.py` does many."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))  # its planting and counting

benchmark = import_module("fairness")
RUNS, SITES, ROWS = 4, 12, 900


@pytest.mark.parametrize("planted", benchmark.PLANTED, ids=lambda one: one.name)
def test_planted_habits_are_found_and_patients_are_not_taken_for_them(planted: object) -> None:
    """Intervals cover what was planted; with equal habits, departments no longer lie apart."""
    counted = benchmark.cells(np.random.default_rng(31), SITES, ROWS)
    found = benchmark.tally(counted, planted, RUNS, 31)

    assert np.mean(found.covered) >= 0.85
    assert np.mean(found.far_beyond) <= 0.05
    if planted == benchmark.PLANTED[0]:
        assert np.mean(found.adjusted) < 0.6 * np.mean(found.raw)
    if found.found:
        assert all(found.found)

"""A repair brings what the work list says; `benchmarks/unlock.py` does hundreds."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))  # its repairs and truth

benchmark = import_module("unlock")
SEED, MONTHS, SCALE = 401, 1, 0.3
"""A seed on which nothing was chosen."""


def test_the_estimate_holds_what_a_repair_brings() -> None:
    """The weapon is asked for everywhere: intervals hold it, and the sum is no tenth off."""
    found = list(benchmark.repairs(SEED, MONTHS, SCALE, ("weapon",)))

    brought = sum(one.brought for one in found)
    assert len(found) >= 6
    assert brought >= 20
    assert sum(one.covered for one in found) >= len(found) - 1, found
    assert abs(sum(one.expected for one in found) - brought) <= 0.1 * brought, found

"""Planted faults of three invented regions are found; `benchmarks/problems.py` does fifty."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))  # their faults and counting

from tiig.quality.problems import problems

planting = import_module("planting")
benchmark = import_module("problems")
AT_LEAST = benchmark.AT_LEAST
Tally = Any
"""A class of the benchmark, which is no package."""

SEEDS = (201, 202, 203)
"""None of those on which the limits were chosen."""
LARGE = {"field lost 100%", "missing 70%", "not known 70%", "unmapped 70%"}
"""What even a handful of rows a month gives away."""


def tally_of(plan: str) -> Tally:
    """Return what is found in the regions, as the benchmark counts it."""
    tally = benchmark.Tally()
    for seed in SEEDS:
        measured, around, faults = planting.region_of(seed, plan=planting.Plan(plan))
        benchmark.note(tally, seed, faults, problems(measured, around))
        tally.site_item_years += benchmark.site_item_years(measured)
    return tally


@pytest.fixture(scope="module")
def faulty() -> Tally:
    """Regions with one fault of each kind."""
    return tally_of("faults")


@pytest.mark.parametrize("kind", benchmark.SURE)
def test_sure_kinds_are_found_and_right(faulty: Tally, kind: str) -> None:
    """Nearly all of these are found in their month, and nearly all that is said is right."""
    planted = sum(count for key, count in faulty.planted.items() if key[0] == kind)
    found = sum(count for key, count in faulty.named.items() if key[0] == kind)
    false = faulty.false[kind]

    assert planted
    assert found >= AT_LEAST * planted, faulty.lines
    assert found >= AT_LEAST * (found + false), faulty.lines


def test_large_faults_of_items_are_found(faulty: Tally) -> None:
    """Nine of ten faults that touch most of the rows are found in their month."""
    keys = [key for key in faulty.planted if " ".join(key) in LARGE]
    planted = sum(faulty.planted[key] for key in keys)

    assert planted
    assert sum(faulty.found[key] for key in keys) >= 0.8 * planted, faulty.lines


def test_alarms_are_mostly_right(faulty: Tally) -> None:
    """Of all that is said, most is the fault in its month; hardly anything has no fault at all."""
    right, false = faulty.right.total(), faulty.false.total()

    assert right >= 0.8 * (right + false), faulty.lines
    assert false - faulty.another_month <= 2, faulty.lines


def test_a_sound_region_is_left_alone() -> None:
    """Without a fault there are fewer alarms than one by site and item in five years."""
    sound = tally_of("nothing")

    assert 5 * sound.false.total() <= 0.1 * benchmark.MOST_FALSE * sound.site_item_years, (
        sound.lines
    )

"""Fair comparison: funnel limits as published, case mix taken out, habits found, groups within."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tiig.quality.discoveries import false_discoveries
from tiig.quality.fair import Compared, cells_of, compare_groups, compare_sites
from tiig.quality.fair.funnel import INNER, NODES, OUTER, Usual, habits_around, usual_distances

FACTORS = ("age", "mode")
LARGE = 1_000
WITHIN = 4
"""From so many rows on, the published (Wilson) limits and exact ones lie so many rows apart."""


def usual(rows: int, share: float) -> Usual:
    """Return what rows of one kind of patient show by chance alone."""
    return Usual(rows, np.array([rows * share]), np.array([rows * share * (1 - share)]))


def rows_of(reference: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a published case."""
    file = reference / "examples" / "methods" / "funnel_phe" / name
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


@pytest.mark.needs_reference
def test_limits_are_those_of_the_published_funnel(reference: Path) -> None:
    """PHEindicatormethods: each area is where it says, and the limits of many rows agree."""
    areas = rows_of(reference, "funnel_prop_input.csv")
    lines = rows_of(reference, "funnel_prop_expected_limits.csv")
    baseline = float(lines[0]["Baseline"]) / 100
    told = {"High (0.001)": (1, OUTER), "Low (0.001)": (-1, OUTER), "Not significant": (0, INNER)}
    told |= {"High (0.025)": (1, INNER), "Low (0.025)": (-1, INNER)}

    for area in areas:
        side, tail = told[area["significance"]]
        rows, missing = int(float(area["denominator"])), float(area["numerator"])
        low, high = usual(rows, baseline).between(tail)
        assert (missing > high) - (missing < low) == side, area["Area"]
    for line in (one for one in lines if int(one["Population"]) >= LARGE):
        rows = int(line["Population"])
        for tail, name in ((INNER, "2s0025"), (OUTER, "3s0001")):
            low, high = usual(rows, baseline).between(tail)
            slack = 100 * WITHIN / rows
            assert 100 * low / rows == pytest.approx(float(line[f"Lower{name}limit"]), abs=slack)
            assert 100 * high / rows == pytest.approx(float(line[f"Upper{name}limit"]), abs=slack)


def test_few_rows_are_not_outside_for_what_chance_does() -> None:
    """None of 30 where 10 % are usual happens every 24th time: no alarm, as Wilson limits have."""
    low, _ = usual(30, 0.1).between(INNER)

    assert low < 0


def sent(habits: list[float]) -> Compared:
    """Compare departments with these habits: young by day at the first, old by night at the last.

    Counts are those expected, without chance.
    """
    lines = []
    for site, habit in enumerate(habits):
        old = 0.1 + 0.8 * site / (len(habits) - 1)
        for age, part, adds in (("young", 1 - old, -1.0), ("old", old, 1.0)):
            for mode, half, more in (("walked", 0.5, 0.0), ("ambulance", 0.5, 0.7)):
                rows = round(40_000 * part * half)
                share = 1 / (1 + np.exp(1.5 - adds - more - habit))
                lines.append((f"S{site:02}", age, mode, rows, round(rows * share)))
    schema = ["site", *FACTORS, "rows", "missing"]
    return compare_sites(cells_of(pl.DataFrame(lines, schema=schema, orient="row"), FACTORS))


def test_equal_habits_are_equal_whatever_the_patients() -> None:
    """Departments that differ by their patients alone do not differ once these are alike."""
    found = sent([0.0] * 6)
    raw = [one.missing / one.rows for one in found.sites]

    assert max(raw) - min(raw) > 0.2
    assert all(one.adjusted == pytest.approx(found.share, abs=0.002) for one in found.sites)
    assert all(one.ratio == pytest.approx(1, abs=0.01) for one in found.sites)
    assert all(one.inner[0] < one.adjusted < one.inner[1] for one in found.sites)


def test_a_habit_is_not_taken_for_its_patients() -> None:
    """The department with the most of one kind of patient and a habit of its own keeps it."""
    found = sent([0.0] * 11 + [1.0])
    (*others, last) = found.sites

    assert all(one.adjusted == pytest.approx(others[0].adjusted, abs=0.005) for one in others)
    assert last.adjusted == pytest.approx(sent([1.0] * 12).share, abs=0.005)
    assert last.adjusted > last.outer[1]


def test_what_lies_apart_by_habit_of_all_is_usual() -> None:
    """Where departments differ anyway, limits are as wide as that; one far out stays outside."""
    scores = np.array([-3.0, -2.5, -2.0, -1.5, -1.0, 0.0, 1.0, 1.5, 2.0, 2.5, 3.0])

    assert usual_distances(scores, np.ones(11))[0] > 1
    assert usual_distances(scores / 10, np.ones(11))[0] == 0
    assert usual_distances(np.append(scores / 10, 40.0), np.ones(12))[0] == 0


def test_few_departments_hardly_tell_how_far_they_lie_apart() -> None:
    """What may be is told by many departments well, by few hardly; then usual habits lie wider."""
    draw = np.random.default_rng(5)
    few, many = (usual_distances(draw.normal(0, 2, n), np.ones(n))[1] for n in (8, 400))

    assert np.quantile(many, 0.9) < 1.15 * np.quantile(many, 0.1)
    assert np.quantile(few, 0.9) > 1.5 * np.quantile(few, 0.5)
    sure = habits_around(0.0, np.full(50, 1.0), 0.0)
    assert sure[-1] == pytest.approx(NODES[-1], abs=0.01)
    assert np.interp(3.09, NODES, sure) == pytest.approx(3.09, abs=0.01)
    unsure = habits_around(0.0, np.linspace(0.1, 1.9, 50), 0.0)
    assert np.interp(3.09, NODES, unsure) > 4


def test_all_or_none_missing_has_an_interval() -> None:
    """A department without any missing answer, and one that tells nothing, are compared too."""
    lines = [("A", "young", 40, 0), ("B", "young", 40, 40), ("C", "young", 40, 10)]
    counted = pl.DataFrame(lines, schema=["site", "age", "rows", "missing"], orient="row")
    none, every, _ = compare_sites(cells_of(counted, ("age",))).sites

    assert none.interval[0] == 0
    assert 0 < none.interval[1] < 0.2
    assert every.interval[1] == 1
    assert every.interval[0] > 0.8


def test_groups_are_compared_within_departments() -> None:
    """A group that comes to a careless department is not careless: each beside its neighbours."""
    lines = [("A", "men", 900, 450), ("A", "women", 100, 50)]
    lines += [("B", "men", 100, 10), ("B", "women", 900, 90)]
    counted = pl.DataFrame(lines, schema=["site", "sex", "rows", "missing"], orient="row")
    men, women = compare_groups(counted, "sex", ("men", "women", "not recorded"))

    assert men.missing / men.rows - women.missing / women.rows > 0.3
    assert men.difference == pytest.approx(0)
    assert men.chance == pytest.approx(1)


def test_false_discoveries_are_those_of_benjamini_and_hochberg() -> None:
    """Their own example of 15 tests: at 5 % the four smallest stand."""
    chances = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324]
    found = false_discoveries([*chances, 0.4262, 0.5719, 0.6528, 0.759, 1.0, None])

    assert found[3] == pytest.approx(0.0095 * 15 / 4)
    assert [one is not None and one <= 0.05 for one in found] == [True] * 4 + [False] * 12

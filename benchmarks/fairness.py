"""Whether `tiig quality compare` and `groups` find what was planted, and nothing else.

python benchmarks/fairness.py [--months 6] [--scale 0.2] [--times 1] [--runs 100] [--seed 1]

The rows of the synthetic region are counted once by department and kind of patient, by the very
code that the command uses. Then missing answers are planted in these counts: by the kind of patient
(night, ambulance, age), by the department's habit, or both; a binomial draw in each cell is what
planting row by row would come to. Departments are made more unlike by leaving rows out at random,
each with a leaning of its own; `--times` multiplies the rows of each cell. The truth is known: what
share of all patients would be missing with a department's habit.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tiig import desk
from tiig.desk.fair import CASE_MIX
from tiig.desk.strata import UNTOLD, Lacking, strata_of
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.months import Month
from tiig.quality.discoveries import FALSE_SHARE, false_discoveries
from tiig.quality.fair import (
    SiteCompared,
    cells_of,
    compare_groups,
    compare_sites,
)
from tiig.synthesis import Recording, make_world
from tiig.synthesis.recording.senders import all_senders
from tiig.testing import agree, in_memory_services
from tiig.wiring.session import Session

Floats = NDArray[np.float64]
LAST = Month(2026, 6)
LEAST, MOST = 0.90, 0.99
"""Share of planted habits that 95 % intervals may cover."""
BY_PATIENT = {
    "age_group": (-0.8, 0.9),
    "sex": (-0.3, 0.3),
    "arrival_hour": (-1.0, 1.2),
    "arrival_mode": (-0.9, 0.9),
}
"""What kinds of patients add in log-odds: the levels of a factor lie evenly between these."""
OF_UNTOLD = 0.3
"""Patients of whom a factor is not recorded add a chance amount of this standard deviation."""


@dataclass(frozen=True)
class Planted:
    """How missing answers are planted.

    `usual` is the level in log-odds, `habits` the standard deviation of departments, `outlier`
    what one department adds, `leaning` how unlike departments' patients are made, `crossed` what
    two factors add together, which the comparison does not know.
    """

    name: str
    usual: float = -2.0
    habits: float = 0.0
    outlier: float = 0.0
    leaning: float = 1.0
    crossed: float = 0.0


PLANTED = (
    Planted("equal habits, unlike patients"),
    Planted("equal habits, seldom missing", usual=-4.0),
    Planted("usual differences of 0.4", habits=0.4),
    Planted("habits of 0.8", habits=0.8),
    Planted("habits of 0.8, crossed factors", habits=0.8, crossed=0.8),
    Planted("one of 1.5 among 0.2", habits=0.2, outlier=1.5),
)


@dataclass
class Tally:
    """What was found over all runs of one way of planting."""

    covered: list[bool] = field(default_factory=list)
    beyond: list[bool] = field(default_factory=list)
    far_beyond: list[bool] = field(default_factory=list)
    found: list[bool] = field(default_factory=list)
    raw: list[float] = field(default_factory=list)
    adjusted: list[float] = field(default_factory=list)


def main() -> None:
    """Plant, compare, print and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--months", type=int, default=6)
    parser.add_argument("--scale", type=float, default=0.2)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    counted = region(asked.seed, asked.months, asked.scale)
    counted = counted.with_columns(pl.col("rows") * asked.times)
    print(f"{counted['rows'].sum()} assaults, {counted.height} cells, {asked.runs} runs each")
    print(
        f"{'planted':<34}{'sites':>7}{'covered':>9}{'>95%':>7}{'>99.8%':>8}{'found':>7}"
        f"{'raw apart':>11}{'adjusted':>10}"
    )
    for planted in PLANTED:
        _print(planted, tally(counted, planted, asked.runs, asked.seed))
    for effect in (0.0, 0.7):
        false, right = groups(counted, effect, asked.runs, asked.seed)
        print(
            f"groups, one of {effect:g}: a false difference in {false:.1%} of runs"
            f" (wanted: at most {FALSE_SHARE:.0%}), the planted one found in {right:.1%}"
        )


def region(seed: int, months: int, scale: float) -> pl.DataFrame:
    """Return the assaults of the synthetic region by department and kind of patient."""
    first = LAST.plus(1 - months)
    session = Session(Asker.local("analyst", purpose="testing"), in_memory_services(), Silent())
    with tempfile.TemporaryDirectory() as folder:
        recording = Recording(
            make_world(seed=seed, first=first, months=months, scale=scale),
            Path(folder),
            seed=seed,
            senders=list(all_senders()),
        )
        for batch in recording.batches(first, months):
            for due in batch.profiles:
                session.add_sender(due.path)
                agree(session.services)
            for file in batch.files:
                month = None if file.month is None else str(file.month)
                session.submit(file.path, sender=file.sender, month=month, confirm=True)
    services = session.services
    lacking = Lacking("injury_mechanism", "completeness", CASE_MIX)
    return strata_of(
        services.catalogue.pairs(),
        lacking,
        services,
        geography=desk.default_geography(services),
        at=services.clock.now(),
    ).counted


def tally(counted: pl.DataFrame, planted: Planted, runs: int, seed: int) -> Tally:
    """Plant and compare so many times."""
    random, found = np.random.default_rng([seed, len(planted.name)]), Tally()
    for _ in range(runs):
        rows = _leaning(counted, planted.leaning, random)
        sites = rows["site"].unique().sort().to_list()
        habits = random.normal(0.0, planted.habits, len(sites))
        odd = int(random.integers(len(sites))) if planted.outlier else -1
        if planted.outlier:
            habits[odd] += planted.outlier
        by_patient = planted.usual + _by_patient(rows, planted.crossed, random)
        own = habits[np.array([sites.index(site) for site in rows["site"]])]
        missing = random.binomial(rows["rows"].to_numpy(), _chance(by_patient + own))
        filled = rows.with_columns(pl.Series("missing", missing))
        compared = compare_sites(cells_of(filled, CASE_MIX, untold=UNTOLD)).sites
        weights = rows["rows"].to_numpy()
        truth = [float(np.average(_chance(by_patient + one), weights=weights)) for one in habits]
        _enter(found, compared, truth, odd)
    return found


def _enter(found: Tally, compared: tuple[SiteCompared, ...], truth: list[float], odd: int) -> None:
    for place, (one, true) in enumerate(zip(compared, truth, strict=True)):
        found.covered.append(one.interval[0] <= true <= one.interval[1])
        beyond = not one.inner[0] <= one.adjusted <= one.inner[1]
        if place == odd:
            found.found.append(beyond)
            continue
        found.beyond.append(beyond)
        found.far_beyond.append(not one.outer[0] <= one.adjusted <= one.outer[1])
    weights = np.array([one.rows for one in compared])
    found.raw.append(_apart(np.array([one.missing / one.rows for one in compared]), weights))
    found.adjusted.append(_apart(np.array([one.adjusted for one in compared]), weights))


def _apart(shares: Floats, weights: Floats) -> float:
    """Return the standard deviation of departments' shares, large ones counting more."""
    mean = np.average(shares, weights=weights)
    return float(np.sqrt(np.average((shares - mean) ** 2, weights=weights)))


def groups(counted: pl.DataFrame, effect: float, runs: int, seed: int) -> tuple[float, float]:
    """Return how often a group differs that does not, and how often the planted one is found.

    Departments have habits and unlike patients; the first age group with many rows misses more.
    """
    random = np.random.default_rng([seed, 7])
    by_age = counted.group_by("age_group").agg(pl.col("rows").sum()).sort("rows")
    chosen = by_age["age_group"][-2]
    false, right = [], []
    for _ in range(runs):
        rows = _leaning(counted, 1.0, random)
        sites = rows["site"].unique().sort().to_list()
        own = random.normal(0.0, 0.8, len(sites))
        chance = -2.0 + own[np.array([sites.index(site) for site in rows["site"]])]
        chance = chance + effect * (rows["age_group"] == chosen).to_numpy()
        missing = random.binomial(rows["rows"].to_numpy(), _chance(chance))
        filled = rows.with_columns(pl.Series("missing", missing))
        lines = [
            (factor, one)
            for factor in CASE_MIX
            for one in compare_groups(filled, factor, sorted(filled[factor].unique()))
        ]
        told = false_discoveries([one.chance for _, one in lines])
        differing = {
            (factor, one.group)
            for (factor, one), share in zip(lines, told, strict=True)
            if share is not None and share <= FALSE_SHARE
        }
        right.append(("age_group", chosen) in differing)
        # With a planted group the other ages differ from it too: false are other kinds alone.
        false.append(any(factor != "age_group" or not effect for factor, _ in differing))
    return float(np.mean(false)), float(np.mean(right))


def _leaning(counted: pl.DataFrame, leaning: float, random: np.random.Generator) -> pl.DataFrame:
    """Leave rows out so that departments' patients are more unlike."""
    keep = np.zeros(counted.height)
    sites = counted["site"].to_numpy()
    for factor in CASE_MIX:
        levels = counted[factor].to_numpy()
        for site in np.unique(sites):
            for level in np.unique(levels):
                here = (sites == site) & (levels == level)
                keep[here] += random.normal(0.0, leaning)
    kept = random.binomial(counted["rows"].to_numpy(), _chance(keep + 0.5))
    return counted.with_columns(pl.Series("rows", kept)).filter(pl.col("rows") > 0)


def _by_patient(rows: pl.DataFrame, crossed: float, random: np.random.Generator) -> Floats:
    """Return what kinds of patients add; those not recorded are of any kind, so by chance."""
    added = np.zeros(rows.height)
    placed: list[Floats] = []
    for factor, (low, high) in BY_PATIENT.items():
        levels = sorted(set(rows[factor]) - {UNTOLD})
        at = dict(zip(levels, np.linspace(low, high, max(len(levels), 1)), strict=False))
        at[UNTOLD] = random.normal(0.0, OF_UNTOLD)
        values = np.array([float(at[level]) for level in rows[factor]])
        added += values
        placed.append(values)
    return added + crossed * np.sign(placed[0]) * np.sign(placed[2])


def _chance(odds: Floats) -> Floats:
    chance: Floats = 1 / (1 + np.exp(-odds))
    return chance


def _print(planted: Planted, found: Tally) -> None:
    share = float(np.mean(found.covered))
    met = "" if LEAST <= share <= MOST else " NOT MET"
    told = f"{np.mean(found.found):>7.1%}" if found.found else f"{'-':>7}"
    print(
        f"{planted.name:<34}{len(found.covered):>7}{share:>9.1%}{np.mean(found.beyond):>7.1%}"
        f"{np.mean(found.far_beyond):>8.2%}{told}{_points(found.raw):>11}"
        f"{_points(found.adjusted):>10}{met}",
        flush=True,
    )


def _points(spread: list[float]) -> str:
    return f"{100 * float(np.mean(spread)):.1f}"


def cells(random: np.random.Generator, sites: int, rows: int) -> pl.DataFrame:
    """Return departments without a region: kinds of patients drawn evenly, for a quick look."""
    kinds = [
        (age, sex, hour, mode)
        for age in ("10-17", "18-24", "25-34", "65+")
        for sex in ("female", "male")
        for hour in ("day", "night")
        for mode in ("ambulance", "walked")
    ]
    lines = [
        (f"S{site:02}", *kind, int(count))
        for site in range(sites)
        for kind, count in zip(
            kinds, random.multinomial(rows, np.full(len(kinds), 1 / len(kinds))), strict=True
        )
    ]
    return pl.DataFrame(lines, schema=["site", *CASE_MIX, "rows"], orient="row")


if __name__ == "__main__":
    main()

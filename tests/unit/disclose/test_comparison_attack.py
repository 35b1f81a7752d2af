"""Whoever knows every other number learns nothing of a small one from a comparison's lines."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from tiig.disclose import ExactSite, clear_comparison, small_alike
from tiig.model.cleared_comparison import ShownSite
from tiig.model.fair import Asked
from tiig.model.months import Month, Period
from tiig.quality.fair import cells_of, compare_sites
from tiig.standard import load_standard

PUBLIC = load_standard().presets["public"]
FACTORS = ("age", "mode")
TARGET, OWN = "S00", "S01"
ASKED = Asked(
    "injury_mechanism", "Weapon", "known", "recorded assaults",
    Period(Month(2025, 1), Month(2025, 12)), FACTORS,
)  # fmt: skip


def world(draw: np.random.Generator, rows: int, habits: float = 0.5) -> pl.DataFrame:
    """Return six departments with unlike patients and habits; the first has so many rows."""
    lines = []
    for number in range(6):
        old, ambulance = draw.uniform(0.2, 0.8, 2)
        habit, every = draw.normal(-2, habits), draw.integers(80, 1500) if number else rows
        for age, part, more in (("young", 1 - old, 0.0), ("old", old, 0.6)):
            for mode, half, adds in (("walked", 1 - ambulance, 0.0), ("carried", ambulance, 0.8)):
                here = round(every * part * half)
                chance = 1 / (1 + np.exp(-habit - more - adds))
                lines.append((f"S{number:02}", age, mode, here, draw.binomial(here, chance)))
    return pl.DataFrame(lines, schema=["site", *FACTORS, "rows", "missing"], orient="row")


def lines_of(counted: pl.DataFrame) -> tuple[ShownSite, ...]:
    """Return what the second department is shown."""
    compared = compare_sites(cells_of(small_alike(counted, PUBLIC), FACTORS))
    sites = [
        ExactSite(
            one.site if one.site == OWN else "", one.rows, one.adjusted, one.inner, one.count_of
        )
        for one in compared.sites
    ]
    return clear_comparison(
        sites, PUBLIC, asked=ASKED, preset_mark="", manifest="m", synthetic=True
    ).lines


def with_missing(counted: pl.DataFrame, total: int) -> pl.DataFrame:
    """Give the first department so many missing rows, stratum after stratum."""
    before = pl.col("rows").cum_sum() - pl.col("rows")
    ours = (total - before).clip(0, pl.col("rows"))
    missing = pl.when(pl.col("site") == TARGET).then(ours).otherwise("missing")
    return counted.with_columns(missing=missing)


@pytest.mark.parametrize(
    ("seed", "rows", "totals"),
    [(1, 12, range(13)), (5, 60, range(61)), (102, 120, range(16, 40)), (107, 200, range(16, 40))],
)
def test_no_lines_tell_a_number_more_closely_than_a_star(
    seed: int, rows: int, totals: range
) -> None:
    """Whatever a department's number, the same lines would be shown for seven others or more.

    Each world is one where another's line passed the edge of a step when only small numbers, or
    none, were made alike: in the last two it told exactly 23, and 24 or 25.
    """
    counted, shown = world(np.random.default_rng(seed), rows), dict[tuple[float, ...], object]()
    alike = dict[object, int]()
    for total in totals:
        asked = with_missing(counted, total)
        entered = tuple(small_alike(asked, PUBLIC)["missing"])
        lines = shown[entered] if entered in shown else shown.setdefault(entered, lines_of(asked))
        alike[lines] = alike.get(lines, 0) + 1

    assert min(alike.values()) >= PUBLIC.smallest_shown


def test_no_part_of_a_large_department_is_told_more_closely() -> None:
    """Whoever knows every number but that of one part finds eight possible ones or more."""
    counted = world(np.random.default_rng(2), 1_200)
    parts = small_alike(counted, PUBLIC).filter(site=TARGET)
    young = (pl.col("site") == TARGET) & (pl.col("age") == "young") & (pl.col("mode") == "walked")

    assert parts["part"].n_unique() == parts.height == 4
    alike = dict[tuple[float, ...], int]()
    for total in range(96):
        asked = counted.with_columns(missing=pl.when(young).then(total).otherwise("missing"))
        entered = tuple(small_alike(asked, PUBLIC)["missing"])
        alike[entered] = alike.get(entered, 0) + 1
    assert set(alike.values()) == {8}


def test_a_department_with_few_rows_moves_no_line() -> None:
    """One to seven rows enter nothing, whatever is missing from them."""
    counted = world(np.random.default_rng(4), 200)
    without = small_alike(counted.filter(pl.col("site") != TARGET), PUBLIC)
    for rows in range(1, 8):
        only = pl.DataFrame(
            [(TARGET, "old", "walked", rows, rows // 2)], counted.schema, orient="row"
        )
        entered = small_alike(pl.concat([only, counted.filter(pl.col("site") != TARGET)]), PUBLIC)

        assert entered.equals(without)


def test_what_two_audiences_are_told_lies_within_each_other() -> None:
    """With a lower threshold of an agreement beside it, the public's range tells nothing more."""
    counted = world(np.random.default_rng(5), 60)
    partner = load_standard().presets["named-partner"]
    both = dict[tuple[float, ...], int]()
    for total in range(61):
        asked = with_missing(counted, total)
        told = (small_alike(asked, PUBLIC), small_alike(asked, partner, threshold=5))
        entered = tuple(one for each in told for one in each["missing"])
        both[entered] = both.get(entered, 0) + 1

    assert min(both.values()) >= 5


def test_others_are_still_shown_like_patients_beside_like() -> None:
    """Equal habits with unlike patients: adjusted shares lie nearer than half of shares as are."""
    counted = world(np.random.default_rng(3), 1_500, habits=0.0)
    shares = counted.group_by("site").agg(pl.col("missing").sum() / pl.col("rows").sum())
    compared = compare_sites(cells_of(small_alike(counted, PUBLIC), FACTORS))

    assert np.std([one.adjusted for one in compared.sites]) < shares["missing"].to_numpy().std() / 2

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


def world(draw: np.random.Generator, rows: int) -> pl.DataFrame:
    """Return six departments with unlike patients; the first has so many rows."""
    lines = []
    for number in range(6):
        old, ambulance = draw.uniform(0.2, 0.8, 2)
        habit, every = draw.normal(-2, 0.5), draw.integers(80, 1500) if number else rows
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


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize(("seed", "rows"), [(1, 12), (5, 60), (2, 400)])
def test_every_small_count_stays_possible(seed: int, rows: int, full: bool) -> None:
    """The lines as a whole are the same for 0 to 7 rows that lack the item, or that have it.

    Each world is one where another's line passed the edge of a step when small counts were not
    made alike.
    """
    counted = world(np.random.default_rng(seed), rows)
    seen = set()
    for few in range(8):
        left, cells = few, []
        for site, missing, here in counted.select("site", "missing", "rows").iter_rows():
            part = min(left, here) if site == TARGET else 0
            left -= part
            ours = here - part if full else part
            cells.append(ours if site == TARGET else missing)
        seen.add(lines_of(counted.with_columns(missing=pl.Series(cells))))

    assert len(seen) == 1


def test_a_count_that_may_be_shown_is_left_as_it_is() -> None:
    """Only what a preset hides is made alike."""
    counted = world(np.random.default_rng(4), 1_000)

    assert small_alike(counted, PUBLIC)["missing"].to_list() == counted["missing"].to_list()

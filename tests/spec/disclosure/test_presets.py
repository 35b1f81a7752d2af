"""What each audience sees of a count, at the edges of its rule."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tiig.disclose import clear
from tiig.model.cleared import Shown
from tiig.model.figures import ALL, FigureTable, Mark, TableColumn
from tiig.model.question import By, Question
from tiig.standard import load_standard

PRESETS = load_standard().presets
STAR = Shown(None, Mark.SUPPRESSED)


def one(count: int, preset: str, *, threshold: int | None = None) -> Shown:
    """Show a single number to an audience."""
    frame = pl.DataFrame({"count": [count], "available": [True]})
    table = FigureTable(Question(), (), frame, unit="people", method=None, notes=(), manifest="")
    return clear(table, PRESETS[preset], threshold=threshold).rows[0].count


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, Shown(0)), (1, STAR), (7, STAR), (8, Shown(10)), (12, Shown(10)), (13, Shown(15)),
        (17, Shown(15)), (18, Shown(20)), (1002, Shown(1000)),
    ],
)  # fmt: skip
def test_the_public_sees_no_number_from_1_to_7(count: int, shown: Shown) -> None:
    """Zero is zero, 1 to 7 are hidden, the others stand to the nearest 5."""
    assert shown == one(count, "public")


@pytest.mark.parametrize(
    ("threshold", "count", "shown"),
    [
        (5, 0, Shown(0)), (5, 1, STAR), (5, 4, STAR), (5, 5, Shown(5)), (5, 6, Shown(6)),
        (10, 9, STAR), (10, 10, Shown(10)), (1, 1, Shown(1)),
    ],
)  # fmt: skip
def test_a_partner_sees_from_the_threshold_on(threshold: int, count: int, shown: Shown) -> None:
    """Numbers below the agreement's threshold are hidden, exact ones stand from it on."""
    assert shown == one(count, "named-partner", threshold=threshold)


@pytest.mark.parametrize("preset", ["own-submission", "internal"])
@pytest.mark.parametrize("count", [0, 1, 7, 8])
def test_exact_presets_show_every_number(preset: str, count: int) -> None:
    """A sender's own figures, and internal ones, are exact."""
    assert Shown(count) == one(count, preset)


def test_the_public_threshold_cannot_be_lowered() -> None:
    """A threshold counts only where the preset lets it vary."""
    assert one(7, "public", threshold=2) == STAR


def test_published_cases_of_rounding(reference: Path) -> None:
    """Counts are shown as the reference cases of the HES and ECDS rule say."""
    folder = reference / "examples" / "methods" / "sdc_suppression"
    found = 0
    for case in json.loads((folder / "cases.json").read_text())["cases"]:
        if case["function"] == "HES/ECDS sub-national count rule":
            shown = one(case["input"]["count"], "public")
            assert case["expected"] == ("*" if shown == STAR else str(shown.value)), case["id"]
            found += 1

    assert found


def test_published_case_of_primary_suppression(reference: Path) -> None:
    """The one small cell of the reference table is hidden, and three with it protect it."""
    folder = reference / "examples" / "methods" / "sdc_suppression"
    with (folder / "sdctable_microdata1.csv").open() as file:
        cells = Counter((row["region"], row["gender"]) for row in csv.DictReader(file))
    regions, genders = (sorted({cell[axis] for cell in cells}) for axis in (0, 1))
    rows = [
        (
            region,
            gender,
            sum(
                count
                for cell, count in cells.items()
                if region in {cell[0], ALL} and gender in {cell[1], ALL}
            ),
            True,
        )
        for region in (*regions, ALL)
        for gender in (*genders, ALL)
    ]
    frame = pl.DataFrame(rows, schema=["region", "gender", "count", "available"], orient="row")
    columns = tuple(
        TableColumn(name, name, tuple((node, node) for node in (*nodes, ALL)))
        for name, nodes in (("region", regions), ("gender", genders))
    )
    question = Question(by=(By("region"), By("gender")))
    table = FigureTable(question, columns, frame, unit="", method=None, notes=(), manifest="")
    shown = clear(table, PRESETS["named-partner"], threshold=3)
    hidden = {row.nodes for row in shown.rows if row.count == STAR}

    assert ("A", "female") in hidden
    assert len(hidden) == 4
    assert np.isclose(shown.share_shown, 11 / 15)

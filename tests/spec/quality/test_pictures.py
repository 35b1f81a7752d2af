"""What is counted of an item, and how it is judged: small pictures of tables in and out."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from tiig.derive import summarise
from tiig.model.coverage import Standing
from tiig.model.gates import attendances, deidentified
from tiig.model.months import Month
from tiig.model.quality import ItemCount, MonthCount, Outcome, Share
from tiig.model.states import ItemState, state_column
from tiig.model.submission import MeasureCount, SiteMonth
from tiig.quality import (
    Received,
    item_counts,
    judge_days,
    judge_share,
    judge_standing,
    month_counts,
)
from tiig.standard import Standard, load_standard

BOOK = Path(__file__).with_name("pictures.md").read_text(encoding="utf-8")
STANDARD = load_standard()
JUNE = Month(2026, 6)
SIGNS = {
    "x": ItemState.GIVEN,
    "~": ItemState.PART,
    "?": ItemState.NOT_KNOWN,
    "!": ItemState.UNREADABLE,
    "%": ItemState.UNMAPPED,
    "-": ItemState.BLANK,
    ".": ItemState.NOT_IN_LAYOUT,
}
CHAPTERS = dict(re.findall(r"^## (.+?)\n(.+?)(?=^## |\Z)", BOOK, re.MULTILINE | re.DOTALL))


def table(lines: list[str]) -> list[dict[str, str]]:
    """Read a picture of a table."""
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def tables(chapter: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the rows and what is expected of them."""
    blocks = re.findall(r"(?:^\|.+\n)+", chapter, re.MULTILINE)
    rows, wanted = (table(block.splitlines()) for block in blocks)
    return rows, wanted


def counted(rows: list[dict[str, str]], standard: Standard) -> dict[str, ItemCount]:
    """Count rows as intake does and as quality then reads them."""
    items = [name for name in rows[0] if name != "group"]
    columns: dict[str, object] = {
        "site": ["XQ1"] * len(rows),
        "month": [str(JUNE)] * len(rows),
        "injury_group": [row["group"] for row in rows],
        "assault": ["recorded" if row["group"] == "assault" else "none" for row in rows],
        "place_phrase_id": [None] * len(rows),
    }
    for item in standard.quality_items:
        signs = [row.get(item, ".") for row in rows]
        states = [int(SIGNS[sign]) for sign in signs]
        columns[state_column(item)] = pl.Series(states, dtype=pl.UInt8)
    frame = pl.DataFrame(columns, schema_overrides={"place_phrase_id": pl.String})
    names = frozenset(frame.columns)
    batch = attendances(deidentified(frame, names), {}, names)
    stored = [
        MeasureCount(site, Month.parse(month), item, measure, count, 0)
        for site, month, item, measure, count in summarise(batch, standard, items).iter_rows()
    ]
    found = item_counts(
        stored, {SiteMonth("XQ1", JUNE): len(rows)}, standard.quality_items.values()
    )
    return {one.item: one for one in found}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_picture(chapter: str) -> None:
    """Each chapter's rows give the shares that stand beneath them."""
    rows, wanted = tables(CHAPTERS[chapter])
    found = counted(rows, STANDARD)
    only = next(name for name in rows[0] if name != "group")

    for line in wanted:
        share = getattr(found[line.get("item", only)], line["share"])
        assert f"{share.part} of {share.whole}" == line["part of whole"], line
        assert found[line.get("item", only)].sound


@pytest.mark.parametrize(
    ("part", "whole", "outcome"),
    [
        (95, 100, Outcome.MET),
        (949, 1000, Outcome.MISSED),
        (19, 20, Outcome.MET),
        (0, 20, Outcome.MISSED),
        (0, 0, Outcome.NOT_APPLICABLE),
    ],
)
def test_a_share_is_judged_by_the_least_that_is_agreed(
    part: int, whole: int, outcome: Outcome
) -> None:
    """95 of 100 meets 95 %, a hair less misses it, and an empty month meets nothing."""
    target = STANDARD.quality_targets["istv-mandatory"]

    assert judge_share(Share(part, whole), target) is outcome


def test_counts_that_were_never_made_are_an_error() -> None:
    """Rows in force without stored counts are no zero and no miss."""
    watched = STANDARD.quality_items.values()
    found = item_counts([], {SiteMonth("XQ1", JUNE): 12}, watched)
    target = STANDARD.quality_targets["usable"]

    assert {one.counted for one in found} == {False}
    assert {judge_share(one.usable, target, sound=one.sound) for one in found} == {Outcome.ERROR}


def test_a_nil_return_asks_nothing() -> None:
    """A month declared empty has nothing to be complete about."""
    found = item_counts([], {SiteMonth("XQ1", JUNE): 0}, STANDARD.quality_items.values())

    assert {(one.counted, one.rows) for one in found} == {(True, 0)}


@pytest.mark.parametrize(
    ("standing", "outcome"),
    [
        (Standing.SETTLED, Outcome.MET),
        (Standing.PROVISIONAL, Outcome.MET),
        (Standing.NIL, Outcome.MET),
        (Standing.ABSENT, Outcome.MISSED),
        (Standing.HELD, Outcome.NOT_APPLICABLE),
    ],
)
def test_a_month_is_there_or_not(standing: Standing, outcome: Outcome) -> None:
    """A nil return is there; what waits for a person is not judged yet."""
    assert judge_standing(standing) is outcome


@pytest.mark.parametrize(
    ("days", "history", "standing", "outcome"),
    [
        (31, False, Standing.SETTLED, Outcome.MET),
        (32, False, Standing.SETTLED, Outcome.MISSED),
        (400, True, Standing.SETTLED, Outcome.NOT_APPLICABLE),
        (None, False, Standing.ABSENT, Outcome.MISSED),
        (None, False, Standing.HELD, Outcome.NOT_APPLICABLE),
    ],
)
def test_a_month_is_in_time_or_not(
    days: int | None, standing: Standing, outcome: Outcome, *, history: bool
) -> None:
    """31 days after its end is in time; history is not judged, absence is late."""
    month = MonthCount("XQ1", JUNE, standing, days=days, history=history)

    assert judge_days(month, STANDARD.quality_targets["in-time"]) is outcome


def test_volume_is_beside_the_sites_own_past() -> None:
    """The usual number is the lower median of the months in force in the twelve before."""
    rows = {-4: 100, -3: 80, -2: 120, -1: 60, 0: 30}
    at = JUNE.plus(1).settled_at(0)
    received = {
        SiteMonth("XQ1", JUNE.plus(back)): Received(count, at, at) for back, count in rows.items()
    }
    standings = [("XQ1", JUNE.plus(back), Standing.SETTLED) for back in rows]
    found = {
        one.month: one.volume
        for one in month_counts(standings, received, in_time_days=lambda *_: 31)
    }  # fmt: skip

    assert found[JUNE] == Share(30, 80)
    assert found[JUNE.plus(-1)] == Share(60, 100)
    assert found[JUNE.plus(-2)] == Share(120, 0)

"""What judging owes to any file, however its rows and batches fall."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tiig.model.days import Days
from tiig.model.identified import RawRows, TypedRows
from tiig.model.profile import RowUnit
from tiig.model.states import ItemState, state_column
from tiig.standard import load_standard
from tiig.validate import Declared, Judged, RowMemory, judge, rule_book

STANDARD = load_standard()
BOOK = rule_book(STANDARD)
DECLARED = Declared(frozenset({"SITE1", "SITE2"}), Days.parse("2026-06"), date(2026, 7, 10))
SECRET = bytes(range(32))

few = settings(max_examples=25)
"""Each example judges a whole file by more than a hundred rules."""

Row = dict[str, object]

_moments = st.none() | st.integers(-60, 60).map(
    lambda hours: datetime(2026, 6, 15, 12) + timedelta(hours=hours * 12)
)
_rows = st.fixed_dictionaries(
    {
        "site": st.sampled_from(["SITE1", "SITE2", "SITE9", None]),
        "attendance_number": st.sampled_from(["A1", "A2", None]),
        "arrival_at": _moments,
        "injury_at": _moments,
        "age": st.sampled_from([None, -1, 7, 30, 121]),
        "injury_intent": st.sampled_from([None, "assault", "unintentional"]),
        "assault_flag": st.sampled_from([None, "yes", "no"]),
    }
)
_files = st.lists(_rows, min_size=1, max_size=30)
_TYPES: dict[str, pl.DataType] = {
    "arrival_at": pl.Datetime("us"),
    "injury_at": pl.Datetime("us"),
    "age": pl.Int16(),
}


def batch(rows: list[Row], first: int) -> TypedRows:
    """Build the typed rows and raw cells of a stretch of a file."""
    number = pl.Series("row", range(first, first + len(rows)), dtype=pl.UInt32)
    made, raw = [number], [number]
    for name in sorted(rows[0]):  # a file's columns stand in one order in all its batches
        column = pl.Series(name, [row[name] for row in rows], dtype=_TYPES.get(name, pl.String()))
        absent = column.is_null().cast(pl.UInt8) * int(ItemState.BLANK)
        made += [column, absent.alias(state_column(name))]
        raw.append(column.cast(pl.String))
    return TypedRows(pl.DataFrame(made), RawRows(pl.DataFrame(raw)))


def judge_file(rows: list[Row], size: int) -> tuple[list[Judged], RowMemory]:
    """Judge a file in batches of a size."""
    memory = RowMemory(SECRET, row_is=RowUnit.ATTENDANCE)
    parts = [
        judge(batch(rows[at : at + size], at + 2), BOOK, declared=DECLARED, memory=memory)
        for at in range(0, len(rows), size)
    ]
    return parts, memory


def totals(parts: list[Judged]) -> dict[int, tuple[int, ...]]:
    """Add up the outcomes of each rule."""
    every = pl.concat([part.counts for part in parts]).group_by("rule").sum().sort("rule")
    return {row[0]: row[1:] for row in every.rows()}


def listed(parts: list[Judged]) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]]]:
    """Return all findings and all rows set aside, in one order."""
    findings = sorted(row for part in parts for row in part.findings.rows())
    return findings, [row for part in parts for row in part.set_aside.rows()]


@few
@given(_files, st.integers(1, 30))
def test_nothing_is_lost(rows: list[Row], size: int) -> None:
    """Each row of a file is kept or set aside, never both and never neither."""
    parts, memory = judge_file(rows, size)

    kept = [row for part in parts for row in part.kept.frame["row"]]
    aside = [row for part in parts for row in part.set_aside["row"]]
    assert sorted(kept + aside) == list(range(2, len(rows) + 2))
    assert memory.rows == len(rows)
    assert sum(memory.kept.values()) == len(kept)


@few
@given(_files, st.integers(1, 30))
def test_where_batches_end_does_not_matter(rows: list[Row], size: int) -> None:
    """One batch or many: the same findings, the same rows set aside, the same counts."""
    whole, one = judge_file(rows, len(rows))
    parts, many = judge_file(rows, size)

    assert listed(whole) == listed(parts)
    assert totals(whole) == totals(parts)
    assert (one.kept, one.outside, one.of_listed_site) == (
        many.kept,
        many.outside,
        many.of_listed_site,
    )


@few
@given(_files)
def test_judging_twice_is_equal(rows: list[Row]) -> None:
    """The same file judged again by a fresh memory gives the same answer."""
    (first,), _ = judge_file(rows, len(rows))
    (second,), _ = judge_file(rows, len(rows))

    assert first.kept.frame.equals(second.kept.frame)
    assert first.findings.equals(second.findings)
    assert first.counts.equals(second.counts)


@few
@given(_files, st.randoms(use_true_random=False))
def test_order_of_rows_does_not_change_totals(rows: list[Row], random: object) -> None:
    """However the rows are shuffled, as many are kept and set aside, for the same reasons."""
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    (before,), one = judge_file(rows, len(rows))
    (after,), other = judge_file(shuffled, len(rows))

    assert Counter(before.set_aside["rule"]) == Counter(after.set_aside["rule"])
    assert Counter(before.findings["rule"]) == Counter(after.findings["rule"])
    assert one.kept == other.kept


@few
@given(_files)
def test_kept_rows_are_never_wrong_where_it_counts(rows: list[Row]) -> None:
    """What is kept has a declared site and an arrival in a declared month; no row twice."""
    (judged,), _ = judge_file(rows, len(rows))

    kept = judged.kept.frame
    assert set(kept["site"]) <= DECLARED.sites
    assert all((moment.year, moment.month) == (2026, 6) for moment in kept["arrival_at"])
    assert (
        judged.kept.raw.frame.filter(pl.col("row").is_in(kept["row"].implode()))
        .drop("row")
        .is_unique()
        .all()
    )


@few
@given(_files)
def test_blanked_values_are_findings(rows: list[Row]) -> None:
    """No value disappears without a finding on its row and item."""
    (judged,), _ = judge_file(rows, len(rows))

    before = batch(rows, 2).frame
    numbers = BOOK.item_numbers
    said = set(judged.findings.select("row", "item").rows())
    kept = judged.kept.frame.join(before, on="row", suffix="__before", maintain_order="left")
    for item in ("age", "injury_at"):
        gone = kept.filter(pl.col(item).is_null() & pl.col(f"{item}__before").is_not_null())
        assert {(row, numbers[item]) for row in gone["row"]} <= said

"""What the memory of a file knows across batches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import polars as pl
import pytest

from tiig.model.identified import TypedRows
from tiig.model.months import Month
from tiig.model.profile import RowUnit
from tiig.model.submission import SiteMonth
from tiig.validate import Declared, RowMemory, RuleBook, judge
from tiig.validate.fingerprints import fingerprints

Batch = Callable[..., TypedRows]


def test_copy_in_a_later_batch_is_set_aside(
    book: RuleBook, declared: Declared, memory: RowMemory, batch: Batch
) -> None:
    """The first copy is kept and the later one set aside, wherever a batch ends."""
    judge(batch({"age": [30, 31]}), book, declared=declared, memory=memory)

    later = judge(batch({"age": [31, 32]}, first_row=4), book, declared=declared, memory=memory)

    assert later.set_aside.rows() == [(4, book.by_id["not_an_exact_copy"].number)]
    assert later.kept.frame["row"].to_list() == [5]


def test_many_copies_keep_the_first_only(
    book: RuleBook, declared: Declared, memory: RowMemory, batch: Batch
) -> None:
    """Of five equal rows in one batch the first stays."""
    judged = judge(batch({"age": [30] * 5}), book, declared=declared, memory=memory)

    assert judged.kept.frame["row"].to_list() == [2]
    assert judged.set_aside["row"].to_list() == [3, 4, 5, 6]


def test_empty_and_absent_cells_differ(
    book: RuleBook, declared: Declared, memory: RowMemory, batch: Batch
) -> None:
    """Cells are compared as they stand and where they stand."""
    typed = batch({"ethnic_category": ["", None, "a"], "sex": ["a", "a", ""]})

    judged = judge(typed, book, declared=declared, memory=memory)

    assert judged.set_aside.height == 0


def test_same_number_with_other_content_is_noted(
    book: RuleBook, declared: Declared, memory: RowMemory, batch: Batch
) -> None:
    """A repeated attendance number is noted at the later row, which is kept."""
    number = book.by_id["attendance_number_once"].number
    first = batch({"attendance_number": ["A1", "A2"], "age": [30, 31]})
    later = batch({"attendance_number": ["A1", None], "age": [33, 34]}, first_row=4)
    judge(first, book, declared=declared, memory=memory)

    judged = judge(later, book, declared=declared, memory=memory)

    assert judged.kept.height == 2
    assert judged.findings.filter(pl.col("rule") == number)["row"].to_list() == [4]


def test_injuries_of_one_attendance_share_its_number(
    book: RuleBook, declared: Declared, batch: Batch
) -> None:
    """Where each row is an injury, a repeated number is no finding; a copy is still a copy."""
    memory = RowMemory(bytes(range(32)), row_is=RowUnit.INJURY)
    typed = batch({"attendance_number": ["A1", "A1", "A1"], "age": [30, 31, 30]})

    judged = judge(typed, book, declared=declared, memory=memory)

    number = book.by_id["attendance_number_once"].number
    assert judged.findings.filter(pl.col("rule") == number).height == 0
    assert judged.set_aside["row"].to_list() == [4]


def test_rows_of_one_number_are_no_copies_of_each_other(
    book: RuleBook, declared: Declared, memory: RowMemory, batch: Batch
) -> None:
    """A sender that writes one number everywhere gets notes, not copies."""
    typed = batch({"attendance_number": ["0"] * 100, "age": list(range(100))})

    judged = judge(typed, book, declared=declared, memory=memory)

    assert judged.kept.height == 100


def test_kept_rows_are_counted_by_site_and_month(
    book: RuleBook, declared: Declared, memory: RowMemory, batch: Batch
) -> None:
    """The journey learns how many rows each declared site-month has, over all batches."""
    judge(batch({"age": [30, 31]}), book, declared=declared, memory=memory)
    judge(batch({"age": [32]}, first_row=4), book, declared=declared, memory=memory)

    assert memory.kept == {SiteMonth("SITE1", Month(2026, 6)): 3}
    assert (memory.rows, memory.of_listed_site) == (3, 3)


def test_wrong_sender_is_told_from_wrong_month(
    book: RuleBook, declared: Declared, batch: Batch
) -> None:
    """Rows of no listed site are another sender's; rows of no declared month, another month's."""
    stranger = RowMemory(bytes(range(32)), row_is=RowUnit.ATTENDANCE)
    stale = RowMemory(bytes(range(32)), row_is=RowUnit.ATTENDANCE)
    judge(batch({"site": ["SITE9"]}), book, declared=declared, memory=stranger)
    dates = [datetime(2026, 5, 3, 10), datetime(26, 5, 3, 10)]
    judge(batch({"arrival_at": dates}), book, declared=declared, memory=stale)

    assert (stranger.wrong_sender, stranger.wrong_month) == (True, False)
    assert (stale.wrong_sender, stale.wrong_month) == (False, True)
    assert stale.outside == {Month(2026, 5): 1}


def test_days_and_months_in_the_other_order_are_told(
    book: RuleBook, declared: Declared, memory: RowMemory, batch: Batch
) -> None:
    """A row outside counts where its day, read as a month, would bring it into the period."""
    outside = [datetime(2026, 1, 6, 10), datetime(2026, 12, 6, 10), datetime(2026, 1, 7, 10)]
    late = [datetime(2026, 5, 31, 10), datetime(2025, 1, 6, 10), datetime(2026, 6, 6, 10)]
    judge(batch({"arrival_at": [*outside, *late]}), book, declared=declared, memory=memory)

    assert (memory.swapped, sum(memory.outside.values())) == (2, 5)


def test_memory_stays_small(memory: RowMemory) -> None:
    """Sixteen bytes a row: five million rows need eighty megabytes."""
    rows = pl.DataFrame(
        {"site": "S", "attendance_number": pl.int_range(50_000, eager=True).cast(pl.String)}
    )

    memory.recognise(rows, rows)

    assert sum(part.estimated_size() for part in memory._seen) == 50_000 * 16


def test_fingerprints_depend_on_the_secret() -> None:
    """Nobody who does not know the run's secret can foresee a fingerprint."""
    raw = pl.DataFrame({"a": ["x"]})
    keys = pl.DataFrame({"site": ["S"], "attendance_number": ["A1"]})

    one, other = (fingerprints(raw, keys, secret=bytes([n]) * 24) for n in (1, 2))

    assert all(one[column][0] != other[column][0] for column in one.columns)
    with pytest.raises(ValueError, match="24 bytes or more"):
        fingerprints(raw, keys, secret=b"short")


def test_fingerprints_do_not_meet() -> None:
    """A hundred thousand rows that differ in one cell have as many fingerprints of each kind."""
    raw = pl.DataFrame({"a": pl.int_range(100_000, eager=True).cast(pl.String), "b": "same"})
    keys = pl.DataFrame({"site": ["S"], "attendance_number": [None]}).cast(pl.String)
    keys = pl.concat([keys] * raw.height)

    made = fingerprints(raw, keys, secret=bytes(range(24)))

    assert made["content"].n_unique() == raw.height
    assert made["number"].n_unique() == raw.height
    assert not (made["content"] == made["number"]).any()

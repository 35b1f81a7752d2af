"""Tables of rows stay in memory for the next question: a few, while their files are there."""

from __future__ import annotations

from tests.unit.store.rows import Bench, pair, plain_rows


def test_table_is_kept_for_the_same_pairs(bench: Bench) -> None:
    """The second question to the same pairs reads nothing."""
    asked = [pair(bench.store(plain_rows(["2026-06"])))]

    assert bench.lake.table(asked) is bench.lake.table(list(asked))


def test_a_table_whose_files_are_gone_goes(bench: Bench) -> None:
    """What was erased on the disk leaves the memory too, when another table is built."""
    erased, left = (bench.store(plain_rows(["2026-06"])) for _ in range(2))
    before = bench.lake.table([pair(erased)])
    assert before is bench.lake.table([pair(erased)])

    bench.lake.discard([pack.id for pack in erased])
    bench.lake.table([pair(left)])

    assert len(bench.lake._tables._kept) == 1


def test_tables_let_the_oldest_go(bench: Bench) -> None:
    """Only the last few tables are kept in memory."""
    packs = bench.store(plain_rows([f"2026-0{month}" for month in range(1, 6)]))
    asked = [[pair(packs, month=f"2026-0{month}")] for month in range(1, 6)]
    first = bench.lake.table(asked[0])

    last = [bench.lake.table(one) for one in asked[1:]][-1]

    assert last is bench.lake.table(asked[-1])
    assert first is not bench.lake.table(asked[0])

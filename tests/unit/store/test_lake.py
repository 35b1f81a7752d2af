"""The lake: what is written comes back, and nothing else is let in or out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import polars as pl
import pyarrow.parquet as pq
import pytest
from tests.unit.store.rows import Bench, full_rows, pair, plain_rows, sealed

from tiig.model.count_ports import PLACE
from tiig.model.errors import (
    DISK_FULL,
    KEY_MISSING,
    OUR_FAULT,
    PACK_DAMAGED,
    PACK_PLAIN,
    STANDARD_INVALID,
    TiigError,
)
from tiig.model.states import ItemState, state_column
from tiig.standard import Standard
from tiig.store import ParquetLake
from tiig.store import packs as writing
from tiig.store.checking import checked
from tiig.store.content import ContentDigest
from tiig.store.in_memory import MemoryKeys
from tiig.store.layout import Layout
from tiig.store.packs import ROWS_TOGETHER, site_month_groups


class Broken(Exception):
    """Stands for a kill."""


class BreakingSeams:
    """Breaks off at a named seam."""

    def __init__(self, at: str) -> None:
        self._at = at

    def reach(self, seam: str) -> None:
        """Break off here if this is the seam."""
        if seam == self._at:
            raise Broken


def kind_of(raised: pytest.ExceptionInfo[TiigError]) -> str:
    """Return the kind of the error."""
    return raised.value.kind.id


def take_in(lake: ParquetLake, rows: pl.DataFrame, layout: Layout) -> None:
    """Write, finish and publish."""
    with lake.stage("submission") as staging:
        staging.write(sealed(rows, layout))
        lake.publish(staging.finish())


def test_every_declared_column_comes_back(bench: Bench) -> None:
    """Every value of every declared type is the same after a round trip."""
    rows = full_rows(bench.layout, 41)
    packs = bench.store(rows)

    table = bench.lake.table([pair(packs)])

    for name in bench.layout.counted_columns:
        found = table[name]
        if name in bench.layout.keyed:
            expected = rows[name].str.to_integer(base=16, dtype=pl.UInt128)
        else:
            expected = rows[name]
        back = found.cast(pl.String()) if found.dtype == pl.Enum else found
        assert expected.to_list() == back.to_list(), name


def test_texts_of_a_table_are_coded(bench: Bench) -> None:
    """No text is left as text: closed sets and forms are Enum, keyed ids are numbers."""
    table = bench.lake.table([pair(bench.store(full_rows(bench.layout, 5)))])

    assert [name for name, kind in table.schema.items() if kind == pl.String()] == []
    assert bench.layout.closed["month"] == table.schema["month"]
    assert pl.Boolean() == table.schema["counted"]


def test_missing_columns_are_not_in_layout(bench: Bench) -> None:
    """A declared column that a batch lacks is stored empty, its state NOT_IN_LAYOUT."""
    table = bench.lake.table([pair(bench.store(plain_rows(["2026-06"])))])
    states = [name for name in table.columns if bench.layout.is_state(name)]

    others = [name for name in states if name != state_column("site")]
    assert others
    assert {int(ItemState.NOT_IN_LAYOUT)} == {table[name][0] for name in others}
    assert table[state_column("site")].to_list() == [0]


def test_one_file_a_calendar_year(bench: Bench) -> None:
    """Rows of two years make two packs, and the table joins them in order of month."""
    packs = bench.store(plain_rows(["2026-01", "2025-12", "2026-01"]))
    pairs = [pair(packs, month=month) for month in ("2025-12", "2026-01")]

    table = bench.lake.table(pairs)

    assert [pack.rows for pack in packs] == [1, 2]
    assert table["month"].cast(pl.String()).to_list() == ["2025-12", "2026-01", "2026-01"]
    assert table["row"].to_list() == [3, 2, 4]


def test_only_the_pairs_months_are_read(bench: Bench) -> None:
    """Site-months of a pack that are not asked for stay out of the table."""
    packs = bench.store(plain_rows(["2026-01", "2026-02"]), plain_rows(["2026-02"], site="SYN02"))

    table = bench.lake.table([pair(packs, month="2026-02", site="SYN02")])

    assert table.select("site", "month").cast(pl.String()).rows() == [("SYN02", "2026-02")]


def test_packs_read_together_stay_apart(bench: Bench) -> None:
    """A replaced month of an older pack stays out, though a newer pack read with it has it."""
    older = bench.store(plain_rows(["2026-01", "2026-02", "2026-02"]))
    newer = bench.store(plain_rows(["2026-02"]))

    table = bench.lake.table([pair(older, month="2026-01"), pair(newer, month="2026-02")])

    assert table["month"].cast(pl.String()).to_list() == ["2026-01", "2026-02"]


def test_no_pairs_give_an_empty_table(bench: Bench) -> None:
    """Asking for nothing gives no rows and all columns."""
    table = bench.lake.table([])

    assert (0, {*bench.layout.counted_columns, "counted"}) == (table.height, set(table.columns))


def test_later_revision_counts(bench: Bench) -> None:
    """Of one attendance told twice, the row of the later revision is counted, then the rank."""
    first = bench.store(plain_rows(["2026-05"]))
    twice = plain_rows(["2026-06", "2026-06", "2026-06"]).with_columns(
        attendance_id=pl.lit(f"{2:032x}"),
        row_rank=pl.Series([5, 1, 9], dtype=pl.Int32),
    )
    later = bench.store(twice)
    put_again = bench.clock.now() + timedelta(days=1)

    # What was told first is in force for longer or shorter: it may have been read again since.
    told = pair(first, month="2026-05", known_from=put_again)
    table = bench.lake.table([told, pair(later, revision="submitted later")])

    counted = table.filter("counted").select("month", "row").cast({"month": pl.String()})
    assert counted.rows() == [("2026-06", 3)]


def test_without_a_rank_the_last_row_counts(bench: Bench) -> None:
    """Without a rank the later row of the file stands for its attendance; no id, own count."""
    rows = plain_rows(["2026-06"] * 4).with_columns(
        attendance_id=pl.Series([f"{1:032x}", f"{1:032x}", None, None])
    )

    table = bench.lake.table([pair(bench.store(rows))])

    assert table["counted"].to_list() == [False, True, True, True]


def written(bench: Bench, rows: pl.DataFrame) -> None:
    """Write one batch to its end: values are checked beside, so a fault may surface at finish."""
    with bench.lake.stage("s") as staging:
        staging.write(sealed(rows, bench.layout))
        staging.finish()


@pytest.mark.parametrize(
    ("change", "column"),
    [
        (pl.lit("a word of a person").alias("note"), "note"),
        (pl.lit("not in the set").alias("injury_group"), "injury_group"),
        (pl.lit("a b").alias("site"), "site"),
        (pl.lit("x" * 32).alias("attendance_id"), "attendance_id"),
        (pl.lit(None, pl.String()).alias("month"), "month"),
        (pl.lit("2026").alias("month"), "month"),
        (pl.lit(9, pl.UInt8()).alias("site__state"), "site__state"),
        (pl.lit(1, pl.Int64()).alias("row"), "row"),
    ],
)
def test_undeclared_values_are_refused(bench: Bench, change: pl.Expr, column: str) -> None:
    """A column, type or value that is not declared is refused, naming the column, no value."""
    rows = plain_rows(["2026-06"]).with_columns(change)
    if column == "injury_group":
        rows = rows.with_columns(pl.lit(0, pl.UInt8()).alias("injury_group__state"))
    rows = rows.select(name for name in rows.columns if name in {*bench.layout.columns, column})

    with pytest.raises(TiigError) as raised:
        written(bench, rows)

    assert OUR_FAULT.id == kind_of(raised)
    assert column == raised.value.where.column
    assert not any(word in str(raised.value) for word in ("a word", "not in the set", "a b", "xxx"))


def test_column_needs_its_state(bench: Bench) -> None:
    """An item without its state beside it is refused."""
    rows = plain_rows(["2026-06"]).drop("site__state")

    with bench.lake.stage("s") as staging, pytest.raises(TiigError) as raised:
        staging.write(sealed(rows, bench.layout))

    assert raised.value.where.column == "site"


def test_nothing_on_disk_is_readable(bench: Bench) -> None:
    """Neither values nor column names stand in clear in a pack."""
    packs = bench.store(full_rows(bench.layout, 50))
    content = (bench.root / "lake" / f"{packs[0].id}.parquet").read_bytes()

    assert content[:4] == b"PARE"
    assert not any(word in content for word in (b"SYN01", b"injury_group", b"2026-06"))


def test_plain_pack_is_refused(bench: Bench) -> None:
    """A file that is not encrypted is refused by name, even with the catalogue's hash."""
    packs = bench.store(plain_rows(["2026-06"]))
    path = bench.root / "lake" / f"{packs[0].id}.parquet"
    pq.write_table(plain_rows(["2026-06"]).to_arrow(), path)

    with pytest.raises(TiigError) as raised:
        bench.lake.table([pair(packs)])

    assert PACK_PLAIN.id == kind_of(raised)
    assert PACK_PLAIN.sentence.format(pack=packs[0].id) == bench.lake.check(packs[0])


@pytest.mark.parametrize("place", [5, 400, -5])
def test_flipped_byte_is_refused(bench: Bench, place: int) -> None:
    """One changed byte anywhere makes a pack damaged."""
    packs = bench.store(full_rows(bench.layout, 20))
    path = bench.root / "lake" / f"{packs[0].id}.parquet"
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)

    with pytest.raises(TiigError) as raised:
        bench.lake.table([pair(packs)])

    assert PACK_DAMAGED.id == kind_of(raised)


def test_missing_pack_is_said(bench: Bench) -> None:
    """A pack that the catalogue names and the disk lacks is damaged or missing."""
    packs = bench.store(plain_rows(["2026-06"]))
    bench.lake.discard([packs[0].id])

    with pytest.raises(TiigError) as raised:
        bench.lake.table([pair(packs)])

    assert PACK_DAMAGED.id == kind_of(raised)
    assert bench.lake.check(packs[0]) is not None


def test_other_keys_open_nothing(bench: Bench, standard: Standard) -> None:
    """Another keyring cannot read a pack and says that the key is missing."""
    packs = bench.store(plain_rows(["2026-06"]))
    other = ParquetLake(
        bench.root,
        keys=MemoryKeys(),
        clock=bench.clock,
        ids=bench.lake.ids,
        standard=standard,
        packs_by_id=lambda _ids: packs,
    )

    with pytest.raises(TiigError) as raised:
        other.table([pair(packs)])

    assert KEY_MISSING.id == kind_of(raised)


def test_unfinished_packs_leave_nothing(bench: Bench) -> None:
    """Leaving the staging without finishing removes its files."""
    with bench.lake.stage("s") as staging:
        staging.write(sealed(plain_rows(["2026-06"]), bench.layout))

    assert frozenset() == bench.lake.on_disk()


def test_fault_in_the_thread_surfaces(bench: Bench) -> None:
    """A kill while a batch is written is not lost: the next call raises it."""
    lake = replace(bench.lake, seams=BreakingSeams("pack-written"))
    with pytest.raises(Broken):
        take_in(lake, plain_rows(["2026-06"]), bench.layout)

    assert frozenset() == lake.on_disk()


@pytest.mark.parametrize(("seam", "in_lake"), [("pack-synced", 0), ("pack-published", 1)])
def test_kill_between_steps(bench: Bench, seam: str, in_lake: int) -> None:
    """Broken off at a seam, a pack is wholly in the lake or not at all."""
    lake = replace(bench.lake, seams=BreakingSeams(seam))
    with pytest.raises(Broken):
        take_in(lake, plain_rows(["2026-06"]), bench.layout)

    assert in_lake == len(list((bench.root / "lake").glob("*")))


def test_finished_packs_wait_outside_the_lake(bench: Bench) -> None:
    """Finished packs stay in the vault's staging until they are published or discarded."""
    with bench.lake.stage("s") as staging:
        staging.write(sealed(plain_rows(["2026-06"]), bench.layout))
        packs = staging.finish()

    assert not (bench.root / "lake").exists()
    assert {pack.id for pack in packs} == bench.lake.on_disk()
    bench.lake.discard([pack.id for pack in packs])
    assert frozenset() == bench.lake.on_disk()


def test_publishing_twice_changes_nothing(bench: Bench) -> None:
    """Publishing what is published is no fault; publishing what nobody wrote is."""
    packs = bench.store(plain_rows(["2026-06"]))
    bench.lake.publish(packs)
    bench.lake.discard([packs[0].id])

    with pytest.raises(TiigError) as raised:
        bench.lake.publish(packs)

    assert PACK_DAMAGED.id == kind_of(raised)


def test_full_disk_is_said(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills while a pack is written is said, and nothing is left."""

    def no_room(self: writing._Hashed, data: object) -> int:
        del data
        self.fault = OSError(28, "No space left on device")
        raise self.fault

    monkeypatch.setattr(writing._Hashed, "write", no_room)
    with pytest.raises(TiigError) as raised:
        take_in(bench.lake, full_rows(bench.layout, 2000), bench.layout)

    assert DISK_FULL.id == kind_of(raised)
    assert frozenset() == bench.lake.on_disk()


def test_findings_come_back(bench: Bench) -> None:
    """Findings lie in a pack of their own, named after the submission's packs."""
    findings = pl.DataFrame(
        {"row": [2, 3], "rule": [7, 1], "item": [4, 4]},
        schema={"row": pl.UInt32(), "rule": pl.UInt16(), "item": pl.UInt16()},
    )
    with bench.lake.stage("s") as staging:
        staging.write(sealed(plain_rows(["2026-06"]), bench.layout))
        staging.write_findings(findings)
        packs = staging.finish()
    bench.lake.publish(packs)
    bench.known.update({pack.id: pack for pack in packs})
    names = [pack.id for pack in packs]

    assert names[-1].endswith("-findings")
    assert findings.equals(bench.lake.findings(names))
    assert bench.lake.table([pair(packs)]).height == 1


def test_findings_hold_numbers_only(bench: Bench) -> None:
    """A finding with a text in it is refused."""
    with bench.lake.stage("s") as staging, pytest.raises(TiigError) as raised:
        staging.write_findings(pl.DataFrame({"row": [1], "rule": ["a word"], "item": [1]}))

    assert OUR_FAULT.id == kind_of(raised)


@pytest.mark.parametrize("cut", [1, 7, 40])
def test_content_does_not_depend_on_batches(layout: Layout, cut: int) -> None:
    """The content digest is the same however the rows were cut into batches."""
    rows = checked(full_rows(layout, 40), layout)
    whole, parts = (ContentDigest(b"k" * 32, layout.columns) for _ in range(2))

    whole.add(rows)
    for start in range(0, rows.height, cut):
        parts.add(rows.slice(start, cut))

    assert whole.hex() == parts.hex()


def test_content_tells_rows_apart(layout: Layout) -> None:
    """Other values, values in other rows, and another key each give another digest."""
    rows = checked(full_rows(layout, 9), layout)
    swapped = rows.with_columns(pl.col("row").reverse())
    emptied = rows.with_columns(pl.lit(None, rows.schema["sex"]).alias("sex"))
    told = set()
    for frame, key in ((rows, b"a"), (rows, b"b"), (swapped, b"a"), (emptied, b"a")):
        digest = ContentDigest(key * 32, layout.columns)
        digest.add(frame)
        told.add(digest.hex())

    assert len(told) == 4


def test_same_rows_same_content_in_new_packs(bench: Bench) -> None:
    """Two packs of the same rows differ in their bytes and agree in their content."""
    (first,) = bench.store(full_rows(bench.layout, 30))
    (second,) = bench.store(full_rows(bench.layout, 30))

    assert first.content == second.content
    assert first.sha256 != second.sha256


def test_row_groups_end_with_site_months() -> None:
    """Small neighbours share a row group, and none is cut in the middle."""
    sizes = {"2026-01": ROWS_TOGETHER - 1, "2026-02": 1, "2026-03": 5, "2026-04": ROWS_TOGETHER * 2}
    months = [month for month, size in sizes.items() for _ in range(size)]
    rows = pl.DataFrame({"site": ["SYN01"] * len(months), "month": months})

    assert site_month_groups(rows) == [ROWS_TOGETHER, 5, ROWS_TOGETHER * 2]


def test_unknown_code_of_an_older_pack_is_an_error(bench: Bench) -> None:
    """A code that today's standard does not know is an error that names the column."""
    packs = bench.store(full_rows(bench.layout, 20))
    narrower = dict(bench.layout.closed) | {"sex": pl.Enum(["~other"])}
    today = Layout(bench.layout.version, bench.layout.columns, narrower, bench.layout.forms)
    lake = replace(bench.lake)
    lake.__dict__["_layout"] = today

    with pytest.raises(TiigError) as raised:
        lake.table([pair(packs)])

    assert STANDARD_INVALID.id == kind_of(raised)
    assert "sex" in raised.value.sentence


def test_item_added_later_is_not_in_layout(bench: Bench) -> None:
    """A pack written before an item existed reads as NOT_IN_LAYOUT for it."""
    packs = bench.store(full_rows(bench.layout, 3))
    columns = dict(bench.layout.columns) | {"later": pl.String(), "later__state": pl.UInt8()}
    closed = dict(bench.layout.closed) | {"later": pl.Enum(["no", "yes"])}
    lake = replace(bench.lake)
    lake.__dict__["_layout"] = Layout("next", columns, closed, bench.layout.forms)

    table = lake.table([pair(packs)])

    assert table["later"].to_list() == [None] * 3
    assert [int(ItemState.NOT_IN_LAYOUT)] * 3 == table["later__state"].to_list()


def test_free_text_cannot_be_declared() -> None:
    """A text column with neither a closed set nor a form makes no layout."""
    columns = {"row": pl.UInt32(), "site": pl.String(), "month": pl.String(), "note": pl.String()}

    with pytest.raises(TiigError) as raised:
        Layout("v", columns, {"month": pl.Enum(["2026-06"])}, {"site": "[A-Z]+"})

    assert "note" in raised.value.sentence


def test_staging_ends_when_finished(bench: Bench) -> None:
    """After finishing, nothing more can be written and finishing again is refused."""
    with bench.lake.stage("s") as staging:
        staging.write(sealed(plain_rows([]), bench.layout))
        assert staging.finish() == ()
        with pytest.raises(TiigError):
            staging.finish()
        with pytest.raises(TiigError):
            staging.write(sealed(plain_rows(["2026-06"]), bench.layout))


def test_type_of_an_older_pack_must_fit(bench: Bench) -> None:
    """A column that has another type today is an error, unless both are whole numbers."""
    packs = bench.store(full_rows(bench.layout, 3))
    for kind, fits in ((pl.Int64(), True), (pl.Boolean(), False)):
        lake = replace(bench.lake)
        columns = dict(bench.layout.columns) | {"row_rank": kind}
        closed, forms = bench.layout.closed, bench.layout.forms
        lake.__dict__["_layout"] = Layout("next", columns, closed, forms)
        if fits:
            assert kind == lake.table([pair(packs)]).schema["row_rank"]
        else:
            with pytest.raises(TiigError) as raised:
                lake.table([pair(packs)])
            assert STANDARD_INVALID.id == kind_of(raised)


def test_pieces_are_few_columns_beside_the_place_of_their_pair(bench: Bench) -> None:
    """Rows that are counted come with what was asked for alone, and of these pairs only."""
    packs = bench.store(plain_rows(["2026-01", "2026-02", "2026-01", "2026-03"]))
    pairs = [pair(packs, month=month) for month in ("2026-02", "2026-01")]

    (piece,) = bench.lake.pieces(pairs, {"injury_intent", state_column("injury_intent")})

    assert set(piece.columns) == {
        "row", "site", "month", "injury_intent", state_column("injury_intent"), PLACE,
    }  # fmt: skip
    places = piece.select(PLACE, pl.col("month").cast(pl.String())).rows()
    assert sorted(places) == [(0, "2026-02"), (1, "2026-01"), (1, "2026-01")]

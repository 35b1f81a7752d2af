"""A pack under other keys: the same rows, and a refusal where they are not the ones written."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.unit.store.rows import Bench, full_rows, pair

from tiig.kit.keyed import keyed
from tiig.model.errors import KEY_MISSING, PACK_DAMAGED, TiigError
from tiig.model.submission import Pack
from tiig.store import ParquetLake, footers, phrase_tables
from tiig.store.pack_content import content_of
from tiig.store.sealing import Sealing

ROWS = 200


def stored(bench: Bench) -> Pack:
    """Store rows that fill every column, and return their pack."""
    (pack,) = bench.store(full_rows(bench.layout, ROWS))
    return pack


def layers(bench: Bench) -> dict[str, tuple[bytes, ...]]:
    """Make a second key of each kind of id, and return them as layers."""
    bench.keys.add(["attendance-2", "person-2", "phrase-2"])
    return {
        purpose: bench.keys.layer(f"{purpose}-2") for purpose in ("attendance", "person", "phrase")
    }


def raw(bench: Bench, pack: Pack) -> pl.DataFrame:
    """Return a pack's rows as its file holds them."""
    opener = Sealing(bench.keys).for_reading()
    content = (bench.root / "lake" / f"{pack.id}.parquet").read_bytes()
    frame = pl.from_arrow(pq.read_table(pa.BufferReader(content), decryption_properties=opener))
    assert isinstance(frame, pl.DataFrame)
    return frame


def known(bench: Bench, pack: Pack | None) -> Pack:
    """List a pack."""
    assert pack is not None
    bench.known[pack.id] = pack
    return pack


def test_only_ids_change(bench: Bench) -> None:
    """Every other value of every row is the same, and every id one layer further."""
    old = stored(bench)
    keys = layers(bench)

    new = known(bench, bench.lake.renewed(old, "new", keys))

    before, after = raw(bench, old), raw(bench, new)
    ids = {"attendance": "attendance_id", "person": "person_id", "phrase": "place_phrase_id"}
    assert before.drop(ids.values()).equals(after.drop(ids.values()))
    for purpose, column in ids.items():
        assert keyed(before[column], keys[purpose]).equals(after[column])
    assert (old.rows, old.standard) == (new.rows, new.standard)
    assert old.content != new.content
    assert bench.lake.check(new) is None


def test_content_is_that_of_rows_written_so(bench: Bench) -> None:
    """A pack brought further has the digest that the same rows have when they are stored so."""
    old = stored(bench)
    keys = layers(bench)
    ids = {"attendance_id": "attendance", "person_id": "person", "place_phrase_id": "phrase"}
    rows = full_rows(bench.layout, ROWS)
    (direct,) = bench.store(
        rows.with_columns(keyed(rows[name], keys[purpose]) for name, purpose in ids.items())
    )

    new = known(bench, bench.lake.renewed(old, "new", keys))

    assert direct.content == new.content


def test_a_pack_of_an_older_standard(bench: Bench) -> None:
    """Rows of another version are brought further too: what they say today is the same."""
    old = known(bench, replace(stored(bench), standard="older", content="as told then"))
    table = bench.lake.table([pair((old,), id="old")])

    new = known(bench, bench.lake.renewed(old, "new", layers(bench)))

    assert new.standard == "older"
    told = content_of(raw(bench, new), new, bench.layout, bench.keys.content_key())
    assert told == new.content  # as an erasure would say it of the same rows
    again = bench.lake.table([pair((new,), id="new")])
    ids = ["attendance_id", "person_id", "place_phrase_id"]
    assert table.drop(ids).equals(again.drop(ids))
    assert set(table["person_id"].drop_nulls()).isdisjoint(again["person_id"].drop_nulls())


def test_what_needs_nothing_is_left(bench: Bench) -> None:
    """Under the newest key, and without new layers, there is nothing to make anew."""
    old = stored(bench)

    assert bench.lake.renewed(old, "new", {}) is None
    bench.keys.add(["lake-2"])
    assert known(bench, bench.lake.renewed(old, "new", {})).content == old.content
    assert bench.lake.sealed_under("new") == "lake-2"
    assert bench.lake.renewed(bench.known["new"], "newer", {}) is None


@pytest.mark.parametrize("place", [10, -40, -9])
@pytest.mark.parametrize("with_layers", [True, False])
def test_a_damaged_pack_is_not_made_anew(bench: Bench, place: int, *, with_layers: bool) -> None:
    """A pack that was changed anywhere is refused, and nothing takes its place."""
    old = stored(bench)
    path = bench.root / "lake" / f"{old.id}.parquet"
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(bytes(content))
    keys = layers(bench) if with_layers else {}
    bench.keys.add(["lake-2"])

    with pytest.raises(TiigError) as raised:
        bench.lake.renewed(old, "new", keys)

    assert raised.value.kind is PACK_DAMAGED
    assert bench.lake.on_disk() == {old.id}


def test_rows_that_are_not_those_told_are_refused(bench: Bench) -> None:
    """A pack whose rows do not have the digest that the catalogue knows is not brought further."""
    old = replace(stored(bench), content="0" * 64)

    with pytest.raises(TiigError) as raised:
        bench.lake.renewed(old, "new", layers(bench))

    assert raised.value.kind is PACK_DAMAGED
    assert bench.lake.on_disk() == {old.id}


def test_a_pack_whose_key_is_gone_is_named(bench: Bench) -> None:
    """The check of a pack says that its key is missing."""
    pack = stored(bench)
    bench.keys.add(["lake-2"])
    bench.keys.retire(["lake-1"])

    assert "key" in str(bench.lake.check(pack))
    with pytest.raises(TiigError) as raised:
        bench.lake.renewed(pack, "new", {})
    assert raised.value.kind is KEY_MISSING


def test_names_longer_and_shorter(bench: Bench) -> None:
    """The tail is written anew whatever the length of the key's name."""
    pack = stored(bench)
    table = bench.lake.table([pair((pack,), id="first")])
    for number in (2, 10, 1_000_000):
        bench.keys.add([f"lake-{number}"])
        pack = known(bench, bench.lake.renewed(pack, f"new-{number}", {}))
        assert bench.lake.sealed_under(pack.id) == f"lake-{number}"
        assert table.equals(bench.lake.table([pair((pack,), id=f"pair-{number}")]))


@pytest.mark.parametrize("content", [b"", b"PARE", b"PAR1" + bytes(30) + b"PAR1", bytes(100)])
def test_what_is_no_pack_is_refused(bench: Bench, content: bytes) -> None:
    """A file that is no encrypted Parquet has no key."""
    lake = bench.lake
    assert isinstance(lake, ParquetLake)
    (bench.root / "lake").mkdir()
    (bench.root / "lake" / "x.parquet").write_bytes(content)

    for name in ("x", "missing"):
        with pytest.raises(TiigError) as raised:
            lake.sealed_under(name)
        assert raised.value.kind is PACK_DAMAGED


@pytest.mark.parametrize(
    "footer", [b"\x00", b"\x15\x02\x00", b"\x0c", b"\x19\x15\x00", b"\x5c\x00\x00"]
)
def test_a_footer_of_another_form(footer: bytes) -> None:
    """What is not the structure that the format describes is refused."""
    with pytest.raises((ValueError, IndexError)):
        footers.key_material(footer)


def test_phrase_tables_know_their_layers() -> None:
    """A table is brought as far as it has to be, once; one of before has the first layer."""
    first, second, third = (bytes([number]) * 32 for number in range(3))
    ids = keyed(pl.Series(["black lion", "corn market"]), (first,)).to_list()
    before = b'{"%b": "black lion", "%b": "corn market"}' % (ids[0].encode(), ids[1].encode())

    two = phrase_tables.rekeyed(before, (first, second))
    assert two is not None
    three = phrase_tables.rekeyed(two, (first, second, third))
    assert three is not None

    wanted = keyed(pl.Series(["black lion", "corn market"]), (first, second, third)).to_list()
    assert phrase_tables.read(three) == (
        3,
        dict(zip(wanted, ["black lion", "corn market"], strict=True)),
    )
    assert phrase_tables.rekeyed(three, (first, second, third)) is None
    assert phrase_tables.rekeyed(before, (first,)) is None
    empty = phrase_tables.rekeyed(b"{}", (first, second))
    assert empty is not None
    assert phrase_tables.read(empty) == (2, {})

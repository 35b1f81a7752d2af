"""Shelves of tables of areas: durable, checked when read, and swept of what nobody names."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.unit.store.rows import CountedIds, HandClock

from tiig.model.asker import Asker
from tiig.model.errors import PACK_DAMAGED, TiigError
from tiig.model.geography import GeographyRecord, GeographyVersion
from tiig.store import FolderShelf, Geographies, MemoryShelf
from tiig.store.in_memory import MemoryCatalogue
from tiig.store.shelves import FOLDER, Shelf

TABLE = pl.DataFrame(
    {"lsoa": ["E01000001"], "la": ["E08000001"], "shape": [b"\x00\x01"], "exact": [None]},
    schema_overrides={"exact": pl.Boolean},
)
ASKER = Asker.local("ada")


@pytest.fixture(params=["folder", "memory"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path, clock: HandClock) -> Shelf:
    """Give each shelf in turn, empty."""
    if request.param == "memory":
        return MemoryShelf()
    return FolderShelf(tmp_path, ids=CountedIds(clock))


def version(number: int, frame: str, clock: HandClock) -> GeographyVersion:
    """Return a version that names one table."""
    record = GeographyRecord("town", "2021", "", False, {"la": 1}, number, frames={"areas": frame})
    return GeographyVersion("town", number, clock.now(), record.to_json())


def test_a_table_comes_back_as_it_was(shelf: Shelf) -> None:
    """Types, nulls and bytes are the same after a round trip."""
    name = shelf.put(TABLE)

    assert shelf.get(name).equals(TABLE)
    assert shelf.get(name).schema == TABLE.schema
    assert shelf.names() == {name}
    shelf.discard([name])
    with pytest.raises(TiigError) as raised:
        shelf.get(name)
    assert raised.value.kind is PACK_DAMAGED


def test_a_changed_file_is_not_read(tmp_path: Path, clock: HandClock) -> None:
    """One changed byte is noticed when the table is read, and doctor tells it."""
    catalogue = MemoryCatalogue(clock=clock)
    shelf = FolderShelf(tmp_path, ids=CountedIds(clock))
    geographies = Geographies(catalogue, shelf)
    name = geographies.keep(TABLE)
    with catalogue.change(ASKER, "test") as change:
        change.add_geography(version(1, name, clock))
    assert geographies.faults() == ()

    (path,) = (tmp_path / FOLDER).iterdir()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    assert geographies.faults() == (f"A table of areas is missing or damaged: {name}",)
    with pytest.raises(TiigError) as raised:
        geographies.lookup("town")
    assert raised.value.kind is PACK_DAMAGED


def test_what_a_broken_off_import_left_goes_after_an_hour(tmp_path: Path, clock: HandClock) -> None:
    """Tables that a version names stay, young strangers stay, old ones and halves go."""
    catalogue = MemoryCatalogue(clock=clock)
    shelf = FolderShelf(tmp_path, ids=CountedIds(clock))
    geographies = Geographies(catalogue, shelf)
    kept, stray = geographies.keep(TABLE), geographies.keep(TABLE.with_columns(la=pl.lit("x")))
    half = tmp_path / FOLDER / f"{CountedIds(clock).new()}-0.parquet.part"
    half.write_bytes(b"PAR1")
    with catalogue.change(ASKER, "test") as change:
        change.add_geography(version(1, kept, clock))

    assert geographies.heal(clock.now()) == ()
    clock.pass_by(2)
    geographies.heal(clock.now())

    assert shelf.names() == {kept}
    assert stray not in shelf.names()
    assert not half.exists()


def test_a_record_comes_back_from_the_catalogue(clock: HandClock) -> None:
    """What a version says of itself is the same after JSON."""
    one = version(3, "t", clock).record

    assert GeographyRecord.from_json(one.to_json(), clock.now()) == one
    assert (one.key, one.full_name) == ("town@3", "town 2021, version 3")

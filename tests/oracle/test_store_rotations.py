"""Every catalogue carries a change of keys alike: one journal, one change of places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from tests.oracle.store_nouns import ASKER, NOW, pair, refused, write
from tests.oracle.test_store_adapters import catalogue  # noqa: F401 - the fixture of all adapters

from tiig.model.errors import TiigError
from tiig.model.key_errors import ROTATION_WAITS
from tiig.model.keys import KeyLayers, Rotation, RotationPhase, Swap
from tiig.model.ports import Catalogue, Intent
from tiig.model.submission import Pack
from tiig.store.catalogue.rotating import bring_further, keyed_columns
from tiig.store.in_memory.rotating import bring_further as bring_memory_further

ROTATION = Rotation(
    id="r-1",
    keys=("lake-2", "person-2"),
    begun_at=NOW,
    phase=RotationPhase.PREPARING,
    layers=KeyLayers(1, 2, 1),
)
OLD = (Pack("a", 5, "0" * 64, "c", NOW, "v1"), Pack("b", 2, "1" * 64, "c", NOW, "v1"))
NEW = Pack("z", 5, "2" * 64, "d", NOW + timedelta(hours=1), "v1")


def as_they_are(purpose: str, ids: Sequence[str]) -> Sequence[str]:
    """Bring no id further."""
    del purpose
    return ids


def marked(purpose: str, ids: Sequence[str]) -> list[str]:
    """Bring ids further in a way that can be read."""
    return [purpose[:2] + one for one in ids]


@pytest.fixture
def begun(catalogue: Catalogue) -> Catalogue:  # noqa: F811 - the fixture above
    """A catalogue with a pair of two packs, and a rotation that has made one of them anew."""
    write(
        catalogue,
        lambda change: change.add_packs(OLD),
        lambda change: change.put_in_force([pair(packs=("a", "b"))]),
        lambda change: change.begin_rotation(ROTATION),
    )
    catalogue.prepare_swap("r-1", Swap("a", replace(NEW, sha256="3" * 64)))
    catalogue.prepare_swap("r-1", Swap("a", NEW))
    return catalogue


def test_nothing_moves_before_the_swap(begun: Catalogue) -> None:
    """What is prepared is known and not in force; the last of the same pack counts."""
    assert begun.rotations() == (ROTATION,)
    assert begun.swaps() == (Swap("a", NEW),)
    assert begun.packs() == OLD
    assert begun.key_layers() == KeyLayers()


def test_all_change_places_at_once(begun: Catalogue) -> None:
    """The new pack stands where the old one stood, the new layers are in force, times stay."""
    before = begun.pairs()

    write(begun, lambda change: change.swap_packs("r-1", {"a", "b"}, as_they_are))

    assert begun.packs() == (OLD[1], NEW)
    assert begun.pairs() == tuple(replace(one, packs=("z", "b")) for one in before)
    assert begun.key_layers() == KeyLayers(1, 2, 1)
    assert begun.rotations()[0].phase is RotationPhase.SWAPPED
    assert begun.swaps() == (Swap("a", NEW),)  # until the old packs are gone

    write(begun, lambda change: change.end_rotation("r-1"))

    assert begun.swaps() == ()
    assert begun.rotations()[0].phase is RotationPhase.DONE
    assert begun.key_layers() == KeyLayers(1, 2, 1)


def test_a_pack_that_is_gone_is_passed_over(begun: Catalogue) -> None:
    """A pack made anew of one that is no longer listed takes nobody's place."""
    begun.prepare_swap("r-1", Swap("gone", replace(NEW, id="y")))

    write(begun, lambda change: change.swap_packs("r-1", {"a", "b"}, as_they_are))

    assert {pack.id for pack in begun.packs()} == {"b", "z"}


def test_work_that_has_begun_holds_it_off(begun: Catalogue) -> None:
    """Announced work, or a pack that came meanwhile, holds the change off; nothing is changed."""
    with pytest.raises(TiigError) as late, begun.change(ASKER, "try") as change:
        change.swap_packs("r-1", {"a"}, as_they_are)
    begun.announce(Intent("i-1", "s-1", "north", NOW))
    with pytest.raises(TiigError) as busy, begun.change(ASKER, "try") as change:
        change.swap_packs("r-1", {"a", "b"}, as_they_are)

    assert [late.value.kind, busy.value.kind] == [ROTATION_WAITS, ROTATION_WAITS]
    assert begun.packs() == OLD
    assert begun.key_layers() == KeyLayers()


def test_one_after_the_other(begun: Catalogue) -> None:
    """A rotation begins only when the one before has ended, and ends only if it began."""
    second = replace(ROTATION, id="r-2", layers=KeyLayers(2, 2, 2))

    assert refused(begun, lambda change: change.begin_rotation(second))
    assert refused(begun, lambda change: change.end_rotation("r-9"))
    write(begun, lambda change: change.swap_packs("r-1", {"a", "b"}, as_they_are))
    assert refused(begun, lambda change: change.begin_rotation(second))
    write(begun, lambda change: change.end_rotation("r-1"))
    write(begun, lambda change: change.begin_rotation(second))
    assert begun.key_layers() == KeyLayers(1, 2, 1)
    write(begun, lambda change: change.swap_packs("r-2", {"b", "z"}, as_they_are))
    assert begun.key_layers() == KeyLayers(2, 2, 2)


def test_ids_in_the_catalogue_go_the_same_way(tmp_path: Path) -> None:
    """A column declared as keyed is brought further, each id alike; others and nulls stay."""
    from sqlalchemy import Column, MetaData, String, Table, create_engine, insert, select

    metadata = MetaData()
    table = Table(
        "stones",
        metadata,
        Column("id", String(9), primary_key=True, info={"keyed": "person"}),
        Column("phrase", String(9), info={"keyed": "phrase"}),
        Column("word", String(9)),
    )
    rows = [("a", "b", "a"), ("b", None, "b"), ("c", "b", "c")]
    engine = create_engine(f"sqlite:///{tmp_path / 'stones.db'}")
    with engine.begin() as connection:
        metadata.create_all(connection)
        connection.execute(
            insert(table), [dict(zip(table.columns.keys(), row, strict=True)) for row in rows]
        )
        for column, purpose in keyed_columns(metadata):
            bring_further(connection, column, partial(marked, purpose))
        found = {tuple(row) for row in connection.execute(select(table))}
    engine.dispose()

    assert found == {("pea", "phb", "a"), ("peb", None, "b"), ("pec", "phb", "c")}


@dataclass(frozen=True)
class Stone:
    """A noun with a keyed id by which it is known, and one that may be missing."""

    id: str = field(metadata={"keyed": "person"})
    phrase: str | None = field(metadata={"keyed": "phrase"})
    word: str


def test_ids_in_memory_go_the_same_way() -> None:
    """The same for nouns in memory, also where the id is the name under which one is kept."""
    stones = {one: Stone(one, phrase, one) for one, phrase in (("a", "b"), ("b", None))}
    by_word = {"x": stones["a"], "y": "no noun"}

    for values in (stones, by_word):
        bring_memory_further(values, marked)

    assert stones == {"pea": Stone("pea", "phb", "a"), "peb": Stone("peb", None, "b")}
    assert by_word == {"x": Stone("pea", "phb", "a"), "y": "no noun"}

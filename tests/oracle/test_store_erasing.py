"""Every catalogue destroys and erases alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.oracle.store_nouns import JUNE, NOW, Steps, fresh_schema, pair, refused, write

from tiig.model.destruction import Destruction, Doomed
from tiig.model.erasure import Erasable, ErasedMark, Tombstone
from tiig.model.ports import Catalogue
from tiig.model.submission import Pack
from tiig.store import SqlCatalogue
from tiig.store.in_memory import MemoryCatalogue

LATER = NOW + timedelta(hours=1)
ORDER = Destruction("d-1", Doomed.ORIGINAL, "o-1", "s-1", "kept until für", NOW, "north-2026")
STONE = Tombstone(
    "t-1", "e-1", "s-1", "N1", JUNE, 2, LATER, "ada", "asked für", "p-1", "p-2"
)  # fmt: skip


@pytest.fixture(
    params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)]
)
def catalogue(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Catalogue]:
    """Give each adapter in turn, empty."""
    if request.param == "memory":
        made: Catalogue = MemoryCatalogue(clock=Steps())
    elif request.param == "sqlite":
        made = SqlCatalogue(f"sqlite:///{tmp_path / 'catalogue.db'}", clock=Steps())
    else:
        made = SqlCatalogue(fresh_schema(request.getfixturevalue("postgres")), clock=Steps())
    yield made
    made.close()


def test_orders_are_noted_once(catalogue: Catalogue) -> None:
    """An order comes back as it was given, is done at one moment, and keeps that moment."""
    other = replace(ORDER, id="d-0", kind=Doomed.PACK, agreement=None, ordered_at=LATER)
    write(catalogue, lambda change: change.order_destruction([other, ORDER]))
    write(catalogue, lambda change: change.note_destroyed(["d-1"], LATER))
    write(catalogue, lambda change: change.note_destroyed(["d-1", "unknown"], NOW))

    assert (replace(ORDER, done_at=LATER), other) == catalogue.destructions()
    assert refused(catalogue, lambda change: change.order_destruction([ORDER])) == "our-fault"


def test_a_pair_stands_in_for_another(catalogue: Catalogue) -> None:
    """What is left takes the place of what was said, at the same time and in history."""
    old = replace(pair(), known_until=LATER)
    write(catalogue, lambda change: change.put_in_force([pair()]))
    write(catalogue, lambda change: change.close_pairs(["p-1"], LATER))
    less = replace(old, id="p-2", rows=5, packs=("c",))

    write(catalogue, lambda change: change.stand_in({"p-1": less}))

    assert (less,) == catalogue.pairs_of("s-1")
    assert catalogue.pairs() == ()
    assert (less,) == catalogue.pairs(as_known_at=NOW)


@pytest.mark.parametrize(
    "wrong",
    [{"rows": 8}, {"known_from": LATER}, {"site": "N2"}, {"revision": "s-2"}, {"id": "p-9"}],
    ids=str,
)
def test_a_pair_that_says_something_else_cannot_stand_in(
    catalogue: Catalogue, wrong: dict[str, object]
) -> None:
    """Never more rows, never another time, place or revision, never for nobody."""
    write(catalogue, lambda change: change.put_in_force([pair()]))
    after = pair(**{"name": "p-2", "rows": 6, **wrong} | {"name": "p-2"})  # type: ignore[arg-type]  # the test names real fields
    for_whom = "nobody" if wrong == {"id": "p-9"} else "p-1"

    assert refused(catalogue, lambda change: change.stand_in({for_whom: after})) == "our-fault"
    assert (pair(),) == catalogue.pairs()


def test_a_pack_goes_when_no_pair_needs_it(catalogue: Catalogue) -> None:
    """A pack that a pair names stays; one that none names goes."""
    packs = [Pack(name, 1, "0" * 64, "c", NOW, "v1") for name in ("a", "b", "c")]
    write(catalogue, lambda change: change.add_packs(packs))
    write(catalogue, lambda change: change.put_in_force([pair()]))

    assert refused(catalogue, lambda change: change.drop_packs(["a"])) == "our-fault"
    write(catalogue, lambda change: change.drop_packs(["c", "unknown"]))

    assert [one.id for one in catalogue.packs()] == ["a", "b"]


def test_tombstones_and_marks_stand(catalogue: Catalogue) -> None:
    """A tombstone comes back as it was; a mark that is known already keeps its first erasure."""
    mark = ErasedMark(Erasable.PERSON, 1, "a" * 32, "e-1")
    again = replace(mark, erasure="e-2")
    other = replace(mark, kind=Erasable.ATTENDANCE, layers=2)
    write(catalogue, lambda change: change.add_tombstones([STONE], [mark, mark]))
    write(catalogue, lambda change: change.add_tombstones([], [again, other]))

    assert catalogue.tombstones() == (STONE,)
    assert catalogue.erased_marks() == tuple(sorted([other, mark]))
    assert refused(catalogue, lambda change: change.add_tombstones([STONE], [])) == "our-fault"

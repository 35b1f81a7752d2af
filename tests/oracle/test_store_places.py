"""Every catalogue keeps decisions on place phrases alike, and carries them through new keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.oracle.store_nouns import NOW, refused, write
from tests.oracle.test_store_adapters import catalogue  # noqa: F401 - the fixture of all adapters
from tests.oracle.test_store_rotations import marked

from tiig.model.keys import KeyLayers, Rotation, RotationPhase
from tiig.model.places import PlaceDecision, Ruling
from tiig.model.ports import Catalogue

LATER = NOW + timedelta(hours=1)
PUB = PlaceDecision(
    id="p-2",
    phrase="a" * 32,
    ruling=Ruling.PLACE,
    person="ada",
    because="asked für",
    at=NOW,
    place_type="licensed.pub",
    area="XS-A01",
    geography="schematic-1",
    name="The Black Lion",
)
NONE = PlaceDecision("p-1", "b" * 32, Ruling.NO_PLACE, "ada", "says nothing", LATER)
BACK = PlaceDecision("p-3", "b" * 32, Ruling.UNDONE, "bob", "it does", LATER, undoes="p-1")


def test_decisions_come_back_as_they_were_made(catalogue: Catalogue) -> None:  # noqa: F811 - the fixture above
    """They are told oldest first, whatever the order of writing, and none is lost."""
    assert catalogue.place_decisions() == ()
    write(catalogue, lambda change: change.add_place_decisions([]))
    write(catalogue, lambda change: change.add_place_decisions([BACK, NONE]))
    write(catalogue, lambda change: change.add_place_decisions([PUB]))

    assert catalogue.place_decisions() == (PUB, NONE, BACK)


def test_a_decision_is_never_written_over(catalogue: Catalogue) -> None:  # noqa: F811
    """The same id twice is refused, and all of that transaction with it."""
    write(catalogue, lambda change: change.add_place_decisions([PUB]))

    twice = [NONE, replace(PUB, ruling=Ruling.NO_PLACE)]
    assert refused(catalogue, lambda change: change.add_place_decisions(twice)) == "our-fault"

    assert catalogue.place_decisions() == (PUB,)


@pytest.mark.parametrize("purposes", [("phrase",), ("lake", "person")])
def test_new_keys_carry_decisions_on(
    catalogue: Catalogue,  # noqa: F811
    purposes: tuple[str, ...],
) -> None:
    """With the packs, in one transaction: phrase ids go to their next layer, all else stays."""
    layers = KeyLayers().with_one_more(purposes)
    keys = tuple(f"{one}-2" for one in purposes)
    rotation = Rotation("r-1", keys, NOW, RotationPhase.PREPARING, layers)
    write(
        catalogue,
        lambda change: change.add_place_decisions([PUB, NONE, BACK]),
        lambda change: change.begin_rotation(rotation),
    )
    assert catalogue.place_decisions() == (PUB, NONE, BACK)

    def further(purpose: str, ids: Sequence[str]) -> Sequence[str]:
        return marked(purpose, ids) if purpose in purposes else ids

    write(catalogue, lambda change: change.swap_packs("r-1", (), further))

    moved = "ph" if "phrase" in purposes else ""
    told = tuple(replace(one, phrase=moved + one.phrase) for one in (PUB, NONE, BACK))
    assert catalogue.place_decisions() == told

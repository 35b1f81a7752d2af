"""A change of keys: killed anywhere and run again it ends, and links what it linked before."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests share worlds by import

from tests.journey.rotation_world import (
    Line,
    keys_of_packs,
    linkage,
    phrase_texts,
    send,
    small_workspace,
)

from tiig.journeys.erase import EraseRequest, erase
from tiig.journeys.keys import show_keys
from tiig.journeys.rotate_keys import RotateRequest, rotate_keys
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.erasure import Erasable
from tiig.model.errors import PACK_DAMAGED, TiigError
from tiig.model.key_errors import KEYS_BUSY, PURPOSE_UNKNOWN, ROTATION_WAITS
from tiig.model.keys import KeyLayers
from tiig.model.ports import Intent
from tiig.services import Services
from tiig.store.footers import TAIL, footer_length
from tiig.wiring import open_services, read_settings
from tiig.wiring.session import connect

ASKER = Asker.local("ada")


def rotate(services: Services, *purposes: str) -> object:
    """Change the keys of purposes."""
    request = RotateRequest(purposes or ("all",), "tested")
    return rotate_keys(request, asker=ASKER, services=services, progress=Silent())


@pytest.fixture(scope="module")
def before(
    tmp_path_factory: pytest.TempPathFactory, elm_profile: str, elm_header: str, elm_line: Line
) -> Path:
    """A workspace with two months, in which people come again."""
    root = tmp_path_factory.mktemp("rotation") / "workspace"
    return small_workspace(root, elm_profile, elm_header, elm_line)


@pytest.fixture
def workspace(before: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(before, tmp_path / "workspace"))


def test_all_keys_change(workspace: Path, elm_header: str, elm_line: Line) -> None:
    """Every id is another, all links are the same, the old keys and packs are gone."""
    with connect(workspace, because="test") as tiig:
        services = tiig.services
        told, pairs = linkage(services), services.catalogue.pairs()
        packs = {pack.id for pack in services.catalogue.packs()}
        ids = services.lake.table(pairs)["person_id"].to_list()
        phrases = set(phrase_texts(services))
        rotate(services)

    with connect(workspace, because="test") as tiig:
        services = tiig.services
        after = services.catalogue.pairs()
        assert told == linkage(services)
        assert [(one.id, one.known_from) for one in pairs] == [
            (one.id, one.known_from) for one in after
        ]
        assert set(ids).isdisjoint(services.lake.table(after)["person_id"].to_list())
        assert phrases.isdisjoint(phrase_texts(services))
        assert packs.isdisjoint(services.lake.on_disk())
        assert {"lake-2"} == keys_of_packs(services)
        assert {"vault-2"} == set(services.keys.secrets_under().values())
        names = {line.name for line in services.keys.lines()}
        assert not names & {"lake-1", "vault-1"}
        assert KeyLayers(2, 2, 2) == services.catalogue.key_layers()
        assert tiig.doctor().faults == ()

        send(tiig, workspace, "2026-07", elm_header, elm_line)
        people = linkage(services)["person"]
        assert people[:8] == told["person"][:8]
        assert {0, 1, 2, 3} == set(people)  # those of July are those of May


def test_lake_key_alone_leaves_the_data_as_they_are(workspace: Path) -> None:
    """Only the tail of a pack changes: its sealed data stay byte for byte, and so its content."""
    with connect(workspace, because="test") as tiig:
        services = tiig.services
        ids = services.lake.table(services.catalogue.pairs())["person_id"].to_list()
        contents = sorted(pack.content for pack in services.catalogue.packs())
        data = sealed_data(workspace)
        rotate(services, "lake")

    with connect(workspace, because="test") as tiig:
        services = tiig.services
        assert ids == services.lake.table(services.catalogue.pairs())["person_id"].to_list()
        assert contents == sorted(pack.content for pack in services.catalogue.packs())
        assert data == sealed_data(workspace)
        assert {"lake-2"} == keys_of_packs(services)
        assert KeyLayers() == services.catalogue.key_layers()


def sealed_data(workspace: Path) -> set[bytes]:
    """Return what lies before the footers of all packs."""
    contents = [path.read_bytes() for path in (workspace / "lake").glob("*.parquet")]
    return {one[: -TAIL - footer_length(one[-TAIL:])] for one in contents}


def test_rotated_again_and_again(workspace: Path) -> None:
    """Layers add up, and links stay."""
    with connect(workspace, because="test") as tiig:
        told = linkage(tiig.services)
        for purposes in (("person",), ("all",), ("phrase", "attendance"), ("all",)):
            rotate(tiig.services, *purposes)

    with connect(workspace, because="test") as tiig:
        assert told == linkage(tiig.services)
        assert KeyLayers(4, 4, 4) == tiig.services.catalogue.key_layers()
        assert {"lake-3"} == keys_of_packs(tiig.services)


def test_waits_for_work_that_has_begun(workspace: Path) -> None:
    """Announced work holds the change of keys off, and what was prepared is used later."""
    with open_services(read_settings(workspace)) as services:
        now = services.clock.now()
        intent = Intent(services.ids.new(), "s-1", "elm", now.replace(year=now.year + 1))
        services.catalogue.announce(intent)
        with pytest.raises(TiigError) as caught:
            rotate(services)
        assert caught.value.kind is ROTATION_WAITS
        assert "elm" in caught.value.sentence
        assert KeyLayers() == services.catalogue.key_layers()
        ready = services.catalogue.swaps()
        shown = show_keys(asker=ASKER, services=services, progress=Silent())
        assert shown.rotation is not None

        with services.catalogue.change(ASKER, "done") as change:
            change.end_intent(intent.id)
        rotate(services)
        assert {swap.new.id for swap in ready} <= {p.id for p in services.catalogue.packs()}


def test_one_at_a_time(workspace: Path) -> None:
    """A second change of keys beside a running one is refused."""
    settings = read_settings(workspace)
    with (
        open_services(settings) as one,
        open_services(settings) as other,
        one.keys.rotating(),
        pytest.raises(TiigError) as caught,
    ):
        rotate(other)

    assert caught.value.kind is KEYS_BUSY


def test_another_process_takes_the_new_keys_over(workspace: Path) -> None:
    """Who had the workspace open reads and writes on with the new keys."""
    settings = read_settings(workspace)
    with open_services(settings) as reader, open_services(settings) as services:
        told = linkage(reader)
        rotate(services)
        assert told == linkage(reader)
        assert reader.keys.wrap("lake", b"x").partition(b":")[0].decode() == "lake-2"  # type: ignore[attr-defined]  # the adapter's own


def test_an_unknown_purpose_is_refused(workspace: Path) -> None:
    """A purpose that does not exist changes nothing, and is not repeated."""
    with open_services(read_settings(workspace)) as services:
        with pytest.raises(TiigError) as caught:
            rotate(services, "lake", "NHS 943 476 5919")
        assert caught.value.kind is PURPOSE_UNKNOWN
        assert "943" not in f"{caught.value.sentence} {caught.value.advice}"
        assert services.catalogue.rotations() == ()


def test_a_damaged_pack_stops_it_before_anything_moves(workspace: Path) -> None:
    """A pack that cannot be read is named, and everything stays under the old keys."""
    damaged = max((workspace / "lake").glob("*.parquet"))
    good = damaged.read_bytes()
    damaged.write_bytes(good[:-100] + bytes(100))
    with open_services(read_settings(workspace)) as services:
        packs = services.catalogue.packs()
        with pytest.raises(TiigError) as caught:
            rotate(services)
        assert caught.value.kind is PACK_DAMAGED
        assert packs == services.catalogue.packs()
        assert KeyLayers() == services.catalogue.key_layers()
        damaged.write_bytes(good)
        told = linkage(services)
        rotate(services)
        assert told == linkage(services)


def test_erased_people_stay_out(
    workspace: Path, tmp_path: Path, elm_header: str, elm_line: Line
) -> None:
    """Marks of an erasure hold after a change of keys, and erasing works after one as before."""
    listed = tmp_path / "list.txt"

    def erased(person: str) -> int:
        listed.write_text(person + "\n", encoding="utf-8")
        request = EraseRequest(str(listed), Erasable.PERSON, "asked", sender="elm")
        with open_services(read_settings(workspace)) as services:
            return erase(request, asker=ASKER, services=services, progress=Silent()).rows

    assert erased("P1") == 4
    with open_services(read_settings(workspace)) as services:
        rotate(services)
    with connect(workspace) as tiig:
        send(tiig, workspace, "2026-07", elm_header, elm_line)
        table = tiig.services.lake.table(tiig.services.catalogue.pairs())
        assert (table.height, table["person_id"].n_unique()) == (12 + 6, 3)
        assert tiig.doctor().faults == ()
    assert erased("P2") == 6
    with open_services(read_settings(workspace)) as services:
        told = linkage(services)
        rotate(services)
        assert told == linkage(services)
        assert len(set(told["person"])) == 2

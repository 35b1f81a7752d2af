"""Backups: incremental, unreadable without the key, and restored as they were."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests share worlds by import

from tests.journey.rotation_world import Line, linkage, links, send, small_workspace

from tiig.journeys.backup import back_up
from tiig.journeys.rotate_keys import RotateRequest, rotate_keys
from tiig.kit.progress import Silent
from tiig.model.asker import Asker
from tiig.model.backup import BackupMade, BackupRequest, Restored
from tiig.model.backup_errors import (
    BACKUP_DAMAGED,
    BACKUP_HALF,
    BACKUP_INSIDE,
    BACKUP_KEY,
    BACKUP_MISSING,
    BACKUP_NEWER,
    BACKUP_NOT_ONE,
    BACKUP_OTHER,
    BOX_DAMAGED,
    BOX_INSIDE,
    TARGET_TAKEN,
)
from tiig.model.errors import KEY_MISSING, Kind, TiigError
from tiig.services import Services
from tiig.testing.seams import ListingSeams
from tiig.wiring import (
    RestoreRequest,
    make_workspace,
    open_services,
    read_settings,
    restore_workspace,
)
from tiig.wiring.session import connect

ASKER = Asker.local("ada")
PLACES = (b"Corn Market", b"corn market", b"Elm General", b"injury_intent", b"submission in force")


@pytest.fixture(scope="module")
def before(
    tmp_path_factory: pytest.TempPathFactory, elm_profile: str, elm_header: str, elm_line: Line
) -> Path:
    """A workspace with two months."""
    root = tmp_path_factory.mktemp("backup") / "workspace"
    return small_workspace(root, elm_profile, elm_header, elm_line)


@pytest.fixture
def workspace(before: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(before, tmp_path / "workspace"))


@pytest.fixture
def services(workspace: Path) -> Iterator[Services]:
    """The workspace, open."""
    with open_services(read_settings(workspace)) as opened:
        yield opened


def back(services: Services, folder: Path, **more: object) -> BackupMade:
    """Make a backup."""
    request = BackupRequest(str(folder), **more)  # type: ignore[arg-type]  # real options
    return back_up(request, asker=ASKER, services=services, progress=Silent())


def again(folder: Path, target: Path, keys: Path, **more: object) -> Restored:
    """Restore a backup."""
    request = RestoreRequest(folder, target, keys, **more)  # type: ignore[arg-type]  # the same
    return restore_workspace(request, asker=ASKER, progress=Silent())


def kind_of(call: Callable[..., object], *words: object, **more: object) -> Kind:
    """Return how a call is refused."""
    with pytest.raises(TiigError) as raised:
        call(*words, **more)
    return raised.value.kind


def everything(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_restored_on_a_blank_machine(services: Services, workspace: Path, tmp_path: Path) -> None:
    """Content, counts, audit and links are the same; with the box, originals open too."""
    told, packs = linkage(services), services.catalogue.packs()
    (workspace / "standard").mkdir()
    (workspace / "standard" / "note.txt").write_text("ours", encoding="utf-8")
    box = tmp_path / "elsewhere" / "file-keys.json"
    made = back(services, tmp_path / "backup", file_keys=str(box), verify=True)
    audit = services.catalogue.audit()

    keys = Path(shutil.copytree(workspace / "keys", tmp_path / "keys"))
    shutil.rmtree(keys / "vault")  # of the keys folder the ring alone is kept elsewhere
    found = again(tmp_path / "backup", tmp_path / "new", keys, file_keys=box)

    assert (found.contents, found.audit_head) == (made.contents, made.audit_head)
    assert found.opening == found.sealed == 4
    with connect(tmp_path / "new", because="test") as tiig:
        assert told == linkage(tiig.services)
        assert packs == tiig.services.catalogue.packs()
        copied = tiig.services.catalogue.audit()
        assert copied[: found.audit_rows] == audit[: found.audit_rows]
        assert "restored from a backup" in copied[-1].because
        (workspace / "standard" / "note.txt").unlink()
        assert (tmp_path / "new" / "standard" / "note.txt").read_text("utf-8") == "ours"
        (tmp_path / "new" / "standard" / "note.txt").unlink()
        assert tiig.doctor().faults == ()


def test_only_what_is_new_is_copied(
    services: Services, workspace: Path, tmp_path: Path, elm_header: str, elm_line: Line
) -> None:
    """An unchanged pack is not copied again, and each snapshot restores its own moment."""
    folder = tmp_path / "backup"
    first = back(services, folder)
    second = back(services, folder)
    with connect(workspace) as tiig:
        send(tiig, workspace, "2026-07", elm_header, elm_line)
    third = back(services, folder)

    assert (first.new_files, second.new_files) == (first.files, 1)  # the catalogue alone
    assert 1 < third.new_files < third.files
    for made, months in ((first, 2), (second, 2), (third, 3)):
        target = tmp_path / made.snapshot
        again(folder, target, workspace / "keys", snapshot=made.snapshot)
        with connect(target) as tiig:
            assert len(tiig.services.catalogue.pairs()) == months


def test_old_snapshots_go_with_what_they_alone_held(services: Services, tmp_path: Path) -> None:
    """Keeping two leaves two, and nothing that neither names."""
    folder = tmp_path / "backup"
    for _ in range(4):
        made = back(services, folder, keep=2)

    assert len(list((folder / "snapshots").iterdir())) == 2
    assert len(made.removed) == 1
    named = {
        one
        for path in (folder / "snapshots").iterdir()
        for one in json.loads(path.read_bytes())["objects"]
    }
    assert named == {path.name for path in (folder / "objects").glob("*/*")}


def test_unreadable_without_the_key(services: Services, workspace: Path, tmp_path: Path) -> None:
    """No word of catalogue, rows or phrases stands in the backup, and no key of any file."""
    back(services, tmp_path / "backup", file_keys=str(tmp_path / "box.json"))
    content = b"".join(everything(tmp_path / "backup").values())
    keys = [path.read_bytes() for path in (workspace / "keys").rglob("*") if path.is_file()]

    assert not [place for place in PLACES if place in content]
    assert not [key for key in keys if key and key in content]
    other = make_workspace(tmp_path / "other")
    assert kind_of(again, tmp_path / "backup", tmp_path / "new", other / "keys") is BACKUP_KEY
    assert not (tmp_path / "new").exists()


def test_what_was_destroyed_stays_destroyed(
    services: Services, workspace: Path, tmp_path: Path
) -> None:
    """Without the box nothing sealed opens; with today's, what was destroyed before does not."""
    folder, box = tmp_path / "backup", tmp_path / "box.json"
    first, second = (one.original for one in services.catalogue.submissions())
    assert first is not None
    assert second is not None
    old = back(services, folder, file_keys=str(box))
    services.vault.destroy([first])
    back(services, folder, file_keys=str(box))  # the daily run renews the box
    keys = Path(shutil.copytree(workspace / "keys", tmp_path / "keys"))
    shutil.rmtree(keys / "vault")

    closed = again(folder, tmp_path / "closed", keys)
    opened = again(folder, tmp_path / "old", keys, snapshot=old.snapshot, file_keys=box)

    assert (closed.opening, closed.sealed) == (0, 3)
    assert (opened.opening, opened.sealed) == (3, 4)
    with open_services(read_settings(tmp_path / "closed")) as restored:
        assert links(services) == links(restored)  # the figures need no original
        assert kind_of(restored.vault.open, second, tmp_path / "x") is KEY_MISSING
    with open_services(read_settings(tmp_path / "old")) as restored:
        assert kind_of(restored.vault.open, first, tmp_path / "y") is KEY_MISSING
        restored.vault.open(second, tmp_path / "z")
        assert (tmp_path / "z").read_bytes().startswith(b"No,Site")


def test_a_backup_belongs_to_the_keys_of_its_time(
    services: Services, workspace: Path, tmp_path: Path
) -> None:
    """After a change of keys the older backup needs the older ring, and says so."""
    folder = tmp_path / "backup"
    old = back(services, folder)
    keys = Path(shutil.copytree(workspace / "keys", tmp_path / "old-keys"))
    rotate_keys(RotateRequest(), asker=ASKER, services=services, progress=Silent())
    new = back(services, folder)

    words = (folder, tmp_path / "new", workspace / "keys")
    assert kind_of(again, *words, snapshot=old.snapshot) is BACKUP_KEY
    again(*words, snapshot=new.snapshot)
    again(folder, tmp_path / "older", keys, snapshot=old.snapshot)
    with connect(tmp_path / "new") as one, connect(tmp_path / "older") as other:
        assert links(one.services) == links(other.services)


def _half(folder: Path) -> None:
    next((folder / "objects").glob("*/*")).unlink()


def _changed(folder: Path) -> None:
    path = next((folder / "objects").glob("*/*"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def _begun(folder: Path) -> None:
    shutil.rmtree(folder / "snapshots")


def _torn(folder: Path) -> None:
    path = next((folder / "snapshots").iterdir())
    path.write_bytes(path.read_bytes()[:200])


def _told(**changed: object) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = next((folder / "snapshots").iterdir())
        path.write_text(json.dumps(json.loads(path.read_bytes()) | changed), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("hurt", "kind"),
    [
        (_half, BACKUP_HALF),
        (_changed, BACKUP_DAMAGED),
        (_begun, BACKUP_MISSING),
        (_torn, BACKUP_DAMAGED),
        (_told(format=2), BACKUP_NEWER),
        (_told(revision="9999"), BACKUP_NEWER),
        (_told(body="AAAA"), BACKUP_DAMAGED),
        (_told(objects=[]), BACKUP_DAMAGED),
        (_told(made_at=7), BACKUP_DAMAGED),
    ],
    ids=["half", "changed", "begun", "torn", "newer form", "newer tables", "body", "list", "time"],
)
def test_a_backup_that_is_not_whole(
    services: Services,
    workspace: Path,
    tmp_path: Path,
    hurt: Callable[[Path], None],
    kind: Kind,
) -> None:
    """Each fault has its sentence, before anything is made."""
    back(services, tmp_path / "backup")
    hurt(tmp_path / "backup")
    there = everything(tmp_path)

    assert kind_of(again, tmp_path / "backup", tmp_path / "new", workspace / "keys") is kind
    assert there == everything(tmp_path)


def test_wrong_places(services: Services, workspace: Path, tmp_path: Path) -> None:
    """Folders that cannot be meant are refused, and nothing is written."""
    folder = tmp_path / "backup"
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine", encoding="utf-8")

    assert kind_of(back, services, workspace / "backup") is BACKUP_INSIDE
    assert kind_of(back, services, tmp_path) is BACKUP_INSIDE
    assert kind_of(back, services, tmp_path / "full") is BACKUP_NOT_ONE
    assert kind_of(back, services, folder, file_keys=str(folder / "box")) is BOX_INSIDE
    assert not folder.exists()
    back(services, folder)
    with open_services(read_settings(make_workspace(tmp_path / "other"))) as others:
        assert kind_of(back, others, folder) is BACKUP_OTHER
    words = (folder, tmp_path / "new", workspace / "keys")
    assert kind_of(again, *words, snapshot="none") is BACKUP_MISSING
    assert kind_of(again, tmp_path / "full", *words[1:]) is BACKUP_MISSING
    assert kind_of(again, *words, file_keys=tmp_path / "full" / "letter.txt") is BOX_DAMAGED
    assert kind_of(again, folder, workspace, workspace / "keys") is TARGET_TAKEN
    assert kind_of(again, folder, tmp_path / "new", tmp_path / "full") is KEY_MISSING
    assert not (tmp_path / "new").exists()


def test_a_restore_that_is_broken_off_leaves_nothing(
    services: Services, workspace: Path, tmp_path: Path
) -> None:
    """At every seam of a restore there is no workspace, or the whole one."""
    back(services, tmp_path / "backup")
    request = RestoreRequest(tmp_path / "backup", tmp_path / "listed", workspace / "keys")
    listing = ListingSeams()
    restore_workspace(request, asker=ASKER, progress=Silent(), seams=listing)

    class Breaks:
        """Breaks off at a seam."""

        def __init__(self, left: int) -> None:
            self.left = left

        def reach(self, seam: str) -> None:
            """Break off here if this is the seam."""
            self.left -= 1
            if not self.left:
                raise KeyboardInterrupt(seam)

    target = tmp_path / "new"
    request = RestoreRequest(tmp_path / "backup", target, workspace / "keys")
    for number in range(1, len(listing.passed)):
        with pytest.raises(KeyboardInterrupt):
            restore_workspace(request, asker=ASKER, progress=Silent(), seams=Breaks(number))
        assert not target.exists()
        assert list(tmp_path.glob("new*")) == []
    restore_workspace(request, asker=ASKER, progress=Silent())
    with connect(target) as tiig:
        assert links(tiig.services) == links(services)

"""The keyring changes whole or not at all, and says what is wrong with it."""

from __future__ import annotations

import base64
import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tiig.model.errors import (
    KEY_MISSING,
    KEY_WRONG,
    OUTPUT_UNWRITABLE,
    STORE_UNWRITABLE,
    Kind,
    TiigError,
)
from tiig.model.key_errors import (
    KEY_SERVICE_AWAY,
    KEY_SERVICE_UNKNOWN,
    KEYS_BUSY,
    KEYS_OPEN,
    PASSPHRASE_EMPTY,
    PASSPHRASE_MISSING,
    PASSPHRASE_SERVICE,
    SHARES_INSIDE,
)
from tiig.store import FileKeyring, durable, key_locks, keyring_file
from tiig.store.secrets import new_keys, seal
from tiig.testing.key_service import InMemoryKeyService
from tiig.wiring.key_services import key_service

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
FIRST, SECOND = "correct horse", "battery staple"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretch passphrases as little as the test has time for."""
    monkeypatch.setattr(key_locks, "_COST", 2**10)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the keys lie, as in a workspace."""
    return tmp_path / "workspace" / "keys"


def kind_of(call: object, *words: object, **more: object) -> Kind:
    """Return how a call is refused."""
    with pytest.raises(TiigError) as raised:
        call(*words, **more)  # type: ignore[operator]  # whatever the test names
    return raised.value.kind


def test_a_ring_of_format_1_opens_and_is_written_anew(folder: Path) -> None:
    """A keyring of the first version opens as before, and is one of today's once it changes."""
    folder.mkdir(parents=True)
    keys, salt = new_keys(), os.urandom(16)
    opener = key_locks.stretched(FIRST, salt)
    sealed = {n: base64.b64encode(seal(opener, key, n)).decode() for n, key in keys.items()}
    told = {"format": 1, "salt": base64.b64encode(salt).decode(), "keys": sealed}
    durable.write_private(folder / "keyring.json", json.dumps(told).encode())

    ring = FileKeyring.open(folder, FIRST)
    assert ring.content_key() == keys["content-1"]
    assert {line.made_at for line in ring.lines()} == {None}
    assert kind_of(FileKeyring.open, folder, SECOND) is KEY_WRONG
    ring.add(["lake-2"])

    again = FileKeyring.open(folder, FIRST)
    assert json.loads((folder / "keyring.json").read_bytes())["format"] == 2
    assert again.content_key() == keys["content-1"]
    assert [line.made_at is None for line in again.lines() if line.purpose == "lake"] == [
        True,
        False,
    ]


@pytest.mark.parametrize("missing", [{"audit-1"}, {"receiving-1"}, {"audit-1", "receiving-1"}])
def test_a_ring_of_an_earlier_version_is_completed(folder: Path, missing: set[str]) -> None:
    """Keys that came later are made when the ring is opened, once."""
    older = {name: key for name, key in new_keys().items() if name not in missing}
    opener = os.urandom(32)
    sealed = keyring_file.sealed_ring(
        older,
        {},
        opener=opener,
        wrapped=key_locks.PassphraseLock(FIRST).wrap(opener),
        opened_by="passphrase",
    )
    folder.mkdir(parents=True)
    durable.write_private(folder / "keyring.json", sealed)

    first, second = (FileKeyring.open(folder, FIRST) for _ in range(2))

    assert first.identity == second.identity
    assert first.receiving_key() == second.receiving_key()
    assert {line.name for line in second.lines()} == older.keys() | missing
    assert first.content_key() == older["content-1"]


def test_another_passphrase(folder: Path) -> None:
    """The new one opens, the old one does not, secrets and keys are the same."""
    ring = FileKeyring.create(folder, FIRST)
    ring.keep("o-1", b"secret")

    ring.lock(SECOND)

    assert FileKeyring.open(folder, SECOND).recall("o-1") == b"secret"
    assert ring.recall("o-1") == b"secret"
    assert kind_of(FileKeyring.open, folder, FIRST) is KEY_WRONG
    ring.lock(None)
    assert FileKeyring.open(folder, None).recall("o-1") == b"secret"
    ring.lock(FIRST)
    assert not (folder / "unlock.key").exists()
    assert kind_of(FileKeyring.open, folder, None) is PASSPHRASE_MISSING


@pytest.mark.parametrize("to", [SECOND, None])
@pytest.mark.parametrize("step", range(1, 12))
def test_a_passphrase_changes_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: int, to: str | None
) -> None:
    """Broken off at any call of the operating system, one of the two opens the ring."""
    FileKeyring.create(folder, FIRST).keep("o-1", b"secret")
    ring, left = FileKeyring.open(folder, FIRST), step

    def failing(name: str) -> None:
        real = getattr(os, name)

        def call(*words: object, **more: object) -> object:
            nonlocal left
            left -= 1
            if left == 0:
                raise OSError(5, "Input/output error")
            return real(*words, **more)

        monkeypatch.setattr(os, name, call)

    with monkeypatch.context():
        for name in ("open", "fsync", "link"):
            failing(name)
        with suppress(TiigError, OSError):
            ring.lock(to)
        monkeypatch.undo()
    monkeypatch.setattr(key_locks, "_COST", 2**10)

    opened = 0
    for passphrase in (FIRST, to):
        try:
            opened += FileKeyring.open(folder, passphrase).recall("o-1") == b"secret"
        except TiigError as fault:
            assert fault.kind in {KEY_WRONG, PASSPHRASE_MISSING}  # noqa: PT017 - one of two may fail
    assert opened >= 1


def test_a_short_passphrase_is_refused(folder: Path) -> None:
    """What could be guessed is not taken, neither at first nor later."""
    assert kind_of(FileKeyring.create, folder, "short") is PASSPHRASE_EMPTY
    assert not (folder / "keyring.json").exists()
    ring = FileKeyring.create(folder, FIRST)
    assert kind_of(ring.lock, "") is PASSPHRASE_EMPTY
    assert FileKeyring.open(folder, FIRST).content_key() == ring.content_key()


@pytest.mark.parametrize("name", ["keyring.json", "unlock.key"])
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_keys_that_others_can_reach_are_refused(folder: Path, name: str, mode: int) -> None:
    """Loose permissions are named, and nothing is opened."""
    FileKeyring.create(folder, None)
    (folder / name).chmod(mode)

    assert kind_of(FileKeyring.open, folder, None) is KEYS_OPEN


def test_one_changes_keys_at_a_time(folder: Path) -> None:
    """Two processes do not change the ring at once."""
    ring, other = FileKeyring.create(folder, None), FileKeyring.open(folder, None)

    with ring.rotating():
        assert kind_of(other.lock, FIRST) is KEYS_BUSY
    other.lock(FIRST)
    assert FileKeyring.open(folder, FIRST).content_key() == ring.content_key()


def test_keys_added_elsewhere_are_used(folder: Path) -> None:
    """A ring that is open takes over what another process changed; a retired key is gone."""
    ring, other = FileKeyring.create(folder, FIRST), FileKeyring.open(folder, FIRST)
    sealed = ring.wrap("lake", b"secret")

    other.add(["lake-2"])
    assert ring.wrap("lake", b"x").startswith(b"lake-2:")
    assert ring.unwrap("lake", sealed) == b"secret"
    other.lock(SECOND)
    other.retire(["lake-1"])
    assert kind_of(ring.unwrap, "lake", sealed) is KEY_MISSING
    assert list(folder.glob("*.old")) == []


def test_a_destroyed_secret_does_not_come_back(folder: Path) -> None:
    """Wrapping anew does nothing for a secret that is gone, and leaves no older copy."""
    ring = FileKeyring.create(folder, None)
    ring.keep("o-1", b"secret")
    ring.add(["vault-2"])

    ring.rewrap_secret("o-1")
    assert ring.secrets_under() == {"o-1": "vault-2"}
    assert ring.recall("o-1") == b"secret"
    ring.forget("o-1")
    ring.rewrap_secret("o-1")
    assert list((folder / "vault").iterdir()) == []


def test_lines_tell_no_key(folder: Path) -> None:
    """Check values are equal for equal keys, different for different ones, and lead to none."""
    ring = FileKeyring.create(folder, None)
    lines = ring.lines()

    assert lines == FileKeyring.open(folder, None).lines()
    assert len({line.check for line in lines}) == len(lines) == len(new_keys())
    assert all(key.hex() not in repr(lines) for key in ring._keys.values())


def test_escrow_is_remembered_and_stays_outside(folder: Path, tmp_path: Path) -> None:
    """What was handed out is known by name; the shares never lie beside the keys."""
    ring = FileKeyring.create(folder, None)
    assert ring.escrowed() is None

    record, files = ring.escrow(tmp_path / "shares", 5, 3, NOW)

    assert ring.escrowed() == record
    assert {path.name for path in (tmp_path / "shares").iterdir()} == set(files)
    assert all(line.in_escrow for line in ring.lines())
    ring.add(["lake-2"])
    assert [line.name for line in ring.lines() if not line.in_escrow] == ["lake-2"]
    for inside in (folder / "shares", folder.parent / "out"):
        assert kind_of(ring.escrow, inside, 5, 3, NOW) is SHARES_INSIDE
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert kind_of(ring.escrow, tmp_path / "file" / "below", 5, 3, NOW) is OUTPUT_UNWRITABLE


def test_an_outside_service_opens_the_ring(folder: Path) -> None:
    """A key service wraps what opens the ring; away or another one, nothing opens."""
    service = InMemoryKeyService()
    ring = FileKeyring.create(folder, None, service=service)
    ring.keep("o-1", b"secret")

    assert not (folder / "unlock.key").exists()
    assert FileKeyring.open(folder, None, service=service).recall("o-1") == b"secret"
    assert kind_of(FileKeyring.open, folder, None) is KEY_MISSING
    assert kind_of(FileKeyring.open, folder, None, service=InMemoryKeyService()) is KEY_WRONG
    assert kind_of(ring.lock, FIRST) is PASSPHRASE_SERVICE
    ring.add(["lake-2"])
    assert len(FileKeyring.open(folder, None, service=service).lines()) == len(new_keys()) + 1


def test_a_service_is_named_in_settings(folder: Path) -> None:
    """A service is found by its name; what it says when it fails stays behind."""
    found = key_service("tiig.testing.key_service:InMemoryKeyService")

    assert key_service("local") is None
    assert found is not None
    assert "InMemoryKeyService" in found.describe()
    ring = FileKeyring.create(folder, None, service=found)
    assert FileKeyring.open(folder, None, service=found).content_key() == ring.content_key()
    for unknown in ("nothing.of:this", "tiig", "tiig.kit.shamir:split", "os:getcwd"):
        assert kind_of(key_service, unknown) is KEY_SERVICE_UNKNOWN
    away = key_service("tiig.testing.key_service:AwayKeyService")
    assert away is not None
    assert kind_of(away.wrap, b"k" * 32) is KEY_SERVICE_AWAY
    assert kind_of(away.unwrap, b"k" * 32) is KEY_SERVICE_AWAY


def test_a_disk_that_cannot_be_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read-only disk is named, and the ring stays as it was."""
    ring = FileKeyring.create(folder, None)

    def read_only(*_: object, **__: object) -> int:
        raise OSError(30, "Read-only file system")

    with monkeypatch.context() as broken:
        broken.setattr(os, "link", read_only)
        assert kind_of(ring.add, ["lake-2"]) is STORE_UNWRITABLE
    assert len(ring.lines()) == len(FileKeyring.open(folder, None).lines()) == len(new_keys())

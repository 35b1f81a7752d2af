"""The vault and its keys: what is sealed opens again, and what is destroyed never does."""

from __future__ import annotations

import hashlib
import io
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from tiig.model.errors import (
    DISK_FULL,
    FILE_MISSING,
    KEY_MISSING,
    KEY_WRONG,
    PACK_DAMAGED,
    TiigError,
)
from tiig.model.gates import SealedTexts
from tiig.model.key_errors import KEYRING_DAMAGED, KEYRING_THERE, PASSPHRASE_MISSING
from tiig.model.ports import Vault
from tiig.store import FileKeyring, SealedVault, key_locks, phrase_tables
from tiig.store import vault as vaults
from tiig.store.in_memory import MemoryKeys, MemoryVault

CONTENT = b"row,text\n2,invented\n" * 9_000


@pytest.fixture
def received(tmp_path: Path) -> Path:
    """A file as a sender sent it."""
    path = tmp_path / "received.csv"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def keys(tmp_path: Path) -> FileKeyring:
    """A keyring without a passphrase."""
    return FileKeyring.create(tmp_path / "keys", None)


@pytest.fixture
def vault(tmp_path: Path, keys: FileKeyring) -> SealedVault:
    """A vault on disk."""
    return SealedVault(tmp_path, keys=keys)


@pytest.fixture(params=["sealed", "memory"])
def either(request: pytest.FixtureRequest, vault: SealedVault) -> Vault:
    """Give each adapter in turn."""
    return vault if request.param == "sealed" else MemoryVault()


def raised_by(work: Callable[..., object], *args: object) -> str:
    """Return the kind of error that is raised."""
    with pytest.raises(TiigError) as raised:
        work(*args)
    return raised.value.kind.id


def test_original_comes_back(either: Vault, received: Path, tmp_path: Path) -> None:
    """What is sealed opens to the same bytes, under the fingerprint of those bytes."""
    original = either.seal(received, "o-1")
    either.open("o-1", tmp_path / "back")

    assert (tmp_path / "back").read_bytes() == CONTENT
    assert hashlib.sha256(CONTENT).hexdigest() == original.fingerprint
    assert ("o-1", len(CONTENT)) == (original.id, original.size)
    assert ("", original.fingerprint) == (
        either.fingerprint(received).id,
        either.fingerprint(received).fingerprint,
    )


def test_destroyed_is_gone(either: Vault, received: Path, tmp_path: Path) -> None:
    """A destroyed original does not open; destroying it again is no fault."""
    either.seal(received, "o-1")
    assert frozenset({"o-1"}) == either.on_disk()

    either.destroy(["o-1"])
    either.destroy(["o-1"])

    assert frozenset() == either.on_disk()
    assert KEY_MISSING.id == raised_by(either.open, "o-1", tmp_path / "back")


def test_missing_file_is_said(either: Vault, tmp_path: Path) -> None:
    """A file that is not there is missing, not our fault."""
    assert FILE_MISSING.id == raised_by(either.seal, tmp_path / "nothing.csv", "o-1")
    assert FILE_MISSING.id == raised_by(either.fingerprint, tmp_path / "nothing.csv")
    assert frozenset() == either.on_disk()


def test_phrases_are_kept_apart(either: Vault) -> None:
    """Phrases have an id made from their submission, and can be destroyed."""
    either.keep_phrases("s-1", SealedTexts({"a": "the black lion"}))

    assert frozenset({"s-1-phrases"}) == either.on_disk()
    either.destroy(["s-1-phrases"])
    assert frozenset() == either.on_disk()


def test_phrases_open_with_their_key(vault: SealedVault, tmp_path: Path) -> None:
    """Phrases are sealed as JSON, the last ones kept standing for the submission."""
    vault.keep_phrases("s-1", SealedTexts({"a": "first"}))
    vault.keep_phrases("s-1", SealedTexts({"a": "the black lion"}))
    vault.open("s-1-phrases", tmp_path / "phrases.json")

    assert phrase_tables.read((tmp_path / "phrases.json").read_bytes()) == (
        1,
        {"a": "the black lion"},
    )


def test_nothing_on_disk_is_readable(vault: SealedVault, received: Path, tmp_path: Path) -> None:
    """No sealed file holds a word of the original or of a phrase, and nobody else may read it."""
    vault.seal(received, "o-1")
    vault.keep_phrases("s-1", SealedTexts({"a": "invented"}))
    files = [path for path in (tmp_path / "vault").rglob("*") if path.is_file()]

    assert [path.suffix for path in files if path.stat().st_size] == [".age", ".age"]
    assert not any(b"invented" in path.read_bytes() for path in files)
    assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for path in files}


def test_copy_without_its_key_is_noise(vault: SealedVault, received: Path, tmp_path: Path) -> None:
    """Destroying the key alone destroys the original, wherever copies of it are."""
    vault.seal(received, "o-1")
    (tmp_path / "keys" / "vault" / "o-1.key").unlink()

    assert KEY_MISSING.id == raised_by(vault.open, "o-1", tmp_path / "back")


def test_damaged_original_is_said(vault: SealedVault, received: Path, tmp_path: Path) -> None:
    """A changed or missing copy is damaged, and no part of it is left behind."""
    vault.seal(received, "o-1")
    path = tmp_path / "vault" / "originals" / "o-1.age"
    content = bytearray(path.read_bytes())
    content[-5] ^= 1
    path.write_bytes(content)

    assert PACK_DAMAGED.id == raised_by(vault.open, "o-1", tmp_path / "back")
    assert not (tmp_path / "back").exists()
    path.unlink()
    assert PACK_DAMAGED.id == raised_by(vault.open, "o-1", tmp_path / "back")


def test_full_disk_leaves_nothing(
    vault: SealedVault, received: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills while sealing is said; neither copy nor key is left."""

    class Full(vaults._Counted):
        def __init__(self, file: BinaryIO) -> None:
            super().__init__(file)
            self._writes = not isinstance(file, io.BufferedReader)

        def write(self, data: bytes) -> int:
            def no_room() -> int:
                raise OSError(28, "No space left on device", len(data))

            return self._kept(no_room)

    monkeypatch.setattr(vaults, "_Counted", Full)

    assert DISK_FULL.id == raised_by(vault.seal, received, "o-1")
    assert frozenset() == vault.on_disk()


class BreakingSeams:
    """Breaks off at a named seam."""

    def __init__(self, at: str) -> None:
        self._at = at

    def reach(self, seam: str) -> None:
        """Break off here if this is the seam."""
        if seam == self._at:
            raise KeyboardInterrupt


@pytest.mark.parametrize("seam", ["key-kept", "original-written", "original-sealed"])
def test_kill_while_sealing(keys: FileKeyring, received: Path, tmp_path: Path, seam: str) -> None:
    """Broken off anywhere, what is left is named on disk and can be destroyed whole."""
    vault = SealedVault(tmp_path, keys=keys, seams=BreakingSeams(seam))

    with pytest.raises(KeyboardInterrupt):
        vault.seal(received, "o-1")

    again = SealedVault(tmp_path, keys=keys)
    assert frozenset({"o-1"}) == again.on_disk()
    again.destroy(["o-1"])
    assert frozenset() == again.on_disk()


def test_keyring_opens_with_its_passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same passphrase gives the same keys; another, none, or no keyring is refused."""
    monkeypatch.setattr(key_locks, "_COST", 2**10)  # as strong as the test has time for
    made = FileKeyring.create(tmp_path / "keys", "correct horse")
    sealed = made.wrap("lake", b"secret")

    opened = FileKeyring.open(tmp_path / "keys", "correct horse")

    assert opened.unwrap("lake", sealed) == b"secret"
    assert made.pseudonyms() == opened.pseudonyms()
    assert made.content_key() == opened.content_key()
    assert KEY_WRONG.id == raised_by(FileKeyring.open, tmp_path / "keys", "wrong")
    assert PASSPHRASE_MISSING.id == raised_by(FileKeyring.open, tmp_path / "keys", None)
    assert KEY_MISSING.id == raised_by(FileKeyring.open, tmp_path / "none", None)
    assert not (tmp_path / "keys" / "unlock.key").exists()


def test_keyring_without_passphrase_says_so(keys: FileKeyring, tmp_path: Path) -> None:
    """Without a passphrase the opening key lies beside the ring, private, and doctor says so."""
    unlock = tmp_path / "keys" / "unlock.key"

    assert keys.pseudonyms() == FileKeyring.open(tmp_path / "keys", None).pseudonyms()
    assert stat.S_IMODE(unlock.stat().st_mode) == 0o600
    assert any("unlock.key" in sentence for sentence in keys.describe())
    unlock.write_bytes(b"x" * 32)
    assert KEY_WRONG.id == raised_by(FileKeyring.open, tmp_path / "keys", None)
    unlock.write_bytes(b"short")
    assert KEY_WRONG.id == raised_by(FileKeyring.open, tmp_path / "keys", None)
    unlock.unlink()
    assert KEY_MISSING.id == raised_by(FileKeyring.open, tmp_path / "keys", None)


@pytest.mark.parametrize("left", [b"{}", b"", b"[]", b'{"format": 2, "keys": {"lake-1"'])
def test_damaged_keyring_opens_nothing(keys: FileKeyring, tmp_path: Path, left: bytes) -> None:
    """A keyring that cannot be read is named as damaged, and is left as it is."""
    assert keys.kept() == frozenset()
    ring = tmp_path / "keys" / "keyring.json"
    ring.write_bytes(left)

    assert KEYRING_DAMAGED.id == raised_by(FileKeyring.open, tmp_path / "keys", None)
    assert ring.read_bytes() == left


def test_keys_are_made_once(keys: FileKeyring, tmp_path: Path) -> None:
    """A keyring is never overwritten."""
    assert len(keys.describe()) > 1
    assert KEYRING_THERE.id == raised_by(FileKeyring.create, tmp_path / "keys", None)


@pytest.mark.parametrize("kind", ["file", "memory"])
def test_keys_tell_nothing(kind: str, tmp_path: Path) -> None:
    """Neither repr nor pickling gives a key away, and no purpose opens another's secrets."""
    ring = FileKeyring.create(tmp_path / "k", None) if kind == "file" else MemoryKeys()

    assert repr(ring).endswith("8 keys>")
    assert ring.content_key().hex() not in repr(vars(ring.pseudonyms()).keys())
    assert KEY_MISSING.id == raised_by(ring.unwrap, "vault", ring.wrap("lake", b"secret"))
    assert KEY_MISSING.id == raised_by(ring.unwrap, "lake", b"rubbish")
    assert KEY_MISSING.id == raised_by(ring.recall, "nothing")
    with pytest.raises(TypeError):
        ring.__reduce__()


def test_ring_needs_every_purpose() -> None:
    """A ring that lacks a key is refused at once, not when the key is needed."""
    from tiig.store.secrets import Ring

    assert KEY_MISSING.id == raised_by(Ring, {"lake-1": b"x" * 32})


def test_a_secret_half_written_is_found_and_destroyed(vault: SealedVault, tmp_path: Path) -> None:
    """What a crash left of a secret is no secret of anything, and goes as a stray does."""
    left = tmp_path / "keys" / "vault" / "o-1.key.part"
    left.write_bytes(b"half")

    assert vault.on_disk() == {"o-1"}
    vault.destroy(["o-1"])

    assert (vault.on_disk(), left.exists()) == (frozenset(), False)

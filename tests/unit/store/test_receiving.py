"""Receiving keys: every keyring has one, older ones say so, and no key is shown."""

from __future__ import annotations

from pathlib import Path

import pyrage
import pytest

from tiig.model.errors import TiigError
from tiig.model.handover_errors import (
    PACKAGE_DAMAGED,
    PACKAGE_OTHER_KEY,
    RECEIVING_KEY_MISSING,
)
from tiig.model.keys import RECEIVING
from tiig.store import FileKeyring
from tiig.store.in_memory import MemoryKeys
from tiig.store.secrets import Ring, new_keys


def sealed_for(key: str) -> bytes:
    """Seal a few bytes for a public key, as age itself does."""
    return bytes(pyrage.encrypt(b"rows", [pyrage.x25519.Recipient.from_str(key)]))


def test_the_key_outlives_the_process(tmp_path: Path) -> None:
    """A keyring opened again shows the same public key, and opens what was sealed for it."""
    made = FileKeyring.create(tmp_path, "a passphrase")
    package = sealed_for(made.receiving_key())

    opened = FileKeyring.open(tmp_path, "a passphrase")

    assert opened.receiving_key() == made.receiving_key()
    assert opened.unsealed(package) == b"rows"


def test_an_older_key_still_opens() -> None:
    """After a rotation packages are sealed for the new key, and those on their way still open."""
    keys = new_keys()
    before = Ring(keys)
    after = Ring({**keys, "receiving-2": b"\7" * 32})

    assert after.receiving_key() != before.receiving_key()
    assert after.unsealed(sealed_for(before.receiving_key())) == b"rows"
    assert after.unsealed(sealed_for(after.receiving_key())) == b"rows"


def test_strangers_and_damage_are_told_apart() -> None:
    """Another's package is not called damaged, and a changed byte is not called another's."""
    keys, other = MemoryKeys(), MemoryKeys()
    package = sealed_for(keys.receiving_key())

    with pytest.raises(TiigError) as stranger:
        other.unsealed(package)
    with pytest.raises(TiigError) as damaged:
        keys.unsealed(package[:-1] + bytes([package[-1] ^ 1]))

    assert stranger.value.kind is PACKAGE_OTHER_KEY
    assert damaged.value.kind is PACKAGE_DAMAGED


def test_a_keyring_without_one_says_so() -> None:
    """Keyrings made before packages existed open as ever, and say that they cannot receive."""
    keys = Ring({name: key for name, key in new_keys().items() if not name.startswith(RECEIVING)})

    with pytest.raises(TiigError) as caught:
        keys.receiving_key()

    assert caught.value.kind is RECEIVING_KEY_MISSING

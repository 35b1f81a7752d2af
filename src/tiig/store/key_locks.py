"""The local key services: a passphrase, or a file beside the keyring.

Either wraps the one key that opens the ring. Others, such as a cloud's KMS, are named in
`tiig.toml` and answer the same port.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from tiig.model.errors import KEY_MISSING, KEY_WRONG, TiigError
from tiig.store import durable
from tiig.store.faults import disk_errors
from tiig.store.secrets import KEY_BYTES, seal, unseal

UNLOCK = "unlock.key"
_LABEL = "opener"
_SALT_BYTES = 16
_COST, _BLOCK, _LANES = 2**17, 8, 1
"""scrypt as OWASP's password storage sheet advises: 128 MiB, a third of a second."""


@dataclass(frozen=True)
class PassphraseLock:
    """Wraps under a key that scrypt makes of a passphrase; the salt goes along."""

    passphrase: str = field(repr=False)

    def describe(self) -> str:
        """Say how the ring is opened."""
        return "The keyring is opened by a passphrase (scrypt, AES-256-GCM)."

    def wrap(self, key: bytes) -> bytes:
        """Wrap a key under a new salt."""
        salt = os.urandom(_SALT_BYTES)
        return salt + seal(stretched(self.passphrase, salt), key, _LABEL)

    def unwrap(self, wrapped: bytes) -> bytes:
        """Unwrap a key; KEY_WRONG for another passphrase."""
        salt, sealed = wrapped[:_SALT_BYTES], wrapped[_SALT_BYTES:]
        return _opened(unseal(stretched(self.passphrase, salt), sealed, _LABEL))


@dataclass(frozen=True)
class FileLock:
    """Wraps under `unlock.key` of the keys folder, readable by its owner only."""

    folder: Path

    def describe(self) -> str:
        """Say how the ring is opened, and what that does not prevent."""
        return (
            "The keyring is opened by the file unlock.key beside it: whoever copies the "
            "whole workspace can read it. Set one with tiig keys passphrase to prevent that."
        )

    def wrap(self, key: bytes) -> bytes:
        """Wrap a key; the file is made where it is not there."""
        path = self.folder / UNLOCK
        if not path.exists():
            with disk_errors():
                durable.write_private(path, os.urandom(KEY_BYTES))
        return seal(self.key(), key, _LABEL)

    def unwrap(self, wrapped: bytes) -> bytes:
        """Unwrap a key; KEY_MISSING without the file, KEY_WRONG for another."""
        return _opened(unseal(self.key(), wrapped, _LABEL))

    def key(self) -> bytes:
        """Return what stands in the file."""
        try:
            key = (self.folder / UNLOCK).read_bytes()
        except OSError:
            raise TiigError(KEY_MISSING, what=f"the file {UNLOCK}") from None
        if len(key) != KEY_BYTES:
            raise TiigError(KEY_WRONG)
        return key


def stretched(passphrase: str, salt: bytes) -> bytes:
    """Return the key of a passphrase."""
    return Scrypt(salt=salt, length=KEY_BYTES, n=_COST, r=_BLOCK, p=_LANES).derive(
        passphrase.encode()
    )


def _opened(key: bytes | None) -> bytes:
    if key is None:
        raise TiigError(KEY_WRONG)
    return key

"""The keyring of a workspace: a folder of wrapped keys, opened once by its passphrase.

Without a passphrase the key that opens it lies beside it (`unlock.key`, readable by its
owner only): enough against a lost backup of the data alone, not against a stolen disk, and
`doctor` says so.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from tiig.model.errors import KEY_MISSING, KEY_WRONG, WORKSPACE_EXISTS, TiigError
from tiig.store import durable
from tiig.store.faults import disk_errors
from tiig.store.secrets import KEY_BYTES, Ring, new_keys, seal, unseal

_RING, _UNLOCK, _VAULT = "keyring.json", "unlock.key", "vault"
_FORMAT = 1
_ENDING = ".key"
_LATER = frozenset({"audit-1"})
"""Keys that the first keyrings did not have; they are made when such a ring is opened."""
_COST, _BLOCK, _LANES = 2**17, 8, 1
"""scrypt as OWASP's password storage sheet advises: 128 MiB, a third of a second."""


class FileKeyring(Ring):
    """Master keys from `keyring.json`, and a wrapped secret per sealed file in `vault/`."""

    def __init__(self, folder: Path, keys: dict[str, bytes], *, by_passphrase: bool) -> None:
        super().__init__(keys)
        self._folder = folder
        self._by_passphrase = by_passphrase

    @classmethod
    def create(cls, folder: Path, passphrase: str | None) -> Self:
        """Make new random keys; WORKSPACE_EXISTS where there are keys already."""
        if (folder / _RING).exists():
            raise TiigError(WORKSPACE_EXISTS)
        keys, salt = new_keys(), os.urandom(16)
        with disk_errors():
            durable.private_folder(folder / _VAULT)
            if passphrase is None:
                opener = os.urandom(KEY_BYTES)
                durable.write_private(folder / _UNLOCK, opener)
            else:
                opener = _stretched(passphrase, salt)
            told = _written(keys, opener, None if passphrase is None else salt)
            durable.write_private(folder / _RING, told)
        return cls(folder, keys, by_passphrase=passphrase is not None)

    @classmethod
    def open(cls, folder: Path, passphrase: str | None) -> Self:
        """Open the keys; KEY_MISSING without a keyring, KEY_WRONG for another passphrase."""
        salt, wrapped = _read(folder)
        opener = _opener(folder, salt, passphrase)
        keys = {name: unseal(opener, sealed, name) for name, sealed in wrapped.items()}
        opened = {name: key for name, key in keys.items() if key is not None}
        if len(opened) < len(keys):
            raise TiigError(KEY_WRONG)
        if _LATER - opened.keys():
            _add_later(folder, opener)
            return cls.open(folder, passphrase)
        return cls(folder, opened, by_passphrase=salt is not None)

    def describe(self) -> tuple[str, ...]:
        """Say which keys exist and how they are wrapped."""
        names = ", ".join(sorted(self._keys))
        if self._by_passphrase:
            how = "The keyring is opened by a passphrase (scrypt, AES-256-GCM)."
        else:
            how = (
                "The keyring is opened by the file unlock.key beside it: whoever copies the "
                "whole workspace can read it. Make a workspace with a passphrase to prevent that."
            )
        return (
            f"Keys: {names}.",
            how,
            f"Sealed files with a key of their own: {len(self.kept())}.",
        )

    def keep(self, name: str, secret: bytes) -> None:
        """Keep the secret of one file, wrapped and durable."""
        with disk_errors():
            durable.write_private(self._secret(name), self.wrap("vault", secret))

    def recall(self, name: str) -> bytes:
        """Return the secret of one file; KEY_MISSING where it was destroyed."""
        try:
            sealed = self._secret(name).read_bytes()
        except OSError:
            raise TiigError(KEY_MISSING, what=f"the key of the sealed file {name}") from None
        return self.unwrap("vault", sealed)

    def forget(self, name: str) -> None:
        """Destroy the secret of one file: overwritten, then removed."""
        path = self._secret(name)
        with disk_errors():
            durable.destroy(path)
            durable.destroy(path.with_name(path.name + durable.PART))

    def kept(self) -> frozenset[str]:
        """Return the names of all files that have a secret."""
        return frozenset(path.stem for path in (self._folder / _VAULT).glob("*" + _ENDING))

    def begun(self) -> frozenset[str]:
        """Return the names of files whose secret a crash left half written."""
        ending = _ENDING + durable.PART
        files = (self._folder / _VAULT).glob("*" + ending)
        return frozenset(path.name.removesuffix(ending) for path in files)

    def _secret(self, name: str) -> Path:
        return self._folder / _VAULT / (name + _ENDING)


def _add_later(folder: Path, opener: bytes) -> None:
    """Add keys that an older ring lacks; one process does, another that comes finds them."""
    with disk_errors():
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            salt, wrapped = _read(folder)
            fresh = {name: key for name, key in new_keys().items() if name in _LATER}
            sealed = {name: seal(opener, key, name) for name, key in fresh.items()}
            durable.write_private(folder / _RING, _told(sealed | wrapped, salt))
        finally:
            os.close(handle)


def _written(keys: dict[str, bytes], opener: bytes, salt: bytes | None) -> bytes:
    return _told({name: seal(opener, key, name) for name, key in keys.items()}, salt)


def _told(sealed: dict[str, bytes], salt: bytes | None) -> bytes:
    wrapped = {name: base64.b64encode(key).decode() for name, key in sealed.items()}
    told = None if salt is None else base64.b64encode(salt).decode()
    return json.dumps({"format": _FORMAT, "salt": told, "keys": wrapped}, indent=1).encode()


def _read(folder: Path) -> tuple[bytes | None, dict[str, bytes]]:
    """Return the salt (None: opened by a file) and the wrapped keys."""
    try:
        told = json.loads((folder / _RING).read_bytes())
        if told["format"] == _FORMAT:
            wrapped = {name: base64.b64decode(key) for name, key in told["keys"].items()}
            return None if told["salt"] is None else base64.b64decode(told["salt"]), wrapped
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        pass
    raise TiigError(KEY_MISSING, what="the keyring")


def _opener(folder: Path, salt: bytes | None, passphrase: str | None) -> bytes:
    if salt is not None:
        if passphrase is None:
            raise TiigError(KEY_MISSING, what="the passphrase of the keyring")
        return _stretched(passphrase, salt)
    try:
        opener = (folder / _UNLOCK).read_bytes()
    except OSError:
        raise TiigError(KEY_MISSING, what="the file unlock.key") from None
    if len(opener) != KEY_BYTES:
        raise TiigError(KEY_WRONG)
    return opener


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=KEY_BYTES, n=_COST, r=_BLOCK, p=_LANES).derive(
        passphrase.encode()
    )

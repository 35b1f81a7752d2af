"""The keyring of a workspace: a folder of wrapped keys, opened once by a key service.

Every change writes the file anew, whole or not at all, and a process that has it open takes
the change over: keys that were added elsewhere are used from then on.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from tiig.model.errors import KEY_MISSING, OUTPUT_UNWRITABLE, TiigError
from tiig.model.key_errors import (
    KEYRING_THERE,
    KEYS_OPEN,
    PASSPHRASE_EMPTY,
    PASSPHRASE_MISSING,
    PASSPHRASE_SERVICE,
    SHARES_INSIDE,
)
from tiig.model.key_ports import KeyService
from tiig.model.keys import ADDED, EscrowRecord
from tiig.store import durable, keyring_file
from tiig.store.escrow import Recovered, share_out
from tiig.store.faults import disk_errors
from tiig.store.key_locks import UNLOCK, FileLock, PassphraseLock, stretched
from tiig.store.keyring_file import FILE, PASSPHRASE, RING, SERVICE, Sealed, read_ring
from tiig.store.secrets import KEY_BYTES, Ring, new_keys, wrapped_under

LEAST_LETTERS = 8
_VAULT, _ESCROW = "vault", "escrow.json"
_OTHERS = 0o077
_ENDING = ".key"
_LATER = frozenset(f"{purpose}-1" for purpose in ADDED)
"""Keys that the first keyrings did not have; they are made when such a ring is opened."""


class FileKeyring(Ring):
    """Master keys from `keyring.json`, and a wrapped secret per sealed file in `vault/`."""

    def __init__(self, folder: Path, lock: KeyService, opener: bytes, sealed: Sealed) -> None:
        self._folder = folder
        self._lock = lock
        self._opener = opener
        self._sealed = sealed
        self._seen: tuple[int, int, int] | None = None
        self._seen = self._signature()
        super().__init__(sealed.opened(opener))

    @classmethod
    def create(
        cls, folder: Path, passphrase: str | None, *, service: KeyService | None = None
    ) -> Self:
        """Make new random keys; KEYRING_THERE where there are keys already."""
        keys, now = new_keys(), datetime.now(UTC)
        return cls.restore(
            folder, passphrase, Recovered(keys, dict.fromkeys(keys, now)), service=service
        )

    @classmethod
    def restore(
        cls,
        folder: Path,
        passphrase: str | None,
        ring: Recovered,
        *,
        service: KeyService | None = None,
        replace: bool = False,
    ) -> Self:
        """Write a keyring of known keys; KEYRING_THERE where there is one and none is lost."""
        if (folder / RING).exists() and not replace:
            raise TiigError(KEYRING_THERE)
        opened_by, lock = _local(folder, passphrase) if service is None else (SERVICE, service)
        opener = os.urandom(KEY_BYTES)
        with disk_errors():
            durable.private_folder(folder / _VAULT)
        content = keyring_file.sealed_ring(
            ring.keys,
            ring.made_at,
            opener=opener,
            wrapped=lock.wrap(opener),
            opened_by=opened_by,
        )
        with disk_errors():
            durable.write_private(folder / RING, content)
        return cls(folder, lock, opener, read_ring(folder))

    @classmethod
    def open(
        cls, folder: Path, passphrase: str | None, *, service: KeyService | None = None
    ) -> Self:
        """Open the keys; KEY_MISSING without a keyring, KEY_WRONG for another passphrase."""
        sealed = read_ring(folder)
        _check_private(folder)
        lock = _lock(folder, sealed, passphrase, service)
        opener = lock.unwrap(sealed.opener) if sealed.opener else _first_opener(lock, sealed)
        if _LATER - sealed.keys.keys():
            _add_later(folder, lock, opener)
            return cls.open(folder, passphrase, service=service)
        ring = cls(folder, lock, opener, sealed)
        with suppress(TiigError):  # a disk that cannot be written can still be read
            ring._sweep()
        return ring

    def opened_by(self) -> str:
        """Say how the ring is opened."""
        return self._lock.describe()

    def describe(self) -> tuple[str, ...]:
        """Say which keys exist and how they are wrapped."""
        return (
            f"Keys: {', '.join(sorted(self._ring()))}.",
            self.opened_by(),
            f"Sealed files with a key of their own: {len(self.kept())}.",
        )

    @contextmanager
    def rotating(self) -> Iterator[None]:
        """Keep others from changing keys meanwhile; KEYS_BUSY where somebody does."""
        with durable.only_one(self._folder / "changing.lock"):
            yield

    def add(self, names: Sequence[str]) -> None:
        """Make the named keys where they are not there yet, durably."""
        missing = [name for name in names if name not in self._ring()]
        if missing:
            now = datetime.now(UTC)
            keys = {**self._keys, **{name: os.urandom(KEY_BYTES) for name in missing}}
            self._write(keys, {**self._sealed.made_at, **dict.fromkeys(missing, now)})

    def retire(self, names: Collection[str]) -> None:
        """Destroy keys: the ring is written without them, and the old file overwritten."""
        gone = [name for name in names if name in self._ring()]
        if gone:
            kept = {name: key for name, key in self._keys.items() if name not in gone}
            self._write(kept, self._sealed.made_at)

    def lock(self, passphrase: str | None) -> None:
        """Have another passphrase open the ring (None: a file beside it), whole or not at all."""
        if self._sealed.opened_by == SERVICE:
            raise TiigError(PASSPHRASE_SERVICE)
        opened_by, lock = _local(self._folder, passphrase)
        with self.rotating():
            keys = dict(self._ring())
            self._write(keys, self._sealed.made_at, lock=lock, opened_by=opened_by)
        if opened_by == PASSPHRASE:
            with disk_errors():
                durable.destroy(self._folder / UNLOCK)

    def escrow(
        self, folder: Path, shares: int, needed: int, at: datetime
    ) -> tuple[EscrowRecord, tuple[str, ...]]:
        """Write new escrow shares of the whole ring into a folder; returns their files' names."""
        if folder.resolve().is_relative_to(self._folder.resolve().parent):
            raise TiigError(SHARES_INSIDE)
        ring = Recovered(self._ring(), self._sealed.made_at)
        record, texts = share_out(ring, shares, needed, at)
        names = tuple(
            f"tiig-share-{record.set}-{number}-of-{shares}.txt" for number in range(1, shares + 1)
        )
        try:
            folder.mkdir(mode=durable.PRIVATE_FOLDER, parents=True, exist_ok=True)
            for name, text in zip(names, texts, strict=True):
                durable.write_private(folder / name, text.encode())
        except OSError:
            for name in names:
                with suppress(OSError):
                    (folder / name).unlink()
            raise TiigError(OUTPUT_UNWRITABLE) from None
        told = {**asdict(record), "made_at": record.made_at.isoformat()}
        with disk_errors():
            durable.write_private(self._folder / _ESCROW, json.dumps(told, indent=1).encode())
        return record, names

    def escrowed(self) -> EscrowRecord | None:
        """Return what was handed out last; None where nothing was, or nothing can be read."""
        try:
            told = json.loads((self._folder / _ESCROW).read_bytes())
            return EscrowRecord(
                **{
                    **told,
                    "made_at": datetime.fromisoformat(told["made_at"]),
                    "keys": tuple(told["keys"]),
                }
            )
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def keep(self, name: str, secret: bytes) -> None:
        """Keep the secret of one file, wrapped and durable; what stood there is overwritten."""
        path = self._secret(name)
        with disk_errors(), self._secrets_steady():
            write = durable.replace_private if path.exists() else durable.write_private
            write(path, self.wrap("vault", secret))

    def recall(self, name: str) -> bytes:
        """Return the secret of one file; KEY_MISSING where it was destroyed."""
        try:
            sealed = self._secret(name).read_bytes()
        except OSError:
            raise TiigError(KEY_MISSING, what=f"the key of the sealed file {name}") from None
        return self.unwrap("vault", sealed)

    def forget(self, name: str) -> None:
        """Destroy the secret of one file: overwritten, then removed."""
        with disk_errors(), self._secrets_steady():
            path = self._secret(name)
            durable.destroy(path.with_name(path.name + durable.OLD))
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

    def secrets_under(self) -> Mapping[str, str]:
        """Return the key's name of each sealed file's secret, by the file's name."""
        found = {}
        for name in sorted(self.kept()):
            try:
                found[name] = wrapped_under(self._secret(name).read_bytes())
            except OSError:  # destroyed meanwhile
                continue
        return found

    def wrapped_secrets(self) -> Mapping[str, bytes]:
        """Return the secret of each sealed file as it lies, wrapped under a vault key."""
        with disk_errors(), self._secrets_steady():
            return {name: self._secret(name).read_bytes() for name in sorted(self.kept())}

    def rewrap_secret(self, name: str) -> None:
        """Wrap a sealed file's secret under the newest vault key, if it is still there."""
        path = self._secret(name)
        with disk_errors(), self._secrets_steady():
            if path.exists():
                durable.replace_private(path, self.wrap("vault", self.recall(name)))

    def _ring(self) -> Mapping[str, bytes]:
        """Return the keys as they are now, read again where another process changed them."""
        if self._signature() != self._seen:
            seen, sealed = self._signature(), read_ring(self._folder)
            try:
                keys, opener = sealed.opened(self._opener), self._opener
            except TiigError:  # the opener was replaced with the ring: by an upgrade or a recovery
                opener = self._lock.unwrap(sealed.opener)
                keys = sealed.opened(opener)
            self._keys, self._opener, self._sealed, self._seen = keys, opener, sealed, seen
        return self._keys

    def _made_at(self, name: str) -> datetime | None:
        return self._sealed.made_at.get(name)

    def _in_escrow(self, name: str) -> bool:
        record = self.escrowed()
        return record is not None and name in record.keys

    def _write(
        self,
        keys: Mapping[str, bytes],
        made_at: Mapping[str, datetime | None],
        *,
        lock: KeyService | None = None,
        opened_by: str | None = None,
    ) -> None:
        used, by = lock or self._lock, opened_by or self._sealed.opened_by
        opener = (
            self._opener if self._sealed.format == keyring_file.FORMAT else os.urandom(KEY_BYTES)
        )
        content = keyring_file.sealed_ring(
            keys, made_at, opener=opener, wrapped=used.wrap(opener), opened_by=by
        )
        with disk_errors():
            durable.replace_private(self._folder / RING, content)
        self._lock, self._opener = used, opener
        self._sealed, self._seen = read_ring(self._folder), self._signature()
        self._keys = dict(keys)

    def _signature(self) -> tuple[int, int, int] | None:
        """Return what tells one version of the file from another without reading it."""
        try:
            told = (self._folder / RING).stat()
        except OSError:
            return self._seen  # lost meanwhile: what is in memory stays usable
        return told.st_ino, told.st_mtime_ns, told.st_size

    def _sweep(self) -> None:
        """Remove what a process that was killed left of keys it was replacing."""
        ends, vault = (durable.PART, durable.OLD), self._folder / _VAULT
        left = {one.stem for end in ends for one in vault.glob("*" + end)}
        if left:
            with disk_errors(), self._secrets_steady():
                for name in left:
                    durable.sweep(vault / name)
        if any((self._folder / (RING + end)).exists() for end in ends):
            with disk_errors(), self.rotating():
                durable.sweep(self._folder / RING)

    @contextmanager
    def _secrets_steady(self) -> Iterator[None]:
        """Wait for others: a secret that is destroyed must not come back by being rewrapped."""
        with durable.only_one(self._folder / "secrets.lock", wait=True):
            yield

    def _secret(self, name: str) -> Path:
        return self._folder / _VAULT / (name + _ENDING)


def _local(folder: Path, passphrase: str | None) -> tuple[str, KeyService]:
    if passphrase is None:
        return FILE, FileLock(folder)
    if len(passphrase) < LEAST_LETTERS:
        raise TiigError(PASSPHRASE_EMPTY, letters=LEAST_LETTERS)
    return PASSPHRASE, PassphraseLock(passphrase)


def completed(ring: Recovered) -> Recovered:
    """Add new keys of purposes that the first keyrings did not have, where they are missing."""
    missing = [name for name in sorted(_LATER) if name not in ring.keys]
    keys = {name: os.urandom(KEY_BYTES) for name in missing}
    made_at = dict.fromkeys(missing, datetime.now(UTC))
    return Recovered({**keys, **ring.keys}, {**made_at, **ring.made_at})


def _add_later(folder: Path, lock: KeyService, opener: bytes) -> None:
    """Add keys that an older ring lacks; one process does, another that comes finds them."""
    with disk_errors(), durable.only_one(folder / "changing.lock", wait=True):
        sealed = read_ring(folder)
        if _LATER - sealed.keys.keys():
            whole = completed(Recovered(sealed.opened(opener), sealed.made_at))
            fresh = os.urandom(KEY_BYTES)
            content = keyring_file.sealed_ring(
                whole.keys,
                whole.made_at,
                opener=fresh,
                wrapped=lock.wrap(fresh),
                opened_by=sealed.opened_by,
            )
            durable.replace_private(folder / RING, content)


def _lock(
    folder: Path, sealed: Sealed, passphrase: str | None, service: KeyService | None
) -> KeyService:
    """Return what opens a ring as it was sealed, whatever is set today."""
    if sealed.opened_by == SERVICE:
        if service is None:
            raise TiigError(KEY_MISSING, what="the key service that wrapped the keyring")
        return service
    if sealed.opened_by == FILE:
        return FileLock(folder)
    if passphrase is None:
        raise TiigError(PASSPHRASE_MISSING)
    return PassphraseLock(passphrase)


def _first_opener(lock: KeyService, sealed: Sealed) -> bytes:
    """Return the opener of format 1: the passphrase's or the file's key itself."""
    if isinstance(lock, PassphraseLock):
        return stretched(lock.passphrase, sealed.salt)
    return FileLock.key(lock) if isinstance(lock, FileLock) else b""


def _check_private(folder: Path) -> None:
    """Refuse keys that others can read: they may have been read already."""
    for name in (RING, UNLOCK):
        path = folder / name
        if path.exists() and path.stat().st_mode & _OTHERS:
            raise TiigError(KEYS_OPEN, what=name)

"""Keys that live as long as the process."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from tiig.model.errors import KEY_MISSING, TiigError
from tiig.model.keys import EscrowRecord
from tiig.store.escrow import Recovered, share_out
from tiig.store.faults import disk_errors
from tiig.store.secrets import KEY_BYTES, Ring, new_keys, wrapped_under


class MemoryKeys(Ring):
    """New random keys, or those given, forgotten at the end."""

    def __init__(self, keys: Mapping[str, bytes] | None = None) -> None:
        super().__init__(keys or new_keys())
        self._secrets: dict[str, bytes] = {}
        self._record: EscrowRecord | None = None

    def opened_by(self) -> str:
        """Say how the ring is opened."""
        return "They live in memory only."

    def describe(self) -> tuple[str, ...]:
        """Say which keys exist."""
        return (f"Keys: {', '.join(sorted(self._keys))}.", self.opened_by())

    def keep(self, name: str, secret: bytes) -> None:
        """Keep the secret of one file."""
        self._secrets[name] = self.wrap("vault", secret)

    def recall(self, name: str) -> bytes:
        """Return the secret of one file; KEY_MISSING where it was destroyed."""
        if name not in self._secrets:
            raise TiigError(KEY_MISSING, what=f"the key of the sealed file {name}")
        return self.unwrap("vault", self._secrets[name])

    def forget(self, name: str) -> None:
        """Destroy the secret of one file."""
        self._secrets.pop(name, None)

    def begun(self) -> frozenset[str]:
        """Return the names of files whose secret was half written: memory has none."""
        return frozenset()

    def kept(self) -> frozenset[str]:
        """Return the names of all files that have a secret."""
        return frozenset(self._secrets)

    def secrets_under(self) -> Mapping[str, str]:
        """Return the key's name of each sealed file's secret, by the file's name."""
        return {name: wrapped_under(sealed) for name, sealed in sorted(self._secrets.items())}

    def rewrap_secret(self, name: str) -> None:
        """Wrap a sealed file's secret under the newest vault key, if it is still there."""
        if name in self._secrets:
            self._secrets[name] = self.wrap("vault", self.recall(name))

    @contextmanager
    def rotating(self) -> Iterator[None]:
        """Nobody else is here."""
        yield

    def add(self, names: Sequence[str]) -> None:
        """Make the named keys where they are not there yet."""
        for name in names:
            self._keys.setdefault(name, os.urandom(KEY_BYTES))

    def retire(self, names: Collection[str]) -> None:
        """Destroy keys."""
        for name in names:
            self._keys.pop(name, None)

    def lock(self, passphrase: str | None) -> None:
        """Nothing opens what lives in memory."""

    def escrow(
        self, folder: Path, shares: int, needed: int, at: datetime
    ) -> tuple[EscrowRecord, tuple[str, ...]]:
        """Write new escrow shares of the whole ring into a folder; returns their files' names."""
        record, texts = share_out(Recovered(self._keys, {}), shares, needed, at)
        names = tuple(f"share-{number}.txt" for number in range(1, shares + 1))
        with disk_errors():
            for name, text in zip(names, texts, strict=True):
                (folder / name).write_text(text, encoding="utf-8")
        self._record = record
        return record, names

    def escrowed(self) -> EscrowRecord | None:
        """Return what was handed out last."""
        return self._record

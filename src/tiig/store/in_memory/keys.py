"""Keys that live as long as the process."""

from __future__ import annotations

from tiig.model.errors import KEY_MISSING, TiigError
from tiig.store.secrets import Ring, new_keys


class MemoryKeys(Ring):
    """New random keys, forgotten at the end."""

    def __init__(self) -> None:
        super().__init__(new_keys())
        self._secrets: dict[str, bytes] = {}

    def describe(self) -> tuple[str, ...]:
        """Say which keys exist."""
        return (f"Keys: {', '.join(sorted(self._keys))}.", "They live in memory only.")

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

"""Key services for tests: one that lives in memory, and one that is never there.

They show what an adapter to a cloud's KMS or an HSM has to do; `tiig.toml` names it as
`key_service = "package.module:name"`.
"""

from __future__ import annotations

import os

from tiig.model.errors import KEY_WRONG, TiigError
from tiig.store.secrets import KEY_BYTES, seal, unseal


class InMemoryKeyService:
    """Wraps under a key that never leaves it, and is gone with it."""

    def __init__(self) -> None:
        """Make a key."""
        self._key = os.urandom(KEY_BYTES)

    def describe(self) -> str:
        """Say how the key is kept."""
        return "It lives in memory only (InMemoryKeyService)."

    def wrap(self, key: bytes) -> bytes:
        """Wrap a key."""
        return seal(self._key, key, "in memory")

    def unwrap(self, wrapped: bytes) -> bytes:
        """Unwrap a key; KEY_WRONG for what another one wrapped."""
        key = unseal(self._key, wrapped, "in memory")
        if key is None:
            raise TiigError(KEY_WRONG)
        return key


class AwayKeyService:
    """Never answers, and says too much about it."""

    def describe(self) -> str:
        """Say how the key is kept."""
        return "It is away."

    def wrap(self, key: bytes) -> bytes:
        """Fail with what was given in the message."""
        raise ConnectionError(key.hex())

    def unwrap(self, wrapped: bytes) -> bytes:
        """Fail with what was given in the message."""
        raise ConnectionError(wrapped.hex())


_SHARED = InMemoryKeyService()


def shared() -> InMemoryKeyService:
    """Return one service for the whole process, as one that runs elsewhere would be."""
    return _SHARED

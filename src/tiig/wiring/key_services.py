"""The key service that `tiig.toml` names: none for the local one, else an installed adapter."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from tiig.model.errors import TiigError
from tiig.model.key_errors import KEY_SERVICE_AWAY, KEY_SERVICE_UNKNOWN
from tiig.model.key_ports import KeyService

LOCAL = "local"


class Guarded:
    """An outside service whose own faults, and what they quote, stay behind."""

    def __init__(self, name: str, service: KeyService) -> None:
        self._name = name
        self._service = service

    def describe(self) -> str:
        """Say how the key is kept."""
        return f"The keyring is opened by the key service {self._name}. {self._service.describe()}"

    def wrap(self, key: bytes) -> bytes:
        """Wrap a key; KEY_SERVICE_AWAY where the service does not answer."""
        try:
            return bytes(self._service.wrap(key))
        except Exception:  # noqa: BLE001 - whatever it says may quote what it was given
            raise TiigError(KEY_SERVICE_AWAY, service=self._name) from None

    def unwrap(self, wrapped: bytes) -> bytes:
        """Unwrap a key; KEY_SERVICE_AWAY where the service does not answer or refuses."""
        try:
            return bytes(self._service.unwrap(wrapped))
        except Exception:  # noqa: BLE001 - the same
            raise TiigError(KEY_SERVICE_AWAY, service=self._name) from None


def key_service(name: str) -> KeyService | None:
    """Return the service of a setting; None for the local one, KEY_SERVICE_UNKNOWN else."""
    if name == LOCAL:
        return None
    place, _, attribute = name.partition(":")
    try:
        made = getattr(import_module(place), attribute)()
    except Exception:  # noqa: BLE001 - a foreign program: whatever it says stays behind
        raise TiigError(KEY_SERVICE_UNKNOWN, what=name) from None
    if not all(callable(getattr(made, verb, None)) for verb in ("wrap", "unwrap", "describe")):
        raise TiigError(KEY_SERVICE_UNKNOWN, what=f"{name} does not wrap and unwrap")
    return Guarded(name, cast("KeyService", made))

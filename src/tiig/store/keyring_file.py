"""The file of a keyring: master keys sealed under one opener, and the opener wrapped beside.

Format 2 says how the opener is wrapped, and when each key was made. Format 1, of earlier
workspaces, sealed the keys under the passphrase's or file's key itself; it is still read,
and written anew as format 2 when something changes.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tiig.model.errors import KEY_MISSING, KEY_WRONG, TiigError
from tiig.model.key_errors import KEYRING_DAMAGED
from tiig.store.secrets import seal, unseal

RING = "keyring.json"
FIRST, FORMAT = 1, 2
PASSPHRASE, FILE, SERVICE = "passphrase", "file", "service"


@dataclass(frozen=True, repr=False)
class Sealed:
    """What stands in the file: nothing of it opens anything by itself.

    `opened_by` is one of PASSPHRASE, FILE and SERVICE; `salt` is that of format 1.
    """

    opened_by: str
    opener: bytes
    keys: Mapping[str, bytes]
    made_at: Mapping[str, datetime | None]
    format: int = FORMAT
    salt: bytes = b""

    def opened(self, opener: bytes) -> dict[str, bytes]:
        """Return the keys; KEY_WRONG for another opener."""
        keys = {name: unseal(opener, sealed, name) for name, sealed in self.keys.items()}
        opened = {name: key for name, key in keys.items() if key is not None}
        if len(opened) < len(keys):
            raise TiigError(KEY_WRONG)
        return opened


def sealed_ring(
    keys: Mapping[str, bytes],
    made_at: Mapping[str, datetime | None],
    *,
    opener: bytes,
    wrapped: bytes,
    opened_by: str,
) -> bytes:
    """Return the file's content."""
    told = {
        "format": FORMAT,
        "opened_by": opened_by,
        "opener": _text(wrapped),
        "keys": {
            name: {
                "sealed": _text(seal(opener, key, name)),
                "made_at": None if (at := made_at.get(name)) is None else at.isoformat(),
            }
            for name, key in keys.items()
        },
    }
    return json.dumps(told, indent=1).encode()


def read_ring(folder: Path) -> Sealed:
    """Read the file; KEY_MISSING where there is none, KEYRING_DAMAGED where it is not whole."""
    try:
        content = (folder / RING).read_bytes()
    except OSError:
        raise TiigError(KEY_MISSING, what="the keyring") from None
    try:
        told = json.loads(content)
        return _second(told) if told["format"] == FORMAT else _first(told)
    except (ValueError, LookupError, TypeError, AttributeError):
        raise TiigError(KEYRING_DAMAGED, what=f"{RING} is not whole") from None


def _second(told: dict[str, Any]) -> Sealed:
    if told["opened_by"] not in {PASSPHRASE, FILE, SERVICE}:
        raise ValueError
    keys: dict[str, dict[str, Any]] = told["keys"]
    return Sealed(
        opened_by=told["opened_by"],
        opener=_bytes(told["opener"]),
        keys={name: _bytes(key["sealed"]) for name, key in keys.items()},
        made_at={name: _moment(key["made_at"]) for name, key in keys.items()},
    )


def _first(told: dict[str, Any]) -> Sealed:
    if told["format"] != FIRST:
        raise ValueError
    salt = None if told["salt"] is None else _bytes(told["salt"])
    keys = {name: _bytes(key) for name, key in told["keys"].items()}
    return Sealed(
        opened_by=FILE if salt is None else PASSPHRASE,
        opener=b"",
        keys=keys,
        made_at=dict.fromkeys(keys),
        format=FIRST,
        salt=salt or b"",
    )


def _moment(told: str | None) -> datetime | None:
    return None if told is None else datetime.fromisoformat(told)


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(told: str) -> bytes:
    return base64.b64decode(told, validate=True)

"""The hospital's own key, under which its local numbers become pseudonyms before they leave.

It never leaves the hospital, and TIIG keys what arrives once more under keys of its own: a
pseudonym in the store links to a patient only for who holds both.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import NoReturn, Self, final

from tiig.model.errors import TiigError
from tiig.model.handover_errors import PSEUDONYM_KEY_UNREADABLE
from tiig.model.pseudonyms import SHORTEST_KEY, PseudonymKeys

_KEY = re.compile(r"[0-9a-f]{64}")
_KINDS = ("attendance", "person", "phrase")
_HEAD = """# The hospital's key of pseudonyms for TIIG. It stays in the hospital: never send it.
# Months that are prepared with the same key link among themselves; keep it as you keep a
# password, with a copy in another place.
"""


@final
class HospitalKey:
    """One secret of the hospital; `id` names it without telling it."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        """Hold a secret of 32 bytes."""
        self._secret = secret

    @classmethod
    def new(cls) -> Self:
        """Make a new random key."""
        return cls(secrets.token_bytes(SHORTEST_KEY))

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a key file; PSEUDONYM_KEY_UNREADABLE for anything else."""
        told = [line.strip() for line in text.splitlines()]
        keys = [line for line in told if line and not line.startswith("#")]
        if len(keys) != 1 or not _KEY.fullmatch(keys[0]):
            raise TiigError(PSEUDONYM_KEY_UNREADABLE)
        return cls(bytes.fromhex(keys[0]))

    def written(self) -> str:
        """Return the text of the key file."""
        return f"{_HEAD}{self._secret.hex()}\n"

    @property
    def id(self) -> str:
        """Return eight hex digits that tell this key from others."""
        return self._derived("name")[:4].hex()

    def pseudonyms(self) -> PseudonymKeys:
        """Return a key for each kind of number, made from the one secret."""
        return PseudonymKeys(**{kind: (self._derived(kind),) for kind in _KINDS})

    def _derived(self, label: str) -> bytes:
        return hmac.digest(self._secret, f"tiig hospital {label}".encode(), hashlib.sha256)

    def __repr__(self) -> str:
        return f"<HospitalKey {self.id}>"

    def __reduce__(self) -> NoReturn:
        message = "the hospital's key does not leave the process"
        raise TypeError(message)


def one_time_keys() -> PseudonymKeys:
    """Return keys that are forgotten with the process: numbers link within one package only."""
    return HospitalKey.new().pseudonyms()

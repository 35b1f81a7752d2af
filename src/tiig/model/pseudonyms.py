"""The keys under which numbers and phrases become ids that name nobody."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import NoReturn

SHORTEST_KEY = 32
"""Bytes of a key: the output length of HMAC-SHA-256, as RFC 2104 section 3 advises."""


@dataclass(frozen=True, repr=False)
class PseudonymKeys:
    """Nested keys of each kind of id, innermost first; rotation adds one at the end.

    An HMAC is keyed with the *hexadecimal text* of a key (lower case, ASCII), so that any
    32 random bytes are one exact key to every implementation.
    """

    attendance: tuple[bytes, ...]
    person: tuple[bytes, ...]
    phrase: tuple[bytes, ...]

    def __post_init__(self) -> None:
        """Refuse a kind without keys, and keys that could be guessed."""
        for kind in fields(self):
            keys: tuple[bytes, ...] = getattr(self, kind.name)
            if not keys or any(len(key) < SHORTEST_KEY for key in keys):
                message = f"{kind.name} ids need keys of at least {SHORTEST_KEY} bytes"
                raise ValueError(message)

    def __repr__(self) -> str:
        layers = ", ".join(f"{kind.name}: {len(getattr(self, kind.name))}" for kind in fields(self))
        return f"<PseudonymKeys: {layers}>"

    def __reduce__(self) -> NoReturn:
        message = "PseudonymKeys do not leave the process"
        raise TypeError(message)

"""TIIG's public receiving key, as a hospital holds it: one line of the age format."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import pyrage

from tiig.model.errors import TiigError
from tiig.model.handover_errors import RECIPIENT_UNREADABLE

_PREFIX = "age1"
_SHOWN = 16


@dataclass(frozen=True)
class Recipient:
    """A public key for which packages are sealed."""

    text: str

    @property
    def check_words(self) -> str:
        """Return what two people compare by telephone: 16 hex digits in groups of four."""
        told = hashlib.sha256(self.text.encode()).hexdigest()[:_SHOWN]
        return " ".join(told[place : place + 4] for place in range(0, _SHOWN, 4))

    def sealed(self, content: bytes) -> bytes:
        """Seal content so that only the holder of the secret key opens it."""
        recipient = pyrage.x25519.Recipient.from_str(self.text)
        return bytes(pyrage.encrypt(content, [recipient]))


def read_recipient(text: str) -> Recipient:
    """Read the file that `tiig receiving-key show` wrote; lines with # are remarks."""
    lines = [line.strip() for line in text.splitlines()]
    told = [line for line in lines if line and not line.startswith("#")]
    if len(told) != 1 or not told[0].startswith(_PREFIX):
        raise TiigError(RECIPIENT_UNREADABLE)
    try:
        pyrage.x25519.Recipient.from_str(told[0])
    except pyrage.RecipientError:
        raise TiigError(RECIPIENT_UNREADABLE) from None
    return Recipient(told[0])

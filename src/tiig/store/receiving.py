"""The receiving keys: what hospitals seal packages for, and how these are opened.

A secret of the keyring is the scalar of an age identity (X25519), so any 32 random bytes
are one. Every receiving key that the ring ever had opens what was sealed for it.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyrage

from tiig.kit.bech32 import bech32
from tiig.model.errors import TiigError
from tiig.model.handover_errors import PACKAGE_DAMAGED, PACKAGE_OTHER_KEY

_STRANGER = "No matching keys found"


def recipient_of(secret: bytes) -> str:
    """Return the public key of a receiving secret, as age writes it."""
    return str(_identity(secret).to_public())


def unsealed(sealed: bytes, secrets: Iterable[bytes]) -> bytes:
    """Open sealed bytes; PACKAGE_OTHER_KEY for a stranger's, PACKAGE_DAMAGED for changed ones."""
    try:
        return bytes(pyrage.decrypt(sealed, [_identity(secret) for secret in secrets]))
    except pyrage.DecryptError as fault:
        stranger = str(fault) == _STRANGER
    if stranger:
        raise TiigError(PACKAGE_OTHER_KEY)
    raise TiigError(PACKAGE_DAMAGED, what="its bytes were changed or cut")


def _identity(secret: bytes) -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.from_str(bech32("age-secret-key-", secret).upper())

"""Signing heads of the audit trail by Ed25519, with a key made from a secret of the keyring."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tiig.model.audit import Head


def signed(head: Head, name: str, secret: bytes) -> Head:
    """Return the head with the name of the key, its public half and its signature."""
    key = Ed25519PrivateKey.from_private_bytes(secret)
    public = key.public_key().public_bytes_raw().hex()
    told = replace(head, key=name, public=public)
    return replace(told, signature=key.sign(told.statement).hex())


def fingerprint(secret: bytes) -> str:
    """Return a short name for a key that tells nothing of its secret."""
    public = Ed25519PrivateKey.from_private_bytes(secret).public_key()
    return f"ws-{hashlib.sha256(public.public_bytes_raw()).hexdigest()[:16]}"


def attested(head: Head, secrets: Mapping[str, bytes]) -> bool:
    """Tell whether the key that a head names is among these and signed exactly this."""
    secret = secrets.get(head.key)
    if secret is None:
        return False
    public = Ed25519PrivateKey.from_private_bytes(secret).public_key()
    if public.public_bytes_raw().hex() != head.public:
        return False
    try:
        signature = bytes.fromhex(head.signature)
        public.verify(signature, head.statement)
    except (InvalidSignature, ValueError):
        return False
    return signature.hex() == head.signature  # as it was written, to the letter

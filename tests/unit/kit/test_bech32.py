"""Bech32 agrees with the standard's examples and with age itself."""

from __future__ import annotations

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiig.kit.bech32 import bech32
from tiig.store.receiving import recipient_of, unsealed


@pytest.mark.parametrize(
    ("prefix", "content", "text"),
    [
        ("a", b"", "a12uel5l"),
        (
            "abcdef",
            bytes.fromhex("00443214c74254b635cf84653a56d7c675be77df"),
            "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
        ),
    ],
)
def test_examples_of_bip_173(prefix: str, content: bytes, text: str) -> None:
    """The valid strings that the standard lists."""
    assert bech32(prefix, content) == text


@given(secret=st.binary(min_size=32, max_size=32))
def test_any_secret_is_an_age_identity(secret: bytes) -> None:
    """What is sealed for the public key of any 32 bytes, these bytes open."""
    recipient = pyrage.x25519.Recipient.from_str(recipient_of(secret))

    assert unsealed(pyrage.encrypt(b"rows", [recipient]), [b"\1" * 32, secret]) == b"rows"

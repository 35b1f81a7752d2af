"""Escrow shares are texts: read back whole, or refused with what is wrong with them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tiig.model.errors import TiigError
from tiig.model.key_errors import (
    SHARE_DAMAGED,
    SHARES_FEW,
    SHARES_MIXED,
    SHARES_NUMBER,
    SHARES_WRONG,
)
from tiig.store.escrow import Recovered, Share, put_together, read_share, share_out
from tiig.store.secrets import new_keys

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def ring() -> Recovered:
    """A ring of new keys."""
    keys = new_keys()
    return Recovered(keys, dict.fromkeys(keys, NOW))


def shared(ring: Recovered, shares: int = 5, needed: int = 3) -> list[str]:
    """Return the texts of shares."""
    return list(share_out(ring, shares, needed, NOW)[1])


def read(texts: list[str]) -> list[Share]:
    """Read shares."""
    return [read_share(text, "a.txt") for text in texts]


def kind_of(texts: list[str]) -> object:
    """Return how shares are refused."""
    with pytest.raises(TiigError) as raised:
        put_together(read(texts))
    return raised.value.kind


def test_shares_bring_the_ring_back(ring: Recovered) -> None:
    """Any three of five, also all, in any order, give every key and when it was made."""
    texts = shared(ring)

    for some in (texts[:3], texts[2:], [texts[4], texts[0], texts[2]], texts):
        found = put_together(read(some))
        assert (found.keys, found.made_at) == (ring.keys, ring.made_at)


def test_a_share_is_printable_and_says_what_it_is(ring: Recovered) -> None:
    """It is plain text with short lines, a set, a number and a check; no key stands in it."""
    record, texts = share_out(ring, 5, 3, NOW)

    assert all(text.isascii() and max(map(len, text.splitlines())) <= 100 for text in texts)
    assert f"set: {record.set}" in texts[1]
    assert "share: 2 of 5" in texts[1]
    together = "".join(texts)
    assert not any(key.hex() in together for key in ring.keys.values())


def test_typed_by_hand(ring: Recovered) -> None:
    """Other white space, and lines above and below, do not matter."""
    texts = [
        "kept by A\r\n" + text.replace(" ", "  ").replace("\n", "\r\n   ") + "\r\n" * 3
        for text in shared(ring)
    ]

    assert put_together(read(texts[:3])).keys == ring.keys


@pytest.mark.parametrize("line", ["set", "share", "needed", "value", "check", "ring check"])
def test_a_changed_line_is_noticed(ring: Recovered, line: str) -> None:
    """A share of which any line is missing or another is refused by its file's name."""
    text = shared(ring)[0]
    lines = text.splitlines()
    place = next(number for number, one in enumerate(lines) if one.startswith(f"{line}:"))
    without = "\n".join(lines[:place] + lines[place + 1 :])
    other = "\n".join([*lines[:place], f"{line}: 7 of 8", *lines[place + 1 :]])

    for changed in (without, other, text[: len(text) // 2], "", "a letter"):
        with pytest.raises(TiigError) as raised:
            read_share(changed, "a.txt")
        assert raised.value.kind is SHARE_DAMAGED
        assert "a.txt" in raised.value.sentence


def test_too_few_mixed_and_wrong(ring: Recovered) -> None:
    """Each way of not fitting has its own sentence."""
    texts, others = shared(ring), shared(ring)

    assert kind_of(texts[:2]) is SHARES_FEW
    assert kind_of([texts[0], texts[0], texts[0]]) is SHARES_FEW
    assert kind_of([texts[0], texts[1], others[2]]) is SHARES_MIXED
    first, second, third = read(texts[:3])
    bent = Share(third.set, third.number, 5, 3, bytes(32), third.ring)
    with pytest.raises(TiigError) as raised:
        put_together([first, second, bent])
    assert raised.value.kind is SHARES_WRONG


@pytest.mark.parametrize(("shares", "needed"), [(5, 1), (5, 6), (17, 3), (0, 0)])
def test_numbers_that_make_no_sense(ring: Recovered, shares: int, needed: int) -> None:
    """One share that opens alone, or more needed than made, is refused."""
    with pytest.raises(TiigError) as raised:
        shared(ring, shares, needed)
    assert raised.value.kind is SHARES_NUMBER

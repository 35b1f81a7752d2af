"""Secret sharing: enough shares give the secret back, fewer say nothing about it."""

from __future__ import annotations

from itertools import combinations

import pytest

from tiig.kit import shamir

SECRET = bytes(range(32))


@pytest.mark.parametrize(("shares", "needed"), [(1, 1), (2, 2), (5, 3), (7, 7), (16, 9), (255, 2)])
def test_enough_shares_give_the_secret(shares: int, needed: int) -> None:
    """Any `needed` of the shares, and any more, give the secret back."""
    made = shamir.split(SECRET, shares, needed)
    chosen = [*list(combinations(made, needed))[:40], tuple(made)]

    assert {SECRET} == {shamir.combine({one: made[one] for one in some}) for some in chosen}


def test_fewer_shares_say_nothing() -> None:
    """Two shares of three needed fit every secret equally well: each value of a byte once."""
    made = shamir.split(b"\x2a", 3, 3)
    two = {1: made[1], 2: made[2]}

    found = {shamir.combine({**two, 3: bytes([third])}) for third in range(256)}

    assert found == {bytes([value]) for value in range(256)}


def test_polynomial_is_as_told() -> None:
    """A share is the polynomial's value at its number, in the field of AES (FIPS 197, 4.2)."""
    made = shamir.split(b"\x57", 131, 2, random=lambda size: b"\x01" * size)

    assert made[1] == bytes([0x57 ^ 0x01])
    assert made[131] == bytes([0x57 ^ 0x83])
    assert shamir._times(0x57, 0x83) == 0xC1
    assert shamir._times(0x57, 0x13) == 0xFE


@pytest.mark.parametrize(("shares", "needed"), [(0, 0), (3, 0), (2, 3), (256, 2)])
def test_numbers_that_make_no_sense(shares: int, needed: int) -> None:
    """None, too many, or more needed than made is refused."""
    with pytest.raises(ValueError, match="cannot be made"):
        shamir.split(SECRET, shares, needed)


@pytest.mark.parametrize("shares", [{}, {0: b"a"}, {256: b"a"}, {1: b"a", 2: b"ab"}])
def test_shares_that_are_none(shares: dict[int, bytes]) -> None:
    """Shares of different lengths, or numbered outside the field, are refused."""
    with pytest.raises(ValueError, match="one length"):
        shamir.combine(shares)

"""Secret sharing: any `needed` of the shares give the secret back, fewer say nothing about it.

A. Shamir, "How to share a secret", Communications of the ACM 22(11), 1979: each byte of the
secret is the constant of a random polynomial over the field of 256 elements (that of AES,
FIPS 197 section 4), and a share is the values of all polynomials at one place other than 0.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

MOST = 255
"""Places of the field but 0."""

_AES_POLYNOMIAL = 0x11B
_BYTE = 0xFF


def _tables() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the powers of 3, which generates the field, and the logarithms to that base."""
    powers, logs, value = [0] * MOST, [0] * (MOST + 1), 1
    for power in range(MOST):
        powers[power], logs[value] = value, power
        value ^= value << 1  # times 3: once as it is, once doubled
        if value > _BYTE:
            value ^= _AES_POLYNOMIAL
    return tuple(powers), tuple(logs)


_POWERS, _LOGS = _tables()


def _times(one: int, other: int) -> int:
    if not one or not other:
        return 0
    return _POWERS[(_LOGS[one] + _LOGS[other]) % MOST]


def _over(one: int, other: int) -> int:
    return _POWERS[(_LOGS[one] - _LOGS[other]) % MOST] if one else 0


def split(
    secret: bytes, shares: int, needed: int, *, random: Callable[[int], bytes] = os.urandom
) -> dict[int, bytes]:
    """Return shares by their number from 1; each is as long as the secret."""
    if not 1 <= needed <= shares <= MOST:
        message = f"{needed} of {shares} shares cannot be made"
        raise ValueError(message)
    rows = [secret, *(random(len(secret)) for _ in range(needed - 1))]
    return {place: _values(rows, place) for place in range(1, shares + 1)}


def combine(shares: Mapping[int, bytes]) -> bytes:
    """Return the secret of enough shares; of too few, or of other shares, it returns noise."""
    lengths = {len(share) for share in shares.values()}
    if len(lengths) != 1 or any(not 1 <= place <= MOST for place in shares):
        message = "shares are of one length, numbered from 1"
        raise ValueError(message)
    secret = bytes(lengths.pop())
    for place, share in shares.items():
        weight = _weight(place, [other for other in shares if other != place])
        secret = bytes(
            so_far ^ _times(weight, byte) for so_far, byte in zip(secret, share, strict=True)
        )
    return secret


def _values(rows: list[bytes], place: int) -> bytes:
    """Return the polynomials' values at a place; `rows` are coefficients, the constants first."""
    value = bytes(len(rows[0]))
    for row in reversed(rows):
        value = bytes(_times(so_far, place) ^ byte for so_far, byte in zip(value, row, strict=True))
    return value


def _weight(place: int, others: list[int]) -> int:
    """Return Lagrange's weight of a place for the value at 0; taking away is adding here."""
    weight = 1
    for other in others:
        weight = _times(weight, _over(other, other ^ place))
    return weight

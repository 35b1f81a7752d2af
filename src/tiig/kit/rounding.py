"""Display rounding: half away from zero, and nowhere else in the house."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def rounded(value: float, places: int = 0) -> Decimal:
    """Round half away from zero to a number of decimal places."""
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def to_nearest(count: int, base: int) -> int:
    """Round a count of at least zero to the nearest multiple of `base`, halves upwards."""
    return (2 * count + base) // (2 * base) * base


def per_cent_down(part: int, whole: int) -> int:
    """Return a share in whole per cent, downwards: 95 is 95 or more, and only all of it 100."""
    return 100 * part // whole

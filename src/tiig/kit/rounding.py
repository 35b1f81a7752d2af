"""Display rounding: half away from zero, and nowhere else in the house."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

_EXACT = 9
"""Decimal places beyond which a difference is one of floating point and not of the number."""


def rounded(value: float, places: int = 0) -> Decimal:
    """Round half away from zero to a number of decimal places."""
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def to_nearest(count: int, base: int) -> int:
    """Round a count of at least zero to the nearest multiple of `base`, halves upwards."""
    return (2 * count + base) // (2 * base) * base


def outward(low: float, high: float, places: int = 0) -> tuple[Decimal, Decimal]:
    """Round the lower of two limits down and the upper up: what lies between them still does."""
    step = Decimal(1).scaleb(-places)
    down, up = (Decimal(repr(round(one, _EXACT))) for one in (low, high))
    return down.quantize(step, rounding=ROUND_FLOOR), up.quantize(step, rounding=ROUND_CEILING)


def before_rounding(shown: int, base: int, fewest: int) -> tuple[int, int]:
    """Return the least and the most that `to_nearest` shows so, where none of 1 to `fewest` - 1 is.

    Zero stands for itself alone unless a number that may be shown is rounded to it.
    """
    most = shown + (base - 1) // 2
    if shown == 0:
        return 0, most if most >= fewest else 0
    return max(shown - base // 2, fewest), most


def per_cent_down(part: int, whole: int) -> int:
    """Return a share in whole per cent, downwards: 95 is 95 or more, and only all of it 100."""
    return 100 * part // whole

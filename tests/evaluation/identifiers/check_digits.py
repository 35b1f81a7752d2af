"""Modulus-11 check digits, worked out here so that nothing of what is measured is used."""

from __future__ import annotations

WEIGHTS = range(10, 1, -1)  # NHS Data Dictionary, "NHS number": the first digit counts ten times


def check_digit(nine: str) -> str | None:
    """Return the tenth digit of nine, or None where the rule gives 10 and no number exists."""
    weighted = sum(int(digit) * weight for digit, weight in zip(nine, WEIGHTS, strict=True))
    digit = (11 - weighted % 11) % 11
    return None if digit == 10 else str(digit)


def passes(ten: str) -> bool:
    """Tell whether ten ASCII digits carry the check digit of an NHS or CHI number."""
    plain = len(ten) == 10 and ten.isascii() and ten.isdigit()
    return plain and check_digit(ten[:9]) == ten[9]

"""SNOMED CT identifiers: the check digit, and ids that a spreadsheet has damaged.

Source: SNOMED CT Release File Specification, "SNOMED CT identifiers" (partition identifier;
Verhoeff's dihedral check digit).
"""

from __future__ import annotations

import re
from enum import StrEnum

_SHORTEST, _LONGEST = 6, 18
_EXACT_DIGITS = 15
"""A spreadsheet keeps fifteen significant digits of a number; later ones become zeros."""

_LONG_PARTITION = "10"
_PARTITIONS = ("00", _LONG_PARTITION)
"""Concepts of the international release, and of an extension such as the UK's."""

_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}")
_FLOAT_TAIL = re.compile(r"\.0+$")
_TURN = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def _multiplied(left: int, right: int) -> int:
    """Multiply in the dihedral group of order ten: 0-4 rotations, 5-9 reflections."""
    if left < 5:  # noqa: PLR2004 - the group's order, halved
        return (left + right) % 5 if right < 5 else 5 + (left + right) % 5  # noqa: PLR2004
    return 5 + (left - right) % 5 if right < 5 else (left - right) % 5  # noqa: PLR2004


def _turned(digit: int, times: int) -> int:
    for _ in range(times % 8):
        digit = _TURN[digit]
    return digit


def passes_check_digit(identifier: str) -> bool:
    """Tell whether the last digit of an id is the check digit of the others (Verhoeff)."""
    if not (identifier.isascii() and identifier.isdecimal()):
        return False
    check = 0
    for place, digit in enumerate(reversed(identifier)):
        check = _multiplied(check, _turned(int(digit), place))
    return check == 0


def is_snomed_id(text: str) -> bool:
    """Tell whether a text is a concept's identifier, by length, partition and check digit.

    6 to 18 digits without a leading zero; the two before the check digit are 10 (with a
    namespace, and then always where it is longer than fifteen digits) or 00. A long id that
    a spreadsheet has rounded can so never pass by chance.
    """
    if not (_SHORTEST <= len(text) <= _LONGEST) or text.startswith("0"):
        return False
    partitions = (_LONG_PARTITION,) if len(text) > _EXACT_DIGITS else _PARTITIONS
    return text[-3:-1] in partitions and passes_check_digit(text)


class Damage(StrEnum):
    """What a spreadsheet has done to an id."""

    SCIENTIFIC = "written in scientific notation"
    ROUNDED = "rounded: the digits after the fifteenth are zeros"
    CHECK_DIGIT = "fails the check digit"
    NOT_A_NUMBER = "not a number"


def damage_of(text: str) -> Damage | None:
    """Return what is wrong with a cell that should hold a SNOMED id; None for a sound one."""
    cell = _FLOAT_TAIL.sub("", text.strip())
    if is_snomed_id(cell):
        return None
    if _SCIENTIFIC.fullmatch(cell):
        return Damage.SCIENTIFIC
    if not cell.isdecimal():
        return Damage.NOT_A_NUMBER
    if len(cell) > _EXACT_DIGITS and not cell[_EXACT_DIGITS:].strip("0"):
        return Damage.ROUNDED
    return Damage.CHECK_DIGIT

"""The check digit of SNOMED ids, and what a spreadsheet does to them."""

from __future__ import annotations

import pytest

from tiig.standard.snomed import Damage, damage_of, is_snomed_id, passes_check_digit


@pytest.mark.parametrize("identifier", ["276853009", "54670004", "1064901000000108"])
def test_published_ids_pass(identifier: str) -> None:
    """Published ids pass the check digit."""
    assert is_snomed_id(identifier)


@pytest.mark.parametrize("identifier", ["276853009", "1064901000000108"])
def test_every_single_wrong_digit_is_noticed(identifier: str) -> None:
    """Changing any one digit of an id to any other makes it fail."""
    for place, right in enumerate(identifier):
        for wrong in set("0123456789") - {right}:
            assert not passes_check_digit(identifier[:place] + wrong + identifier[place + 1 :])


def test_swapped_neighbours_are_noticed() -> None:
    """Swapping two neighbouring digits that differ makes an id fail."""
    identifier = "1064901000000108"
    for place in range(len(identifier) - 1):
        left, right = identifier[place], identifier[place + 1]
        swapped = identifier[:place] + right + left + identifier[place + 2 :]
        assert left == right or not passes_check_digit(swapped)


@pytest.mark.parametrize("text", ["", "12345", "0276853009", "27685300x", "\u0661\u0662\u0663"])
def test_other_texts_are_no_ids(text: str) -> None:
    """Too short, leading zero, letters and foreign digits are no ids."""
    assert not is_snomed_id(text)


@pytest.mark.parametrize(
    ("cell", "damage"),
    [
        ("276853009", None),
        (" 276853009.0 ", None),
        ("1.06E+15", Damage.SCIENTIFIC),
        ("1,06e15", Damage.SCIENTIFIC),
        ("106490100000010000", Damage.ROUNDED),
        ("276853008", Damage.CHECK_DIGIT),
        ("knife", Damage.NOT_A_NUMBER),
    ],
)
def test_damage_is_named(cell: str, damage: Damage | None) -> None:
    """Scientific notation, rounding and wrong digits are told apart."""
    assert damage_of(cell) is damage

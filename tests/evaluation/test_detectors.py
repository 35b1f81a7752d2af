"""The detectors and the scrubbing hold what they have reached on the evaluation sets.

The issue asks for 99.9 % of structured identifiers, 95 % of names and 90 % of places. The
half for work meets all three; the half that was only counted meets the last.
"""

from __future__ import annotations

import pytest
from tests.evaluation import measuring

REACHED = {
    # part: structured found, quiet on cells of nobody, names, contacts, places, left unchanged
    "dev": (0.999, 0.999, 0.98, 0.99, 0.99, 0.99),
    "held_out": (0.98, 0.997, 0.85, 0.89, 0.95, 0.94),
}


@pytest.mark.parametrize("part", REACHED)
def test_structured_identifiers_are_found(part: str) -> None:
    """Numbers, addresses and dates of birth in every corner and form of writing."""
    found = measuring.total(measuring.recall(part).values())

    assert found.out_of > 2_000
    assert found.value >= REACHED[part][0]


@pytest.mark.parametrize("part", REACHED)
def test_cells_of_nobody_raise_no_alarm(part: str) -> None:
    """Codes, doses, beds, versions and the like are no identifiers."""
    quiet = measuring.total(measuring.quiet(part).values())

    assert quiet.out_of > 1_500
    assert quiet.value >= REACHED[part][1]


@pytest.mark.parametrize("part", REACHED)
def test_people_go_and_places_stay(part: str) -> None:
    """Measured together, on the same texts."""
    shares = measuring.in_texts(part)

    reached = [shares[name].value for name in ("name", "contact", "place", "unchanged")]
    assert [
        (share, least)
        for share, least in zip(reached, REACHED[part][2:], strict=True)
        if share < least
    ] == []

"""What people type as a reason: nobody is named in it, and ordinary reasons pass."""

from __future__ import annotations

from datetime import date

import pytest

from tiig.deidentify import kinds_typed

TODAY = date(2026, 7, 10)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Jade Thompson asked for it", ("name",)),
        ("asked by the mother of Kayleigh Smith", ("name",)),
        ("asked by June Smith", ("name",)),
        ("Mrs Ashworth rang 07700 900123", ("name", "phone")),
        ("the one of 3 March 1987", ("birth_date",)),
        ("the one of 04/05/87", ("birth_date",)),
        ("the twelfth of March 1987", ("birth_date",)),
        ("third of March nineteen eighty seven", ("birth_date",)),
        ("number 94 34 76 59 19", ("nhs_number",)),
        ("number 9 4 3 4 7 6 5 9 1 9", ("nhs_number",)),
    ],
)
def test_what_names_somebody_is_told_by_kind(text: str, kinds: tuple[str, ...]) -> None:
    """People without a title, days long past in digits or words, and digits in any groups."""
    assert kinds_typed(text, TODAY) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sent by mistake",
        "asked on 3 June",
        "agreed with Greater Manchester Police on 2026-06-12",
        "request under article 17, received 4 May 2026",
        "audit of June",
        "retention: policy of March 2024",
        "Salford Royal asked to correct the arrival times",
        "quarterly report to the Violence Reduction Unit, April 2026",
        "evaluation by Manchester Metropolitan University",
        "withdrawn with 0190d2a4-7c1e-7b3a-9f00-9434765919ab",
        "weekly run by cron job",
    ],
)
def test_ordinary_reasons_pass(text: str) -> None:
    """Months, places, offices, recent days and ids of the house name nobody."""
    assert kinds_typed(text, TODAY) == ()

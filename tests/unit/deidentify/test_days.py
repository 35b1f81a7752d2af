"""Days in every form that a declared column of moments may have."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tiig.deidentify.days import rough, rough_moments


@pytest.mark.parametrize(
    "written",
    [
        "20260401",
        "20260401 0107",
        "202604010107",
        "01042026",
        "01/04/2026 01:07",
        "46113",
        "46113.5",
    ],
)
def test_a_declared_moment_is_read_in_every_form(written: str) -> None:
    """Else the file would have no newest day, and every visit would look like a birthday."""
    assert rough_moments(pl.Series([written])).to_list() == [rough(date(2026, 4, 1))]


def test_what_is_no_day_is_none() -> None:
    """Words, blanks and long numbers place nothing."""
    found = rough_moments(pl.Series(["x", None, "123456789", "99999999"]))

    assert found.to_list() == [None, None, None, None]

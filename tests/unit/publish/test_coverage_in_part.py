"""A month of which only some days were received, in the table of who reported what."""

from __future__ import annotations

from tiig.model.coverage import Coverage, Standing
from tiig.model.months import Month
from tiig.publish.exhibits.coverage import coverage_exhibit, month_mark
from tiig.publish.paper import Exhibit

JUNE = Month(2026, 6)


def test_coverage_says_which_days_are_lacking() -> None:
    """A month of which days are lacking is never said to be complete."""
    coverage = Coverage(
        (("A", "North"),), (("A", JUNE, Standing.PARTIAL),), (("A", JUNE, "days 15-30"),)
    )
    made = coverage_exhibit(coverage)
    assert isinstance(made, Exhibit)
    assert made.grid is not None
    assert made.title == "North (in part) did not report June 2026 in full (1 of 1)"
    assert made.grid.rows[0][1].text == "◔ partly received"
    assert "these days are in no figure: North in June 2026: days 15-30." in made.notes[1]
    assert month_mark(coverage, JUNE) == "Incomplete: 1 of 1 departments missing or in part"
    assert not coverage.throughout

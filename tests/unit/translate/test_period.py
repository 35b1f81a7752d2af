"""The period that a file declares of itself, in cells or in columns."""

from __future__ import annotations

import pytest
from tests.unit.translate.conftest import Desk, Wrap

from tiig.model.days import Days
from tiig.model.errors import PERIOD_CELLS, TiigError
from tiig.model.profile import SenderProfile
from tiig.standard import Standard
from tiig.synthesis import profile_text
from tiig.translate import check_period, declared_period, read_profile

COLUMNS = '[period]\nstart = "From"\nend = "To"\nformat = "%d/%m/%Y"\n'
TITLE = (("Title", None), ("from", "2026-06-01T00:00:00"))


@pytest.fixture
def by_cells(standard: Standard) -> SenderProfile:
    """Return the profile whose period stands in B1 and B2."""
    return read_profile(profile_text("calderwick"), standard)


@pytest.fixture
def by_columns(desk: Desk) -> SenderProfile:
    """Return a profile whose period stands in two columns."""
    return read_profile(desk.profile_text(COLUMNS), desk.standard)


def test_period_from_cells(by_cells: SenderProfile) -> None:
    """Cells above the header give the months."""
    preamble = (("from", "2026-06-01T00:00:00"), ("to", "2026-07-31T00:00:00"))

    assert declared_period(by_cells, preamble, None) == Days.parse("2026-06..2026-07")


@pytest.mark.parametrize(
    "preamble",
    [
        (),
        (("from",), ("to",)),
        (("from", None), ("to", "2026-06-30T00:00:00")),
        (("from", "June"), ("to", "2026-06-30T00:00:00")),
        (("from", "2026-07-01T00:00:00"), ("to", "2026-06-30T00:00:00")),
    ],
)
def test_period_cells_that_do_not_serve(
    by_cells: SenderProfile, preamble: tuple[tuple[str | None, ...], ...]
) -> None:
    """Missing, blank, unreadable or reversed cells are refused."""
    with pytest.raises(TiigError) as caught:
        declared_period(by_cells, preamble, None)

    assert caught.value.kind is PERIOD_CELLS


def test_period_from_columns(by_columns: SenderProfile, wrap: Wrap) -> None:
    """Columns that repeat the days give the months; blanks do not matter."""
    raw = wrap({"From": ["01/06/2026", None], "To": ["30/06/2026", "30/06/2026"]})

    assert declared_period(by_columns, (), raw) == Days.parse("2026-06")


def test_period_columns_that_disagree(by_columns: SenderProfile, wrap: Wrap) -> None:
    """Two different days in the first batch are refused."""
    raw = wrap({"From": ["01/06/2026", "01/05/2026"], "To": ["30/06/2026"] * 2})
    with pytest.raises(TiigError) as caught:
        declared_period(by_columns, (), raw)

    assert caught.value.kind is PERIOD_CELLS
    assert "05" not in str(caught.value)


def test_later_batches_must_repeat_the_period(by_columns: SenderProfile, wrap: Wrap) -> None:
    """A later batch that says another month is refused, one that agrees is not."""
    period = Days.parse("2026-06")
    agreeing = wrap({"From": ["01/06/2026"], "To": ["30/06/2026"]})
    check_period(by_columns, agreeing, period)
    for other in ("31/07/2026", "soon"):
        with pytest.raises(TiigError):
            check_period(by_columns, wrap({"From": ["01/06/2026"], "To": [other]}), period)


def test_no_period_is_declared(desk: Desk, wrap: Wrap) -> None:
    """A profile without period cells leaves the months to the command."""
    profile = read_profile(desk.profile_text(""), desk.standard)

    assert declared_period(profile, TITLE, wrap({"A": ["1"]})) is None
    check_period(profile, wrap({"A": ["1"]}), Days.parse("2026-06"))

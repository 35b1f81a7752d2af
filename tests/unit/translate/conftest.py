"""A standard read once, and a short way from columns of text to typed items."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import polars as pl
import pytest

from tiig.model.identified import RawRows
from tiig.model.states import ItemState, state_column
from tiig.standard import Standard, load_standard
from tiig.translate import Memory, Plan, plan, read_profile, translate

HEAD = """
[sender]
id = "made-up"
name = "Made-up Infirmary"
provider = "XP9"
version = 1
valid_from = 2024-01-01
scope = "all-attendances"
tells_assaults = {tells}

[[sites]]
code = "XP901"
name = "Made-up Infirmary"
values = ["MAD", "01"]
"""
ARRIVED = """
[[columns]]
name = "Arrived"
item = "arrival_at"
formats = ["%Y-%m-%d %H:%M"]
"""
Cells = Sequence[str | None]
Wrap = Callable[[Mapping[str, Cells]], RawRows]


class Desk:
    """Translate a few cells with a profile made for the test."""

    def __init__(self, standard: Standard) -> None:
        """Hold the standard that every test shares."""
        self.standard = standard
        self.memory = Memory({}, {})

    def profile_text(self, columns: str, *, top: str = "", tells: bool = False) -> str:
        """Return a whole profile around some columns."""
        arrived = "" if 'item = "arrival_at"' in columns else ARRIVED
        return top + HEAD.format(tells=str(tells).lower()) + arrived + columns

    def plan(
        self,
        columns: str,
        header: tuple[str, ...],
        *,
        on: date = date(2026, 6, 30),
        tells: bool = False,
        date_system: int | None = None,
    ) -> Plan:
        """Plan a file with these column names."""
        profile = read_profile(self.profile_text(columns, tells=tells), self.standard)
        if 'item = "arrival_at"' not in columns:
            header = ("Arrived", *header)
        return plan(profile, header, self.standard, on=on, date_system=date_system)

    def frame(self, columns: str, cells: Mapping[str, Cells], **options: object) -> pl.DataFrame:
        """Translate one batch and return its frame."""
        made = self.plan(columns, tuple(cells), **options)  # type: ignore[arg-type]
        return translate(raw_rows(cells), made, self.memory).frame

    def read(
        self, item: str, columns: str, cells: Mapping[str, Cells], **options: object
    ) -> list[tuple[object, ItemState]]:
        """Return values and states of one item."""
        frame = self.frame(columns, cells, **options)
        states = [ItemState(state) for state in frame[state_column(item)]]
        return list(zip(frame[item].to_list(), states, strict=True))


def raw_rows(cells: Mapping[str, Cells]) -> RawRows:
    """Wrap columns of text as `receive` would, arrival added where it is missing."""
    rows = len(next(iter(cells.values())))
    columns: dict[str, Cells] = {"Arrived": ["2026-06-01 10:00"] * rows, **cells}
    if any(name.startswith("ARR") for name in cells):
        del columns["Arrived"]
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return RawRows(frame.with_row_index("row", offset=2))


@pytest.fixture(scope="session")
def standard() -> Standard:
    """Return the packaged standard."""
    return load_standard()


@pytest.fixture
def desk(standard: Standard) -> Desk:
    """Return a desk with an empty memory."""
    return Desk(standard)


@pytest.fixture
def wrap() -> Wrap:
    """Return the function that wraps columns of text."""
    return raw_rows

"""A measure over departments, items and months at once: a count, what judges it, or why none."""

from __future__ import annotations

from dataclasses import dataclass

from tiig.model.months import Month, Period
from tiig.model.quality import Outcome


@dataclass(frozen=True)
class HeatCell:
    """A month of a row: rows above and below the line, and what the target of that month says.

    `at_least` is the level in per cent (None: there is none). Where the month is not wholly in
    force `standing` says how it stands, and there are no rows; it is empty of all others.
    """

    month: Month
    count: int
    out_of: int
    at_least: int | None = None
    outcome: Outcome | None = None
    standing: str = ""

    @property
    def per_cent(self) -> int | None:
        """The share in whole per cent, rounded down; None where there is nothing to measure."""
        return 100 * self.count // self.out_of if self.out_of else None


@dataclass(frozen=True)
class HeatRow:
    """An item (empty: months as a whole) of a department, month after month."""

    site: str
    site_name: str
    item: str
    item_label: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class HeatMap:
    """One measure of every department and item in some months; `better` is what is wanted."""

    measure: str
    label: str
    better: str
    period: Period
    rows: tuple[HeatRow, ...]

"""Small cleared tables for the tests of exhibits: counts are given, or a mark in their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tiig.model.cleared import Cleared, ClearedRow, Shown
from tiig.model.clearing import make_cleared
from tiig.model.coverage import NOTHING_TOLD, Coverage
from tiig.model.figures import ALL, Mark, TableColumn
from tiig.model.months import Month
from tiig.publish.exhibits import Subject

STAR = "* hides a small number."
BEFORE, LATEST = "2024-07..2025-06", "2025-07..2026-06"
RUNS = ((BEFORE, "12 months to June 2025"), (LATEST, "12 months to June 2026"))
NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
MONTHS = tuple((f"{number:02d}", name) for number, name in enumerate(NAMES, start=1))
REGION = Subject("recorded assaults", Month(2026, 6), "the whole region")
HIDDEN = Shown(None, Mark.SUPPRESSED)
UNTOLD = Shown(None, Mark.NOT_AVAILABLE)

Counts = Mapping[tuple[str, ...], int | Shown]
Rates = Mapping[tuple[str, ...], tuple[float, float, float] | Mark]


def column(dimension: str, *nodes: tuple[str, str]) -> TableColumn:
    """Return a dimension with its nodes and their labels."""
    return TableColumn(dimension, dimension.replace("_", " ").capitalize(), nodes)


def cleared(
    columns: Sequence[TableColumn],
    counts: Counts,
    *,
    coverage: Coverage = NOTHING_TOLD,
    rates: Rates | None = None,
) -> Cleared:
    """Return a cleared table of these cells; a number is a shown count."""
    rows = []
    for nodes, given in counts.items():
        count = given if isinstance(given, Shown) else Shown(given)
        if rates is None:
            rows.append(ClearedRow(nodes, count))
            continue
        told = rates[nodes]
        three = [Shown(None, told)] * 3 if isinstance(told, Mark) else [Shown(one) for one in told]
        rows.append(ClearedRow(nodes, count, 100_000, *three))
    return make_cleared(
        question={}, answered={"by": []}, columns=tuple(columns), rows=tuple(rows),
        preset="named-partner", unit="recorded assaults", method=None, manifest="m1",
        notes=(STAR,), merged=(), for_release=True, share_shown=1.0, release="r1",
        coverage=coverage,
    )  # fmt: skip


def monthly(
    special: Mapping[tuple[str, str], int | Shown] | None = None,
    *,
    coverage: Coverage = NOTHING_TOLD,
) -> Cleared:
    """Return two years by month: 100 in each month but the special ones; totals are shown."""
    given = special or {}
    counts: dict[tuple[str, ...], int | Shown] = {
        (run, month): given.get((run, month), 100) for run, _ in RUNS for month, _ in MONTHS
    }
    counts |= {(run, ALL): 1_200 for run, _ in RUNS}
    counts[ALL, ALL] = 2_400
    columns = (column("twelve_months", *RUNS), column("month_of_year", *MONTHS))
    return cleared(columns, counts, coverage=coverage)


def by_dimension(dimension: str, counts: Mapping[str, int | Shown], total: int | Shown) -> Cleared:
    """Return one dimension, its nodes labelled by themselves, and its total."""
    nodes = tuple((node, node.replace("_", " ").capitalize()) for node in counts)
    cells: dict[tuple[str, ...], int | Shown] = {(node,): count for node, count in counts.items()}
    return cleared((column(dimension, *nodes),), {**cells, (ALL,): total})

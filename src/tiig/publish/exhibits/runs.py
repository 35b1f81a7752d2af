"""The two runs of months that papers set side by side: those looked at, and those before."""

from __future__ import annotations

from tiig.model.cleared import Cleared
from tiig.model.figures import ALL
from tiig.model.months import Month, Period
from tiig.publish.exhibits.cells import labels

RUNS = ("twelve_months", "halves")
"""The dimensions that part the months of a table into runs."""


def run_dimension(table: Cleared) -> str | None:
    """Return by which dimension a table is parted into runs, if it is."""
    return next((one.dimension for one in table.columns if one.dimension in RUNS), None)


def runs(table: Cleared) -> tuple[str | None, str]:
    """Return the nodes of the earlier (or None) and the latest run."""
    nodes = [node for node in labels(table, run_dimension(table) or "") if node != ALL]
    return (nodes[-2] if len(nodes) > 1 else None), nodes[-1]


def run_words(table: Cleared) -> dict[str, str]:
    """Return each run with its words, and how many of its months were received if not all."""
    named = labels(table, run_dimension(table) or "")
    return {
        node: words + _received(table, Period.parse(node))
        for node, words in named.items()
        if node != ALL
    }


def unreceived(table: Cleared, run: str) -> tuple[Month, ...]:
    """Return the months of a run that no department reported: it is no run to compare with."""
    standings = table.coverage.standings
    if not standings:
        return ()
    reported = {month for _, month, standing in standings if standing.reported}
    return tuple(month for month in Period.parse(run) if month not in reported)


def _received(table: Cleared, run: Period) -> str:
    lacking = len(unreceived(table, str(run)))
    return f" ({len(run) - lacking} of {len(run)} months received)" if lacking else ""

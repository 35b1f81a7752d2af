"""Like with like: months are compared only where the same departments reported both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from tiig.model.cleared import Cleared
from tiig.model.coverage import Coverage
from tiig.model.figures import ALL
from tiig.model.months import Month
from tiig.publish.exhibits.cells import count_where, shown_value

PRESENCE = "presence"
_THROUGHOUT, _PART = "throughout", "part"


def alike(coverage: Coverage, now: Collection[Month], then: Collection[Month]) -> bool:
    """Tell whether each department reported as many whole months of some as of the others."""

    def reported(months: Collection[Month]) -> Counter[str]:
        return Counter(
            site for site, month, one in coverage.standings if one.complete and month in months
        )

    return reported(now) == reported(then)


def throughout(same: Cleared | None, place: Mapping[str, str]) -> int | None:
    """Return the count of the departments that reported throughout, at a place of a table.

    None where any part of it is hidden: beside the total it would give the rest away.
    """
    if same is None or not {PRESENCE, *place} <= {one.dimension for one in same.columns}:
        return None
    parts = [
        shown_value(count_where(same, {PRESENCE: node, **place}))
        for node in (_THROUGHOUT, _PART, ALL)
    ]
    return None if None in parts else parts[0]


def joined(coverage: Coverage) -> dict[str, Month]:
    """Return the departments that sent for the first time after the first month, with theirs."""
    first: dict[str, Month] = {}
    for site, month, _ in coverage.standings:
        first[site] = min(month, first.get(site, month))
    begins = min(first.values(), default=None)
    names = dict(coverage.sites)
    return {
        names.get(site, site): month for site, month in sorted(first.items()) if month != begins
    }

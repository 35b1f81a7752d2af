"""Bounds on published counts: what they may have been, given answers that are missing."""

from __future__ import annotations

from dataclasses import dataclass

from tiig.model.cleared import Cleared
from tiig.model.months import Period


@dataclass(frozen=True)
class Kind:
    """A category whose count is bounded: its label, and the column of the tables that tells it.

    `certain` nodes are of the kind, `possible` ones may be: not known, not recorded, or recorded
    too coarsely. What is neither is not.
    """

    label: str
    dimension: str
    certain: frozenset[str]
    possible: frozenset[str]


@dataclass(frozen=True)
class BoundedCount:
    """Tables as they may be shown, and what bounds are to be worked out from them.

    `told` counts by the kind's dimension; `sure`, where there is one, counts rows of the kind that
    are not in `told` (recorded assaults beside other injuries), `people` the residents of areas.
    Counts are shown to the nearest `round_to` (1: exact), and none from 1 to `fewest` - 1.
    `by` is the dimension of lines (None: one line), `odds` how far missing rows may differ.
    """

    kind: Kind
    told: Cleared
    period: Period
    odds: float
    of: str
    round_to: int
    fewest: int
    by: str | None = None
    sure: Cleared | None = None
    people: Cleared | None = None

    @property
    def tables(self) -> tuple[Cleared, ...]:
        """All tables that figures come from."""
        return tuple(one for one in (self.told, self.sure, self.people) if one is not None)

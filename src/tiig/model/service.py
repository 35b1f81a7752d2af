"""What the service did in some months: files, releases, actions and uses; no figure of people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tiig.model.cleared_quality import ClearedQuality
from tiig.model.letter import UsedFor
from tiig.model.months import Period


@dataclass(frozen=True)
class FilesTold:
    """Submissions received in the months, by how they stand now, and the first and last day."""

    by_state: tuple[tuple[str, int], ...]
    first: date | None
    last: date | None

    @property
    def total(self) -> int:
        """All of them."""
        return sum(count for _, count in self.by_state)


@dataclass(frozen=True)
class ReleasesTold:
    """Releases of one kind to one recipient; the purpose is that of the agreement, or empty."""

    kind: str
    recipient: str
    purpose: str
    preset: str
    count: int
    last: date


@dataclass(frozen=True)
class ActionsTold:
    """Actions of one kind: opened in the months; done, dropped, open or late at their end."""

    kind: str
    opened: int
    done: int
    dropped: int
    going: int
    overdue: int


@dataclass(frozen=True)
class Service:
    """The facts of a service report: quality through disclosure, the rest from the ledger.

    `declined` counts requests by the reason, in words, for which they were declined.
    """

    period: Period
    quality: ClearedQuality
    files: FilesTold
    releases: tuple[ReleasesTold, ...]
    actions: tuple[ActionsTold, ...]
    departments_with_actions: int
    uses: tuple[UsedFor, ...]
    declined: tuple[tuple[str, int], ...] = ()

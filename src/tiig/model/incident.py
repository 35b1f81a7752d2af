"""An incident: a file with direct identifiers arrived, was refused, and waits for a person.

It says when, from whom, what kinds, how many and where in the file - never a value. The
data protection officer closes it; the sealed copy of the file is destroyed by `destroy_by`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

OFFICER = "data-protection-officer"
"""The role that may close an incident."""


class IncidentState(StrEnum):
    """Whether somebody has dealt with it."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class IncidentPlace:
    """One kind of identifier in one place of the file.

    `where` is a column's header, or names the place (`sheet name`, `header of column 3`,
    `comments`); `rows` are the first row numbers, written `12-15, 18`.
    """

    where: str
    kind: str
    cells: int
    rows: str


@dataclass(frozen=True)
class Incident:
    """A refused file with identifiers, from its arrival to the decision of an officer.

    `original` is the sealed copy, while there is one; `destroyed_at` says since when there
    is none.
    """

    id: str
    at: datetime
    submission: str
    sender: str
    places: tuple[IncidentPlace, ...]
    destroy_by: datetime
    original: str | None = None
    destroyed_at: datetime | None = None
    closed_by: str | None = None
    closed_at: datetime | None = None
    outcome: str | None = None

    @property
    def state(self) -> IncidentState:
        """Open until an officer has closed it."""
        return IncidentState.OPEN if self.closed_at is None else IncidentState.CLOSED

    @property
    def kinds(self) -> Mapping[str, int]:
        """Cells by kind of identifier, sorted by kind."""
        found: dict[str, int] = {}
        for place in self.places:
            found[place.kind] = found.get(place.kind, 0) + place.cells
        return dict(sorted(found.items()))

    @property
    def holds_copy(self) -> bool:
        """Whether a sealed copy of the file is still kept."""
        return self.original is not None and self.destroyed_at is None

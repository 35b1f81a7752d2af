"""What the catalogue keeps of incidents, as parts of its ports."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from tiig.model.incident import Incident


class IncidentWrites(Protocol):
    """Writes of one transaction."""

    def add_incident(self, incident: Incident) -> None:
        """Enter an incident, open."""
        ...

    def close_incident(self, incident: str, *, by: str, at: datetime, outcome: str) -> None:
        """Close it; INCIDENT_UNKNOWN or INCIDENT_CLOSED where that cannot be."""
        ...

    def copy_destroyed(self, incident: str, at: datetime) -> None:
        """Say that the sealed copy of its file is no more; the first time stands."""
        ...


class IncidentReads(Protocol):
    """Questions."""

    def incidents(self) -> tuple[Incident, ...]:
        """Return every incident, oldest first."""
        ...

    def incident(self, incident: str) -> Incident | None:
        """Return one incident by id."""
        ...

"""Incidents in memory: what is asked of them and what is written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tiig.model.incident import Incident
from tiig.store.catalogue import rules
from tiig.store.in_memory.entering import enter


@dataclass
class KnownIncidents:
    """The part of the state that holds incidents."""

    incidents: dict[str, Incident] = field(default_factory=dict)


class MemoryIncidents:
    """Questions; a part of the catalogue."""

    _state: KnownIncidents

    def incidents(self) -> tuple[Incident, ...]:
        """Return every incident, oldest first."""
        return tuple(sorted(self._state.incidents.values(), key=lambda one: (one.at, one.id)))

    def incident(self, incident: str) -> Incident | None:
        """Return one incident by id."""
        return self._state.incidents.get(incident)


class MemoryIncidentWrites:
    """Writes; a part of a transaction."""

    _state: Any  # a `KnownIncidents`: the class that has it says more

    def add_incident(self, incident: Incident) -> None:
        """Enter an incident, open."""
        enter(self._state.incidents, incident.id, incident)

    def close_incident(self, incident: str, *, by: str, at: datetime, outcome: str) -> None:
        """Close it; INCIDENT_UNKNOWN or INCIDENT_CLOSED where that cannot be."""
        found = rules.check_open(self._state.incidents.get(incident))
        closed = replace(found, closed_by=by, closed_at=at, outcome=outcome)
        self._state.incidents[incident] = closed

    def copy_destroyed(self, incident: str, at: datetime) -> None:
        """Say that the sealed copy of its file is no more; the first time stands."""
        found = rules.known_incident(self._state.incidents.get(incident))
        if found.destroyed_at is None:
            self._state.incidents[incident] = replace(found, destroyed_at=at)

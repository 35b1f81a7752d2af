"""Incidents: list them, show one, and close it as the data protection officer."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import deidentify, desk
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.errors import TiigError
from tiig.model.incident import OFFICER, Incident
from tiig.model.incident_errors import (
    INCIDENT_CLOSED,
    INCIDENT_UNKNOWN,
    OFFICER_ONLY,
    OUTCOME_IDENTIFIES,
    OUTCOME_MISSING,
)
from tiig.model.ports import Progress
from tiig.services import Services


@dataclass(frozen=True)
class CloseRequest:
    """Which incident is closed, and what came of it in a few words that name no patient."""

    incident: str
    outcome: str


def list_incidents(
    *, open_only: bool = False, asker: Asker, services: Services, progress: Progress
) -> tuple[Incident, ...]:
    """Return incidents, oldest first; with `open_only` those that wait for the officer."""
    del progress
    services.catalogue.note(asker, "incidents listed", kind=AuditKind.INCIDENT)
    found = services.catalogue.incidents()
    return tuple(one for one in found if not open_only or one.closed_at is None)


def show_incident(
    incident: str, *, asker: Asker, services: Services, progress: Progress
) -> Incident:
    """Return one incident: when, from whom, what kinds, how many, where - never a value."""
    del progress
    found = _known(incident, services)
    services.catalogue.note(asker, "incident shown", kind=AuditKind.INCIDENT, subjects=(incident,))
    return found


def close_incident(
    request: CloseRequest, *, asker: Asker, services: Services, progress: Progress
) -> Incident:
    """Close an incident for good; the sealed copy that may be left is destroyed at once."""
    del progress
    found = _known(request.incident, services)
    _check_closes(found, request.outcome, asker, services)
    _close(found, request.outcome.strip(), asker, services)
    desk.carry_out(asker, services)
    return _known(request.incident, services)


def _known(incident: str, services: Services) -> Incident:
    found = services.catalogue.incident(incident)
    if found is None:
        raise TiigError(INCIDENT_UNKNOWN)
    return found


def _close(incident: Incident, because: str, asker: Asker, services: Services) -> None:
    """Close it and order its copy destroyed: both, or neither."""
    copy = desk.refused_copy(incident, services)
    with services.catalogue.change(
        asker,
        because,
        kind=AuditKind.INCIDENT,
        subjects=(incident.id, *((copy.name,) if copy else ())),
    ) as change:
        change.close_incident(
            incident.id, by=asker.person, at=services.clock.now(), outcome=because
        )
        if copy is not None:
            change.order_destruction([desk.order_for(copy, "the incident was closed", services)])
    services.seams.reach("destruction-ordered")


def _check_closes(incident: Incident, outcome: str, asker: Asker, services: Services) -> None:
    if OFFICER not in asker.roles:
        raise TiigError(OFFICER_ONLY)
    if incident.closed_at is not None:
        raise TiigError(INCIDENT_CLOSED)
    if not outcome.strip():
        raise TiigError(OUTCOME_MISSING)
    kinds = deidentify.kinds_typed(outcome, services.clock.now().date())
    if kinds:
        said = ", ".join(kind.replace("_", " ") for kind in kinds)
        raise TiigError(OUTCOME_IDENTIFIES, kinds=said)

"""Incidents in SQL: what is asked of them and what is written."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Dialect,
    RowMapping,
    Select,
    String,
    Table,
    Text,
    select,
    update,
)
from sqlalchemy import insert as insert_into
from sqlalchemy.types import TypeDecorator

from tiig.model.incident import Incident, IncidentPlace
from tiig.store.catalogue import rules
from tiig.store.catalogue.kinds import Moment
from tiig.store.catalogue.rows import cells, noun
from tiig.store.catalogue.tables import metadata


class Places(TypeDecorator[tuple[IncidentPlace, ...]]):
    """Where identifiers stood, as JSON; never searched, only read back whole."""

    impl = Text
    cache_ok = True

    def process_bind_param(
        self, value: tuple[IncidentPlace, ...] | None, dialect: Dialect
    ) -> str | None:
        """Write as a JSON array of objects."""
        del dialect
        return None if value is None else json.dumps([asdict(one) for one in value])

    def process_result_value(
        self, value: str | None, dialect: Dialect
    ) -> tuple[IncidentPlace, ...] | None:
        """Read as a tuple."""
        del dialect
        return None if value is None else tuple(IncidentPlace(**one) for one in json.loads(value))


incidents = Table(
    "incidents",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("submission", String(80), nullable=False),
    Column("sender", String(200), nullable=False),
    Column("places", Places, nullable=False),
    Column("destroy_by", Moment, nullable=False),
    Column("original", String(80)),
    Column("destroyed_at", Moment),
    Column("closed_by", String(200)),
    Column("closed_at", Moment),
    Column("outcome", Text),
)


class IncidentReading(ABC):
    """Questions; a part of the catalogue."""

    @abstractmethod
    def _rows(self, asked: Select[Any]) -> Sequence[RowMapping]:
        """Return the rows of a statement."""

    def incidents(self) -> tuple[Incident, ...]:
        """Return every incident, oldest first."""
        found = (noun(Incident, row) for row in self._rows(select(incidents)))
        return tuple(sorted(found, key=lambda one: (one.at, one.id)))

    def incident(self, incident: str) -> Incident | None:
        """Return one incident by id."""
        rows = self._rows(select(incidents).where(incidents.c.id == incident))
        return noun(Incident, rows[0]) if rows else None


class IncidentWriting:
    """Writes; a part of a transaction."""

    _connection: Connection

    def add_incident(self, incident: Incident) -> None:
        """Enter an incident, open."""
        self._connection.execute(insert_into(incidents), [cells(incident)])

    def close_incident(self, incident: str, *, by: str, at: datetime, outcome: str) -> None:
        """Close it; INCIDENT_UNKNOWN or INCIDENT_CLOSED where that cannot be."""
        rules.check_open(self._incident(incident))
        told = {"closed_by": by, "closed_at": at, "outcome": outcome}
        self._connection.execute(update(incidents).where(incidents.c.id == incident).values(told))

    def copy_destroyed(self, incident: str, at: datetime) -> None:
        """Say that the sealed copy of its file is no more; the first time stands."""
        if rules.known_incident(self._incident(incident)).destroyed_at is None:
            self._connection.execute(
                update(incidents).where(incidents.c.id == incident).values(destroyed_at=at)
            )

    def _incident(self, incident: str) -> Incident | None:
        asked = select(incidents).where(incidents.c.id == incident)
        row = self._connection.execute(asked).mappings().first()
        return noun(Incident, row) if row else None

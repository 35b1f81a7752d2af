"""Decisions on place phrases in SQL; a change of keys brings their phrase ids on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, RowMapping, Select, String, Table, Text, select
from sqlalchemy import insert as insert_into

from tiig.model.places import PlaceDecision, Ruling, decision_order
from tiig.store.catalogue.kinds import Moment, Told
from tiig.store.catalogue.rows import cells, noun
from tiig.store.catalogue.tables import metadata

place_decisions = Table(
    "place_decisions",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("phrase", String(80), nullable=False, index=True, info={"keyed": "phrase"}),
    Column("ruling", Told(Ruling), nullable=False),
    Column("person", String(200), nullable=False),
    Column("because", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("place_type", String(80)),
    Column("area", String(80)),
    Column("geography", String(200)),
    Column("name", String(200)),
    Column("undoes", String(80)),
)


class PlaceReading(ABC):
    """Questions; a part of the catalogue."""

    @abstractmethod
    def _rows(self, asked: Select[Any]) -> Sequence[RowMapping]:
        """Return the rows of a statement."""

    def place_decisions(self) -> tuple[PlaceDecision, ...]:
        """Return every decision ever made, oldest first, by phrase ids in force."""
        found = (noun(PlaceDecision, row) for row in self._rows(select(place_decisions)))
        return tuple(sorted(found, key=decision_order))


class PlaceWriting:
    """Writes; a part of a transaction."""

    _connection: Connection

    def add_place_decisions(self, decisions: Sequence[PlaceDecision]) -> None:
        """Enter decisions; none is ever changed or removed."""
        if decisions:
            self._connection.execute(
                insert_into(place_decisions), [cells(one) for one in decisions]
            )

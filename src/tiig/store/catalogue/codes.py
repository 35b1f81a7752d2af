"""Decisions on local values in SQL, and the quality counts of what was read again."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    RowMapping,
    Select,
    String,
    Table,
    Text,
    and_,
    delete,
    select,
)
from sqlalchemy import insert as insert_into

from tiig.model.code_map import CodeDecision, CodeStep, decision_order
from tiig.model.submission import MeasureCount
from tiig.store.catalogue.kinds import Moment, MonthText, Told
from tiig.store.catalogue.rows import cells, noun
from tiig.store.catalogue.tables import metadata

code_decisions = Table(
    "code_decisions",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("sender", String(200), nullable=False),
    Column("item", String(200), nullable=False),
    Column("value", Text, nullable=False),
    Column("step", Told(CodeStep), nullable=False),
    Column("person", String(200), nullable=False),
    Column("because", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("node", String(200)),
    Column("alone", Boolean, nullable=False),
)

reread_measures = Table(
    "reread_measures",
    metadata,
    Column("submission", String(80), primary_key=True),
    Column("derivation", String(80), primary_key=True),
    Column("site", String(200), primary_key=True),
    Column("month", MonthText, primary_key=True),
    Column("item", String(200), primary_key=True),
    Column("measure", String(200), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("out_of", Integer, nullable=False),
)


class CodeReading(ABC):
    """Questions; a part of the catalogue."""

    @abstractmethod
    def _rows(self, asked: Select[Any]) -> Sequence[RowMapping]:
        """Return the rows of a statement."""

    def code_decisions(self) -> tuple[CodeDecision, ...]:
        """Return every decision ever made, oldest first."""
        found = (noun(CodeDecision, row) for row in self._rows(select(code_decisions)))
        return tuple(sorted(found, key=decision_order))

    def reread_measures(self, submission: str, derivation: str) -> tuple[MeasureCount, ...]:
        """Return the counts of a submission as a later derivation read it, by month and site."""
        table = reread_measures
        here = and_(table.c.submission == submission, table.c.derivation == derivation)
        found = (noun(MeasureCount, row) for row in self._rows(select(table).where(here)))
        return tuple(sorted(found, key=lambda o: (o.month, o.site, o.item, o.measure)))


class CodeWriting:
    """Writes; a part of a transaction."""

    _connection: Connection

    def add_code_decisions(self, decisions: Sequence[CodeDecision]) -> None:
        """Enter decisions; none is ever changed or removed."""
        if decisions:
            self._connection.execute(insert_into(code_decisions), [cells(one) for one in decisions])

    def add_reread_measures(
        self, submission: str, derivation: str, counts: Sequence[MeasureCount]
    ) -> None:
        """Keep the counts of site-months that were read again, in place of any they had."""
        table = reread_measures
        for site, month in {(one.site, one.month) for one in counts}:
            here = and_(
                table.c.submission == submission,
                table.c.derivation == derivation,
                table.c.site == site,
                table.c.month == month,
            )
            self._connection.execute(delete(table).where(here))
        told = [cells(one) | {"submission": submission, "derivation": derivation} for one in counts]
        if told:
            self._connection.execute(insert_into(table), told)

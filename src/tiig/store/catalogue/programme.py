"""The quality programme in SQL: agreed targets, re-bases, actions and uses, only ever added to."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    RowMapping,
    Select,
    String,
    Table,
    Text,
    select,
)
from sqlalchemy import insert as insert_into

from tiig.model.agreed_targets import AgreedTarget, TargetEnd, as_ended, target_order
from tiig.model.quality import Dimension
from tiig.model.quality_actions import ActionEntry, ActionKind, ActionStep, Closing, QualityAction
from tiig.model.rebases import Rebase, rebase_order
from tiig.model.release_use import ReleaseUse, UseKind
from tiig.store.catalogue import programme_rules as rules
from tiig.store.catalogue.kinds import Day, Moment, MonthText, Told
from tiig.store.catalogue.rows import cells, noun
from tiig.store.catalogue.tables import metadata, releases

Noun = TypeVar("Noun")
_ID = String(80)
_NAME = String(200)

agreed_targets = Table(
    "agreed_targets",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("site", _NAME, nullable=False),
    Column("item", _NAME, nullable=False),
    Column("dimension", Told(Dimension), nullable=False),
    Column("first_month", MonthText, nullable=False),
    Column("last_month", MonthText),
    Column("agreed_by", _NAME, nullable=False),
    Column("because", Text, nullable=False),
    Column("person", _NAME, nullable=False),
    Column("at", Moment, nullable=False),
    Column("at_least", Integer),
    Column("at_most", Integer),
    Column("chosen_from", _ID, nullable=False),
)

target_ends = Table(
    "target_ends",
    metadata,
    Column("target", _ID, primary_key=True),
    Column("last_month", MonthText, nullable=False),
    Column("because", Text, nullable=False),
    Column("person", _NAME, nullable=False),
    Column("at", Moment, nullable=False),
)

quality_actions = Table(
    "quality_actions",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("site", _NAME, nullable=False),
    Column("item", _NAME, nullable=False),
    Column("measure", _NAME, nullable=False),
    Column("first_month", MonthText, nullable=False),
    Column("last_month", MonthText, nullable=False),
    Column("finding", Text, nullable=False),
    Column("kind", Told(ActionKind), nullable=False),
    Column("owner", _NAME, nullable=False),
    Column("due", Day, nullable=False),
    Column("person", _NAME, nullable=False),
    Column("at", Moment, nullable=False),
)

action_entries = Table(
    "action_entries",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("action", _ID, nullable=False, index=True),
    Column("step", Told(ActionStep), nullable=False),
    Column("text", Text, nullable=False),
    Column("person", _NAME, nullable=False),
    Column("at", Moment, nullable=False),
    Column("kind", Told(ActionKind)),
    Column("on_day", Day),
    Column("owner", _NAME),
    Column("due", Day),
    Column("closing", Told(Closing)),
)

release_uses = Table(
    "release_uses",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("release", _ID, nullable=False),
    Column("kind", Told(UseKind), nullable=False),
    Column("what", Text, nullable=False),
    Column("organisation", _NAME, nullable=False),
    Column("on_day", Day, nullable=False),
    Column("person", _NAME, nullable=False),
    Column("at", Moment, nullable=False),
)

rebases = Table(
    "rebases",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("site", _NAME, nullable=False),
    Column("item", _NAME, nullable=False),
    Column("measure", _NAME, nullable=False),
    Column("month", MonthText, nullable=False),
    Column("because", Text, nullable=False),
    Column("person", _NAME, nullable=False),
    Column("at", Moment, nullable=False),
    Column("undoes", _ID),
)


class ProgrammeReading(ABC):
    """Questions; a part of the catalogue."""

    @abstractmethod
    def _rows(self, asked: Select[Any]) -> Sequence[RowMapping]:
        """Return the rows of a statement."""

    def agreed_targets(self) -> tuple[AgreedTarget, ...]:
        """Return every target ever agreed as it was added, by series and month."""
        return tuple(sorted(self._every(AgreedTarget, agreed_targets), key=target_order))

    def target_ends(self) -> tuple[TargetEnd, ...]:
        """Return every end of a target, oldest first."""
        ends = self._every(TargetEnd, target_ends)
        return tuple(sorted(ends, key=lambda one: (one.at, one.target)))

    def quality_actions(self) -> tuple[QualityAction, ...]:
        """Return every action as it was opened, oldest first."""
        found = self._every(QualityAction, quality_actions)
        return tuple(sorted(found, key=lambda one: (one.at, one.id)))

    def action_entries(self) -> tuple[ActionEntry, ...]:
        """Return every entry on any action, oldest first."""
        found = self._every(ActionEntry, action_entries)
        return tuple(sorted(found, key=lambda one: (one.at, one.id)))

    def release_uses(self) -> tuple[ReleaseUse, ...]:
        """Return every use of any release, as they were entered."""
        found = self._every(ReleaseUse, release_uses)
        return tuple(sorted(found, key=lambda one: (one.at, one.id)))

    def rebases(self) -> tuple[Rebase, ...]:
        """Return every re-base and every taking back, oldest first."""
        return tuple(sorted(self._every(Rebase, rebases), key=rebase_order))

    def _every(self, kind: type[Noun], table: Table) -> list[Noun]:
        return [noun(kind, row) for row in self._rows(select(table))]


class ProgrammeWriting:
    """Writes; a part of a transaction."""

    _connection: Connection

    def add_targets(self, targets: Sequence[AgreedTarget]) -> None:
        """Enter targets; TARGET_OVERLAPS where one of the same series counts in these months."""
        standing = list(self._standing_targets())
        for one in targets:
            rules.check_target(one, standing)
            standing.append(one)
            self._add(agreed_targets, one)

    def end_target(self, end: TargetEnd) -> None:
        """Keep that a target ends; TARGET_UNKNOWN, TARGET_ENDED."""
        ended = any(one.target == end.target for one in self._all(TargetEnd, target_ends))
        rules.check_target_end(end, self._standing_targets(), ended=ended)
        self._add(target_ends, end)

    def open_action(self, action: QualityAction) -> None:
        """Enter an action."""
        self._add(quality_actions, action)

    def add_action_entry(self, entry: ActionEntry) -> None:
        """Enter an entry; ACTION_UNKNOWN, ACTION_CLOSED or ACTION_OPEN as it stands."""
        here = action_entries.c.action == entry.action
        rules.check_entry(
            known=self._known(quality_actions, entry.action),
            before=self._all(ActionEntry, action_entries, here),
            step=entry.step,
        )
        self._add(action_entries, entry)

    def add_release_use(self, use: ReleaseUse) -> None:
        """Enter a use; RELEASE_UNKNOWN where nothing was released under this id."""
        rules.check_use(released=self._known(releases, use.release))
        self._add(release_uses, use)

    def add_rebase(self, rebase: Rebase) -> None:
        """Enter a re-base or its taking back; REBASE_STANDS, REBASE_UNKNOWN."""
        rules.check_rebase(rebase, self._all(Rebase, rebases))
        self._add(rebases, rebase)

    def _standing_targets(self) -> tuple[AgreedTarget, ...]:
        ends = self._all(TargetEnd, target_ends)
        return as_ended(self._all(AgreedTarget, agreed_targets), ends)

    def _known(self, table: Table, name: str) -> bool:
        asked = select(table.c.id).where(table.c.id == name)
        return self._connection.execute(asked).first() is not None

    def _all(self, kind: type[Noun], table: Table, where: Any = None) -> list[Noun]:  # noqa: ANN401 - a condition
        asked = select(table) if where is None else select(table).where(where)
        return [noun(kind, row) for row in self._connection.execute(asked).mappings()]

    def _add(self, table: Table, told: object) -> None:
        self._connection.execute(insert_into(table), [cells(told)])

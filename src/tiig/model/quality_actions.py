"""Actions of the quality programme: what is done about a finding, by whom, until when.

An action is opened once and then only added to. No text in it tells of a patient: the detectors
of gate one search each before it is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tiig.model.errors import TiigError
from tiig.model.months import Month, Period, day_of
from tiig.model.programme_errors import ACTION_REFUSED


class ActionKind(StrEnum):
    """What is done: later it is compared which of them works."""

    VISIT = "visit"
    CALL = "call"
    TEACHING = "teaching"
    LETTER = "letter"
    POSTER = "poster"
    SYSTEM = "system"
    OTHER = "other"


class ActionStep(StrEnum):
    """What an entry says: a note, what was done on a day, who sees to it, the end, no end yet."""

    NOTED = "noted"
    DONE = "done"
    MOVED = "moved"
    CLOSED = "closed"
    REOPENED = "reopened"


_ENDS = frozenset({ActionStep.CLOSED, ActionStep.REOPENED})


class Closing(StrEnum):
    """How an action ends: what was asked for was done, or it was given up."""

    DONE = "done"
    DROPPED = "dropped"


class ActionState(StrEnum):
    """How an action stands on a day."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True)
class QualityAction:
    """What is done about a finding: one measure of an item at a site, in some months.

    `item` is empty for the site-month as a whole. `kind` is what is planned; `finding` says in a
    sentence what was seen, `owner` who sees to it.
    """

    id: str
    site: str
    item: str
    measure: str
    first_month: Month
    last_month: Month
    finding: str
    kind: ActionKind
    owner: str
    due: date
    person: str
    at: datetime

    @property
    def months(self) -> Period:
        """The months of the finding."""
        return Period(self.first_month, self.last_month)


@dataclass(frozen=True)
class ActionEntry:
    """One entry on an action; what it does not say stays as it was.

    `kind` and `on_day` say what was done and when (`DONE`), `owner` and `due` who and until when
    from now on (`MOVED`, `REOPENED`), `closing` how it ended (`CLOSED`).
    """

    id: str
    action: str
    step: ActionStep
    text: str
    person: str
    at: datetime
    kind: ActionKind | None = None
    on_day: date | None = None
    owner: str | None = None
    due: date | None = None
    closing: Closing | None = None


def closing_of(entries: Iterable[ActionEntry]) -> ActionEntry | None:
    """Return the entry that closed an action, unless it was opened again since."""
    ends = [one for one in entries if one.step in _ENDS]
    last = max(ends, key=lambda one: (one.at, one.id), default=None)
    return last if last is not None and last.step is ActionStep.CLOSED else None


@dataclass(frozen=True)
class ActionStanding:
    """An action with all that was entered on it, the oldest first."""

    action: QualityAction
    entries: tuple[ActionEntry, ...] = ()

    @property
    def owner(self) -> str:
        """Who sees to it now."""
        return next((one.owner for one in reversed(self.entries) if one.owner), self.action.owner)

    @property
    def due(self) -> date:
        """Until when."""
        return next((one.due for one in reversed(self.entries) if one.due), self.action.due)

    @property
    def closing(self) -> ActionEntry | None:
        """The entry that closed it; None while it is open, or was opened again."""
        return closing_of(self.entries)

    @property
    def done(self) -> tuple[ActionEntry, ...]:
        """What was done, in the order of days: each may have changed how rows are recorded."""
        these = (one for one in self.entries if one.step is ActionStep.DONE)
        return tuple(sorted(these, key=lambda one: (one.on_day or date.min, one.at, one.id)))

    def state_on(self, day: date) -> ActionState:
        """Return how it stands on a day."""
        if self.closing is not None and self.closing.closing is not None:
            return ActionState(self.closing.closing)
        return ActionState.OVERDUE if self.due < day else ActionState.OPEN


def standings_of(
    actions: Iterable[QualityAction], entries: Iterable[ActionEntry]
) -> tuple[ActionStanding, ...]:
    """Return actions with their entries, the first opened first."""
    told: dict[str, list[ActionEntry]] = {}
    for one in sorted(entries, key=lambda one: (one.at, one.id)):
        told.setdefault(one.action, []).append(one)
    ordered = sorted(actions, key=lambda one: (one.at, one.id))
    return tuple(ActionStanding(one, tuple(told.get(one.id, ()))) for one in ordered)


def due_of(text: str, today: date) -> date:
    """Read until which day an action is to be done; ACTION_REFUSED for one that is past."""
    day = day_of(text, "--due")
    if day < today:
        raise TiigError(ACTION_REFUSED, what="--due is today or later")
    return day

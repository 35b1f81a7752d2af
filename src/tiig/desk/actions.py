"""Actions of the quality programme as they stand today, with the words for what they are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tiig.desk.programme import site_names
from tiig.desk.series import withdrawn
from tiig.model.errors import TiigError
from tiig.model.programme_errors import ACTION_UNKNOWN
from tiig.model.quality_actions import (
    ActionEntry,
    ActionKind,
    ActionStanding,
    ActionState,
    standings_of,
)
from tiig.model.submission import SiteMonth
from tiig.services import Services


@dataclass(frozen=True)
class ActionLine:
    """One action as it stands today; `withdrawn` are its months that were withdrawn since."""

    id: str
    site: str
    site_name: str
    item: str
    item_label: str
    measure: str
    months: str
    finding: str
    kind: ActionKind
    owner: str
    due: date
    state: ActionState
    opened: date
    opened_by: str
    done: tuple[date, ...]
    withdrawn: tuple[str, ...]

    @property
    def closed(self) -> bool:
        """Whether nothing is added to it any more."""
        return self.state in {ActionState.DONE, ActionState.DROPPED}


@dataclass(frozen=True)
class ActionDetail:
    """An action and all that was entered on it, oldest first."""

    line: ActionLine
    entries: tuple[ActionEntry, ...]


def action_standings(services: Services) -> tuple[ActionStanding, ...]:
    """Return every action with its entries, the first opened first."""
    return standings_of(services.catalogue.quality_actions(), services.catalogue.action_entries())


def action_named(action: str, services: Services) -> ActionStanding:
    """Return one action; ACTION_UNKNOWN."""
    for one in action_standings(services):
        if one.action.id == action:
            return one
    raise TiigError(ACTION_UNKNOWN)


def action_detail(action: str, services: Services) -> ActionDetail:
    """Return one action in words; ACTION_UNKNOWN."""
    found = action_named(action, services)
    (line,) = action_lines((found,), services)
    return ActionDetail(line, found.entries)


def action_lines(standings: Iterable[ActionStanding], services: Services) -> tuple[ActionLine, ...]:
    """Return actions in words, in the order given."""
    names = site_names(services)
    gone = withdrawn(services)
    today = services.clock.now().date()
    items = services.standard.quality_items
    return tuple(
        ActionLine(
            id=one.action.id,
            site=one.action.site,
            site_name=names.get(one.action.site, one.action.site),
            item=one.action.item,
            item_label=items[one.action.item].label if one.action.item in items else "",
            measure=one.action.measure,
            months=str(one.action.months),
            finding=one.action.finding,
            kind=one.action.kind,
            owner=one.owner,
            due=one.due,
            state=one.state_on(today),
            opened=one.action.at.date(),
            opened_by=one.action.person,
            done=tuple(entry.on_day for entry in one.done if entry.on_day is not None),
            withdrawn=tuple(
                str(month)
                for month in one.action.months
                if SiteMonth(one.action.site, month) in gone
            ),
        )
        for one in standings
    )

"""Actions of the quality programme: opened from a finding, noted on, and closed.

The effect of an action is measured from the days on which something was done, so that they are
entered with what was done and by which kind of visit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tiig import desk
from tiig.desk import ActionDetail, ActionLine
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.errors import TiigError
from tiig.model.months import Period, day_of, period_of
from tiig.model.ports import Progress
from tiig.model.programme_errors import (
    ACTION_CLOSED,
    ACTION_REFUSED,
    ACTION_WITHDRAWN,
)
from tiig.model.quality_actions import (
    ActionEntry,
    ActionKind,
    ActionStanding,
    ActionStep,
    Closing,
    QualityAction,
    due_of,
)
from tiig.model.rebases import Series
from tiig.model.submission import SiteMonth
from tiig.services import Services


@dataclass(frozen=True)
class OpenRequest:
    """What is done about which finding: a measure of an item (or of whole months) at a site.

    `month` may be a run of months; without `owner` it is who asks.
    """

    site: str
    measure: str
    month: str
    finding: str
    kind: str
    due: str
    item: str | None = None
    owner: str | None = None


@dataclass(frozen=True)
class NoteRequest:
    """What is added to an action: a note, what was done on which day, another owner or due day."""

    action: str
    text: str | None = None
    done: str | None = None
    on: str | None = None
    owner: str | None = None
    due: str | None = None


@dataclass(frozen=True)
class CloseRequest:
    """How an action ended (`done`, `dropped`), and in a sentence why."""

    action: str
    outcome: str
    text: str


@dataclass(frozen=True)
class ActionsAsked:
    """Whose actions are listed, and whether closed ones are too."""

    site: str | None = None
    owner: str | None = None
    closed: bool = False


def list_actions(
    asked: ActionsAsked, *, asker: Asker, services: Services, progress: Progress
) -> tuple[ActionLine, ...]:
    """Return actions, the first due first; closed ones stand at the end."""
    del progress
    desk.check_ours(asker, services)
    site = None if asked.site is None else desk.site_named(asked.site, services)
    lines = desk.action_lines(desk.action_standings(services), services)
    wanted = (
        one
        for one in lines
        if (site is None or one.site == site)
        and (asked.owner is None or one.owner.casefold() == asked.owner.strip().casefold())
        and (asked.closed or not one.closed)
    )
    return tuple(sorted(wanted, key=lambda one: (one.closed, one.due, one.id)))


def show_action(
    action: str, *, asker: Asker, services: Services, progress: Progress
) -> ActionDetail:
    """Return one action with its entries; ACTION_UNKNOWN."""
    del progress
    desk.check_ours(asker, services)
    return desk.action_detail(action, services)


def open_action(
    request: OpenRequest, *, asker: Asker, services: Services, progress: Progress
) -> ActionDetail:
    """Open an action from a finding; ACTION_WITHDRAWN where its months are no more."""
    progress.step("opening")
    desk.check_ours(asker, services)
    now = services.clock.now()
    months = period_of(request.month)
    series = desk.series_named(request.site, request.item, request.measure, services)
    _check_finding(series, months, services)
    action = QualityAction(
        id=services.ids.new(),
        **series._asdict(),
        first_month=months.first,
        last_month=months.last,
        finding=desk.note_of(request.finding, "--finding", now),
        kind=_kind(request.kind, "--kind"),
        owner=desk.staff_of(request.owner, "--owner", now) if request.owner else asker.person,
        due=due_of(request.due, now.date()),
        person=asker.person,
        at=now,
    )
    with services.catalogue.change(
        asker, "opened an action", kind=AuditKind.PROGRAMME, subjects=(action.id,)
    ) as change:
        change.open_action(action)
    return desk.action_detail(action.id, services)


def note_action(
    request: NoteRequest, *, asker: Asker, services: Services, progress: Progress
) -> ActionDetail:
    """Add to an open action what was done, by whom it is seen to from now on, or a note."""
    del progress
    desk.check_ours(asker, services)
    standing = _open(request.action, services)
    entry = _entry(request, standing, asker, services)
    with services.catalogue.change(
        asker, "added to an action", kind=AuditKind.PROGRAMME, subjects=(request.action,)
    ) as change:
        change.add_action_entry(entry)
    return desk.action_detail(request.action, services)


def close_action(
    request: CloseRequest, *, asker: Asker, services: Services, progress: Progress
) -> ActionDetail:
    """Close an action for good; what was done must stand in it with its day."""
    del progress
    desk.check_ours(asker, services)
    now = services.clock.now()
    standing = _open(request.action, services)
    known = {str(one): one for one in Closing}
    if request.outcome not in known:
        raise TiigError(ACTION_REFUSED, what=f"--outcome is one of {', '.join(known)}")
    closing = known[request.outcome]
    if closing is Closing.DONE and not standing.done:
        what = "nothing is entered that was done: enter it and its day with note --done KIND --on"
        raise TiigError(ACTION_REFUSED, what=what)
    entry = ActionEntry(
        id=services.ids.new(),
        action=request.action,
        step=ActionStep.CLOSED,
        text=desk.note_of(request.text, "--text", now),
        person=asker.person,
        at=now,
        closing=closing,
    )
    with services.catalogue.change(
        asker, "closed an action", kind=AuditKind.PROGRAMME, subjects=(request.action,)
    ) as change:
        change.add_action_entry(entry)
    return desk.action_detail(request.action, services)


def _entry(
    request: NoteRequest, standing: ActionStanding, asker: Asker, services: Services
) -> ActionEntry:
    now = services.clock.now()
    moved = request.owner is not None or request.due is not None
    if request.text is None and request.done is None and not moved:
        raise TiigError(ACTION_REFUSED, what="say what is new: --text, --done, --owner or --due")
    if request.done is None and request.on is not None:
        raise TiigError(ACTION_REFUSED, what="--on is the day of what --done says")
    steps = {True: ActionStep.MOVED, False: ActionStep.NOTED}
    return ActionEntry(
        id=services.ids.new(),
        action=request.action,
        step=steps[moved] if request.done is None else ActionStep.DONE,
        text="" if request.text is None else desk.note_of(request.text, "--text", now),
        person=asker.person,
        at=now,
        kind=None if request.done is None else _kind(request.done, "--done"),
        on_day=None if request.done is None else _day_done(request.on, standing, now.date()),
        owner=None if request.owner is None else desk.staff_of(request.owner, "--owner", now),
        due=None if request.due is None else due_of(request.due, now.date()),
    )


def _check_finding(series: Series, months: Period, services: Services) -> None:
    """Refuse months that were withdrawn, or of which nothing was measured."""
    gone = desk.site_months_withdrawn(services)
    for month in months:
        if SiteMonth(series.site, month) in gone:
            raise TiigError(ACTION_WITHDRAWN, site=series.site, month=month)
    desk.check_months(months, services)
    there = desk.site_months_in_force(services)
    for month in months:
        if SiteMonth(series.site, month) not in there and series.measure not in desk.OF_MISSING:
            what = (
                f"{series.site} sent nothing for {month}, so that nothing was measured; of a month"
                f" that is missing the measure is {' or '.join(sorted(desk.OF_MISSING))}"
            )
            raise TiigError(ACTION_REFUSED, what=what)


def _kind(word: str, option: str) -> ActionKind:
    known = {str(one): one for one in ActionKind}
    if word not in known:
        raise TiigError(ACTION_REFUSED, what=f"{option} is one of {', '.join(known)}")
    return known[word]


def _day_done(text: str | None, standing: ActionStanding, today: date) -> date:
    day = today if text is None else day_of(text, "--on")
    first = standing.action.first_month.first_day
    if not first <= day <= today:
        what = f"--on is the day on which it was done, from {first} to today"
        raise TiigError(ACTION_REFUSED, what=what)
    return day


def _open(action: str, services: Services) -> ActionStanding:
    found = desk.action_named(action, services)
    if found.closing is not None:
        raise TiigError(ACTION_CLOSED)
    return found

"""Open a closed action again, with the reason; what was entered before stays."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk
from tiig.desk import ActionDetail
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.errors import TiigError
from tiig.model.ports import Progress
from tiig.model.programme_errors import ACTION_OPEN, ACTION_WITHDRAWN
from tiig.model.quality_actions import ActionEntry, ActionStep, due_of
from tiig.services import Services


@dataclass(frozen=True)
class ReopenRequest:
    """A closed action, why it is opened again, and until when (None: as it was)."""

    action: str
    because: str
    due: str | None = None


def reopen_action(
    request: ReopenRequest, *, asker: Asker, services: Services, progress: Progress
) -> ActionDetail:
    """Open an action again; ACTION_OPEN, and ACTION_WITHDRAWN where its months are no more."""
    del progress
    desk.check_ours(asker, services)
    now = services.clock.now()
    detail = desk.action_detail(request.action, services)
    if not detail.line.closed:
        raise TiigError(ACTION_OPEN)
    for month in detail.line.withdrawn:
        raise TiigError(ACTION_WITHDRAWN, site=detail.line.site, month=month)
    due = None if request.due is None else due_of(request.due, now.date())
    entry = ActionEntry(
        id=services.ids.new(),
        action=request.action,
        step=ActionStep.REOPENED,
        text=desk.note_of(request.because, "--because", now),
        person=asker.person,
        at=now,
        due=due,
    )
    with services.catalogue.change(
        asker, "opened an action again", kind=AuditKind.PROGRAMME, subjects=(request.action,)
    ) as change:
        change.add_action_entry(entry)
    return desk.action_detail(request.action, services)

"""What every catalogue refuses of the quality programme, whatever it is kept in."""

from __future__ import annotations

from collections.abc import Iterable

from tiig.model.agreed_targets import AgreedTarget, TargetEnd
from tiig.model.errors import RELEASE_UNKNOWN, TiigError
from tiig.model.programme_errors import (
    ACTION_CLOSED,
    ACTION_OPEN,
    ACTION_UNKNOWN,
    REBASE_STANDS,
    REBASE_UNKNOWN,
    TARGET_ENDED,
    TARGET_OVERLAPS,
    TARGET_UNKNOWN,
)
from tiig.model.quality_actions import ActionEntry, ActionStep, closing_of
from tiig.model.rebases import Rebase, standing_rebases


def check_target(target: AgreedTarget, standing: Iterable[AgreedTarget]) -> None:
    """Refuse a target beside one that judges the same in some of its months."""
    for one in standing:
        if target.overlaps(one):
            raise TiigError(TARGET_OVERLAPS, target=one.id, months=one.months)


def check_target_end(end: TargetEnd, standing: Iterable[AgreedTarget], *, ended: bool) -> None:
    """Refuse to end what does not exist, a second time, or later than it ends by itself."""
    found = next((one for one in standing if one.id == end.target), None)
    if found is None:
        raise TiigError(TARGET_UNKNOWN)
    if ended or (found.last_month is not None and found.last_month <= end.last_month):
        raise TiigError(TARGET_ENDED, months=found.months)


def check_entry(*, known: bool, before: Iterable[ActionEntry], step: ActionStep) -> None:
    """Refuse an entry on an action that never was or is closed, and to open again what is open."""
    if not known:
        raise TiigError(ACTION_UNKNOWN)
    closed = closing_of(before) is not None
    if closed and step is not ActionStep.REOPENED:
        raise TiigError(ACTION_CLOSED)
    if not closed and step is ActionStep.REOPENED:
        raise TiigError(ACTION_OPEN)


def check_use(*, released: bool) -> None:
    """Refuse a use of what was never released."""
    if not released:
        raise TiigError(RELEASE_UNKNOWN)


def check_rebase(rebase: Rebase, before: Iterable[Rebase]) -> None:
    """Refuse to set one where one stands, and to take back one that does not."""
    standing = standing_rebases(before)
    if rebase.undoes is not None:
        if rebase.undoes not in {one.id for one in standing}:
            raise TiigError(REBASE_UNKNOWN)
    elif any((one.series, one.month) == (rebase.series, rebase.month) for one in standing):
        raise TiigError(REBASE_STANDS, month=rebase.month)

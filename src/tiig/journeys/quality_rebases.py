"""Re-bases: a person says from which month on a series has a new normal, and why.

Nothing re-bases by itself: a run of months that is better may be a change that lasts, or the one
that was hoped for and has not been shown yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.errors import TiigError
from tiig.model.months import Month
from tiig.model.ports import Progress
from tiig.model.programme_errors import REBASE_REFUSED, REBASE_UNKNOWN
from tiig.model.rebases import Rebase, standing_rebases
from tiig.model.submission import SiteMonth
from tiig.services import Services


@dataclass(frozen=True)
class RebaseRequest:
    """Which series starts anew in which month, and what changed there."""

    site: str
    measure: str
    month: str
    because: str
    item: str | None = None


@dataclass(frozen=True)
class RebaseLine:
    """One decision: `undone` where it was taken back since."""

    rebase: Rebase
    site_name: str
    item_label: str
    undone: bool


def list_rebases(
    site: str | None, *, undone: bool, asker: Asker, services: Services, progress: Progress
) -> tuple[RebaseLine, ...]:
    """Return re-bases, oldest first; with `undone` also those that were taken back."""
    del progress
    desk.check_ours(asker, services)
    code = None if site is None else desk.site_named(site, services)
    return tuple(
        one
        for one in _lines(services)
        if (code is None or one.rebase.site == code) and (undone or not one.undone)
    )


def add_rebase(
    request: RebaseRequest, *, asker: Asker, services: Services, progress: Progress
) -> RebaseLine:
    """Let a series start anew; REBASE_STANDS where it does so in this month already."""
    progress.step("re-basing")
    desk.check_ours(asker, services)
    now = services.clock.now()
    desk.check_reason(request.because, now)
    if not request.because.strip():
        raise TiigError(REBASE_REFUSED, what="a series starts anew for a reason: say --because")
    month = desk.month_named(request.month, "--from")
    series = desk.series_named(request.site, request.item, request.measure, services)
    _check_month(series.site, month, services)
    made = Rebase(
        id=services.ids.new(),
        **series._asdict(),
        month=month,
        because=request.because.strip(),
        person=asker.person,
        at=now,
    )
    return _entered(made, request.because, asker, services)


def undo_rebase(
    rebase: str, because: str, *, asker: Asker, services: Services, progress: Progress
) -> RebaseLine:
    """Take a re-base back: the series is again held against what it was; REBASE_UNKNOWN."""
    del progress
    desk.check_ours(asker, services)
    now = services.clock.now()
    desk.check_reason(because, now)
    if not because.strip():
        raise TiigError(REBASE_REFUSED, what="it is taken back for a reason: say --because")
    standing = {one.id: one for one in standing_rebases(services.catalogue.rebases())}
    if rebase not in standing:
        raise TiigError(REBASE_UNKNOWN)
    found = standing[rebase]
    undoing = Rebase(
        id=services.ids.new(),
        **found.series._asdict(),
        month=found.month,
        because=because.strip(),
        person=asker.person,
        at=now,
        undoes=found.id,
    )
    _entered(undoing, because, asker, services)
    return next(one for one in _lines(services) if one.rebase.id == rebase)


def _entered(rebase: Rebase, because: str, asker: Asker, services: Services) -> RebaseLine:
    with services.catalogue.change(
        asker, because, kind=AuditKind.PROGRAMME, subjects=(rebase.undoes or rebase.id,)
    ) as change:
        change.add_rebase(rebase)
    return _line(rebase, desk.site_names(services), services, undone=False)


def _check_month(site: str, month: Month, services: Services) -> None:
    """Refuse a month of which nothing is in force, and the first: nothing stands before it."""
    desk.check_months((month,), services)
    there = sorted(key.month for key in desk.site_months_in_force(services) if key.site == site)
    if SiteMonth(site, month) not in desk.site_months_in_force(services):
        what = f"nothing of {site} is in force for {month}"
        raise TiigError(REBASE_REFUSED, what=what)
    if month == there[0]:
        what = f"{month} is the first month of {site}, so that there is nothing before it"
        raise TiigError(REBASE_REFUSED, what=what)


def _lines(services: Services) -> tuple[RebaseLine, ...]:
    every = services.catalogue.rebases()
    gone = {one.undoes for one in every}
    names = desk.site_names(services)
    return tuple(
        _line(one, names, services, undone=one.id in gone) for one in every if one.undoes is None
    )


def _line(
    rebase: Rebase, names: Mapping[str, str], services: Services, *, undone: bool
) -> RebaseLine:
    items = services.standard.quality_items
    return RebaseLine(
        rebase=rebase,
        site_name=names.get(rebase.site, rebase.site),
        item_label=items[rebase.item].label if rebase.item in items else "",
        undone=undone,
    )

"""Targets as they are agreed with departments: listed, added and ended.

Nothing is counted for it: whatever asks for quality afterwards is judged by what counts then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tiig import desk
from tiig.model.agreed_targets import AgreedTarget, TargetEnd, as_ended
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.errors import TiigError
from tiig.model.months import Month
from tiig.model.ports import Progress
from tiig.model.programme_errors import TARGET_REFUSED, TARGET_UNKNOWN
from tiig.model.quality import Dimension
from tiig.services import Services
from tiig.standard.quality import Target, TargetSet

_WHOLE = 100
_A_YEAR = 366
_OF_MONTHS = (Dimension.TIMELINESS, Dimension.VOLUME)
"""What is judged of a site-month as a whole."""


@dataclass(frozen=True)
class TargetRequest:
    """A level for a department (None: every one) and months (`last` None: until it is ended).

    Either `chosen_set` names a set of the standard, or `dimension` and, with or without `item`,
    one target is meant. `at_least` is in per cent, `at_most` in days.
    """

    first: str
    agreed_by: str
    because: str
    site: str | None = None
    last: str | None = None
    chosen_set: str | None = None
    dimension: str | None = None
    item: str | None = None
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True)
class TargetEndRequest:
    """Which target counts for the last time in which month (before its first: never), and why."""

    target: str
    last: str
    because: str


@dataclass(frozen=True)
class TargetsListed:
    """What was agreed, and the targets of the standard that count where nothing was.

    `sites` and `items` name what the codes in them mean. `ending` are ids of targets that count
    this month or next for the last time, where nothing was agreed for afterwards.
    """

    agreed: tuple[AgreedTarget, ...]
    packaged: tuple[Target, ...]
    sets: tuple[TargetSet, ...]
    sites: dict[str, str]
    items: dict[str, str]
    ending: tuple[str, ...] = ()


def list_targets(
    site: str | None, *, ended: bool, asker: Asker, services: Services, progress: Progress
) -> TargetsListed:
    """Return targets, of one site and those of every site; with `ended` also those that are past.

    Past are those whose last month was over before this one.
    """
    del progress
    desk.check_ours(asker, services)
    code = None if site is None else desk.site_named(site, services)
    found = as_ended(services.catalogue.agreed_targets(), services.catalogue.target_ends())
    now = Month.of(services.clock.now())
    agreed = tuple(
        one
        for one in found
        if (code is None or one.site in {"", code}) and (ended or not _is_past(one, now))
    )
    return TargetsListed(
        agreed=agreed,
        packaged=tuple(services.standard.quality_targets.values()),
        sets=tuple(services.standard.quality_target_sets.values()),
        sites=desk.site_names(services),
        items={one.item: one.label for one in services.standard.quality_items.values()},
        ending=tuple(one.id for one in agreed if _is_ending(one, found, now)),
    )


def add_targets(
    request: TargetRequest, *, asker: Asker, services: Services, progress: Progress
) -> tuple[AgreedTarget, ...]:
    """Enter what was agreed: all the targets that the request comes to, or none."""
    progress.step("agreeing")
    desk.check_ours(asker, services)
    made = tuple(_targets(request, asker, services))
    with services.catalogue.change(
        asker,
        request.because,
        kind=AuditKind.PROGRAMME,
        subjects=tuple(one.id for one in made),
    ) as change:
        change.add_targets(made)
    return made


def end_target(
    request: TargetEndRequest, *, asker: Asker, services: Services, progress: Progress
) -> AgreedTarget:
    """Let a target count until a month and no longer; months before keep being judged by it."""
    del progress
    desk.check_ours(asker, services)
    now = services.clock.now()
    last = desk.month_named(request.last, "--last")
    desk.check_reason(request.because, now)
    end = TargetEnd(request.target, last, request.because.strip(), asker.person, now)
    if all(one.id != request.target for one in services.catalogue.agreed_targets()):
        raise TiigError(TARGET_UNKNOWN)
    with services.catalogue.change(
        asker, request.because, kind=AuditKind.PROGRAMME, subjects=(request.target,)
    ) as change:
        change.end_target(end)
    found = as_ended(services.catalogue.agreed_targets(), services.catalogue.target_ends())
    return next(one for one in found if one.id == request.target)


def _is_past(target: AgreedTarget, now: Month) -> bool:
    return target.never_counts or (target.last_month is not None and target.last_month < now)


def _is_ending(target: AgreedTarget, every: Iterable[AgreedTarget], now: Month) -> bool:
    """Tell whether somebody should agree anew before the next month but one."""
    last = target.last_month
    if last is None or target.never_counts or last not in (now, now.plus(1)):
        return False
    return not any(one.series == target.series and one.counts_in(last.plus(1)) for one in every)


def _targets(request: TargetRequest, asker: Asker, services: Services) -> Iterator[AgreedTarget]:
    now = services.clock.now()
    first = desk.month_named(request.first, "--from")
    last = None if request.last is None else desk.month_named(request.last, "--to")
    if last is not None and last < first:
        raise TiigError(TARGET_REFUSED, what=f"no month lies from {first} to {last}")
    desk.check_reason(request.because, now)
    agreed_by = desk.staff_of(request.agreed_by, "--agreed-by", now)
    site = "" if request.site is None else desk.site_named(request.site, services)
    chosen = _chosen_set(request, services)
    for item, dimension in _asked(request, chosen, services):
        least = request.at_least if chosen is None else request.at_least or chosen.at_least
        _check_level(dimension, least, request.at_most)
        yield AgreedTarget(
            id=services.ids.new(),
            site=site,
            item=item,
            dimension=dimension,
            first_month=first,
            last_month=last,
            agreed_by=agreed_by,
            because=request.because.strip(),
            person=asker.person,
            at=now,
            at_least=least,
            at_most=request.at_most,
            chosen_from="" if chosen is None else chosen.id,
        )


def _chosen_set(request: TargetRequest, services: Services) -> TargetSet | None:
    if request.chosen_set is None:
        return None
    if request.dimension is not None or request.item is not None:
        what = "a set says itself of what it is; leave --of and --item out beside --set"
        raise TiigError(TARGET_REFUSED, what=what)
    sets = services.standard.quality_target_sets
    if request.chosen_set not in sets:
        what = f"there is no set of this name; there are {', '.join(sets)}"
        raise TiigError(TARGET_REFUSED, what=what)
    return sets[request.chosen_set]


def _asked(
    request: TargetRequest, chosen: TargetSet | None, services: Services
) -> Iterator[tuple[str, Dimension]]:
    """Yield the items (empty: all of them, or the month) and what is judged of each."""
    if chosen is not None:
        for item in chosen.items_of(services.standard.quality_items.values()):
            yield item, chosen.dimension
        return
    dimension = _dimension(request.dimension)
    if request.item is not None and dimension in _OF_MONTHS:
        what = f"{dimension} is judged of a month as a whole; leave --item out"
        raise TiigError(TARGET_REFUSED, what=what)
    yield "" if request.item is None else desk.item_named(request.item, services), dimension


def _dimension(word: str | None) -> Dimension:
    known = {str(one): one for one in Dimension}
    if word not in known:
        what = f"--of is one of {', '.join(known)}, or --set names a set of targets"
        raise TiigError(TARGET_REFUSED, what=what)
    return known[word]


def _check_level(dimension: Dimension, at_least: int | None, at_most: int | None) -> None:
    """Refuse a level that nothing could be judged by."""
    days = dimension is Dimension.TIMELINESS
    if (at_most is None or at_least is not None) if days else (at_least is None or at_most):
        what = f"{dimension} takes {'--at-most DAYS' if days else '--at-least SHARE'}, and no other"
        raise TiigError(TARGET_REFUSED, what=what)
    if at_least is not None and not 1 <= at_least <= _WHOLE:
        raise TiigError(TARGET_REFUSED, what="--at-least is a share from 1 to 100 per cent")
    if at_most is not None and not 1 <= at_most <= _A_YEAR:
        raise TiigError(TARGET_REFUSED, what="--at-most is from 1 to 366 days")

"""Erase people or attendances: from packs, originals and phrases, in all that was ever sent.

New packs are written beside the old ones; one transaction lets them stand in, leaves
tombstones and orders the old files destroyed. What is left of the ids are marks that name
nobody and keep the rows out when a file brings them again; by the marks in its report an
erasure is done again after a backup has brought rows back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from tiig import desk
from tiig.desk import Doom
from tiig.intake.announcing import announced, leased_until
from tiig.intake.erasure_lists import marks_in, numbers_in, pseudonyms_in
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.erasure import Erasable, ErasedMark
from tiig.model.errors import STORE_LOCKED, TiigError
from tiig.model.months import Month
from tiig.model.ports import Intent, Progress
from tiig.model.submission import Pack
from tiig.services import Services


@dataclass(frozen=True)
class EraseRequest:
    """A file, and what it lists: numbers of `sender`, else pseudonyms, one a line.

    Without a `kind` the file is the report of an erasure that is to be done again.
    """

    path: str
    kind: Erasable | None
    because: str
    sender: str | None = None
    site: str | None = None
    dry_run: bool = False


@dataclass(frozen=True)
class ErasedLine:
    """How many rows of one site-month of one submission went, or would go."""

    submission: str
    sender: str
    site: str
    month: Month
    rows: int


@dataclass(frozen=True)
class Erasure:
    """What was erased, or would be; `listed` ids were asked for, `unknown` of them have no row.

    `undone` files wait to be destroyed by the next command, because the disk failed. `marks`
    name nobody: kept with the report, they let the erasure be done again.
    """

    id: str
    at: datetime
    kind: str
    because: str
    dry_run: bool
    listed: int
    unknown: int
    rows: int
    lines: tuple[ErasedLine, ...]
    packs: int = 0
    originals: int = 0
    undone: int = 0
    marks: tuple[ErasedMark, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class _Asked:
    """Whom a request means: ids by kind, or the marks of an earlier erasure."""

    kind: str
    ids: Mapping[Erasable, tuple[str, ...]]
    again: tuple[ErasedMark, ...] = ()


def erase(
    request: EraseRequest, *, asker: Asker, services: Services, progress: Progress
) -> Erasure:
    """Erase the rows of everybody on a list, and keep them out from now on."""
    desk.check_reason(request.because, services.clock.now())
    stood, erasure = _stands(services), services.ids.new()
    asked = _asked(request, services)
    progress.step("looking for rows")
    doom = _doom(asked, services)
    answer = _answer(request, asked, doom, erasure, services)
    if request.dry_run:
        return answer
    marks = desk.marks_for(doom, asked.ids, erasure, services) | frozenset(asked.again)
    progress.step("writing packs again")
    work = Intent(erasure, erasure, "erasure", leased_until(services))
    with announced(work, services) as intent:
        written = services.lake.without(doom.by_pack())
        _publish(intent, written, services)
        because = f"erased {doom.rows.height} rows by {asked.kind}: {request.because}"
        subjects = (erasure, *sorted(doom.submissions))
        with services.catalogue.change(
            asker, because, kind=AuditKind.ERASURE, subjects=subjects
        ) as change:
            if stood != _stands(services):
                raise TiigError(STORE_LOCKED)  # what came in meanwhile may hold the same people
            after = desk.pairs_without(doom, written, services)
            told = (erasure, request.because)
            stones = desk.tombstones_for(doom, after, asker, services, told=told)
            change.add_packs([pack for pack in written.values() if pack is not None])
            change.stand_in(after)
            change.drop_packs(list(written))
            change.add_tombstones(stones, marks)
            change.order_destruction(desk.orders_for(doom, list(written), services))
            change.end_intent(erasure)
            services.seams.reach("inside-commit")
    services.rows.only_of(erasure)  # none of what was read before stays in memory
    services.seams.reach("after-commit")
    carried_out, left = desk.carry_out(asker, services)
    done = [str(one.kind) for one in carried_out]
    return replace(
        answer,
        undone=left,
        packs=done.count("pack"),
        originals=done.count("original"),
        marks=tuple(sorted(marks)),
    )


def _asked(request: EraseRequest, services: Services) -> _Asked:
    if request.kind is None:
        return _Asked("an earlier report", {}, marks_in(request.path))
    if request.sender is None:
        ids = pseudonyms_in(request.path)
    else:
        ids = numbers_in(request.path, request.kind, request.sender, request.site, services)
    return _Asked(str(request.kind), {request.kind: ids})


def _doom(asked: _Asked, services: Services) -> Doom:
    for kind, ids in asked.ids.items():
        return desk.doom_of(kind, ids, services)
    return desk.doom_again(asked.again, services)


def _stands(services: Services) -> tuple[object, ...]:
    """Return what an erasure rests on: what is in force, and under how many keys of ids."""
    catalogue = services.catalogue
    return catalogue.submissions(), catalogue.pairs(), catalogue.key_layers()


def _publish(intent: Intent, written: Mapping[str, Pack | None], services: Services) -> None:
    packs = [pack for pack in written.values() if pack is not None]
    lease = leased_until(services)
    names = tuple(pack.id for pack in packs)
    services.catalogue.extend(replace(intent, lease_until=lease, packs=names))
    services.seams.reach("packs-announced")
    services.lake.publish(packs)
    services.seams.reach("before-commit")


def _answer(
    request: EraseRequest, asked: _Asked, doom: Doom, erasure: str, services: Services
) -> Erasure:
    lines = tuple(
        ErasedLine(name, submission.sender, site, Month.parse(month), rows)
        for name, submission in sorted(doom.submissions.items())
        for site, month, rows in doom.counts(name)
    )
    ids = {one for some in asked.ids.values() for one in some}
    found = {*doom.rows["person_id"], *doom.rows["attendance_id"]}
    return Erasure(
        id=erasure,
        at=services.clock.now(),
        kind=asked.kind,
        because=request.because,
        dry_run=request.dry_run,
        listed=len(ids) + len(asked.again),
        unknown=len(ids - found),
        rows=sum(line.rows for line in lines),
        lines=lines,
    )

"""Erase people or attendances: from packs, originals and phrases, in all that was ever sent.

New packs are written beside the old ones; one transaction lets them stand in, leaves
tombstones and orders the old files destroyed. What is left of the ids are marks that name
nobody and keep the rows out when a file brings them again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tiig import deidentify, desk
from tiig.desk import Doom
from tiig.intake.opening import LEASE
from tiig.model.asker import Asker
from tiig.model.erasure import Erasable
from tiig.model.errors import FILE_MISSING, STORE_LOCKED, TiigError, Where
from tiig.model.months import Month
from tiig.model.ports import Change, Intent, Progress
from tiig.model.retention_errors import ERASURE_LIST, ERASURE_SITE
from tiig.model.submission import Pack
from tiig.services import Services

LARGEST_LIST = 1_000_000
"""Bytes: some fifty thousand numbers; a longer list is more likely the wrong file."""
_PSEUDONYM = re.compile(rf"[0-9a-f]{{{deidentify.ID_LENGTH}}}")


@dataclass(frozen=True)
class EraseRequest:
    """A file with one number of `sender` a line; without a sender, one pseudonym a line."""

    path: str
    kind: Erasable
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
    """What was erased, or would be; `listed` ids were asked for, `unknown` of them have no row."""

    id: str
    at: datetime
    kind: str
    dry_run: bool
    listed: int
    unknown: int
    rows: int
    lines: tuple[ErasedLine, ...]
    packs: int = 0
    originals: int = 0


def erase(
    request: EraseRequest, *, asker: Asker, services: Services, progress: Progress
) -> Erasure:
    """Erase the rows of everybody on a list, and keep them out from now on."""
    ids = _listed(request, services)
    progress.step("looking for rows")
    stood = _stands(services)
    doom = desk.doom_of(request.kind, ids, services)
    erasure = services.ids.new()
    if request.dry_run:
        return _answer(request, erasure, doom, services)
    intent = Intent(erasure, erasure, "erasure", services.clock.now() + LEASE)
    services.catalogue.announce(intent)
    services.seams.reach("intent-announced")
    progress.step("writing packs again")
    written = services.lake.without(doom.by_pack())
    _publish(intent, written, services)
    with services.catalogue.change(asker, _because(request, doom)) as change:
        if stood != _stands(services):
            raise TiigError(STORE_LOCKED)  # what came in meanwhile may hold the same people
        _enter(change, request, doom, written, intent=erasure, services=services, asker=asker)
        services.seams.reach("inside-commit")
    services.seams.reach("after-commit")
    done = services.carry_out(asker)
    return _answer(request, erasure, doom, services, destroyed=[str(one.kind) for one in done])


def _listed(request: EraseRequest, services: Services) -> tuple[str, ...]:
    """Return the keyed ids that the list means; the numbers themselves are held no longer."""
    lines = _lines(Path(request.path))
    if request.sender is None:
        wrong = [number for number, line in lines if not _PSEUDONYM.fullmatch(line)]
        if wrong:
            what = "without --sender each line is a pseudonym of 32 hexadecimal letters"
            raise TiigError(ERASURE_LIST, Where(rows=tuple(wrong)), what=what)
        return tuple(sorted({line for _, line in lines}))
    profile = desk.profile_for(request.sender, services, services.clock.now().date())
    sites = sorted(site.code for site in profile.sites)
    site = request.site or (sites[0] if len(sites) == 1 else "")
    if request.kind is Erasable.ATTENDANCE and site not in sites:
        raise TiigError(ERASURE_SITE, known=", ".join(sites))
    ids = deidentify.numbered_ids(
        [line for _, line in lines],
        request.kind,
        services.keys.pseudonyms(),
        provider=profile.provider,
        site=site,
    )
    if not ids:
        raise TiigError(ERASURE_LIST, what="no line holds a number")
    return ids


def _lines(path: Path) -> list[tuple[int, str]]:
    """Return the lines that say something, with their numbers."""
    try:
        content = path.read_bytes()
    except OSError:
        raise TiigError(FILE_MISSING) from None
    if len(content) > LARGEST_LIST:
        raise TiigError(ERASURE_LIST, what="it is too long to be one")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TiigError(ERASURE_LIST, what="it is not text in UTF-8") from None
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    found = [(number, line) for number, line in lines if line]
    if not found:
        raise TiigError(ERASURE_LIST, what="it is empty")
    return found


def _publish(intent: Intent, written: Mapping[str, Pack | None], services: Services) -> None:
    packs = [pack for pack in written.values() if pack is not None]
    services.catalogue.extend(
        Intent(
            intent.id,
            intent.submission,
            intent.owner,
            services.clock.now() + LEASE,
            packs=tuple(pack.id for pack in packs),
        )
    )
    services.seams.reach("packs-announced")
    services.lake.publish(packs)
    services.seams.reach("before-commit")


def _stands(services: Services) -> tuple[object, ...]:
    return services.catalogue.submissions(), services.catalogue.pairs()


def _because(request: EraseRequest, doom: Doom) -> str:
    return f"erased {doom.rows.height} rows by {request.kind}: {request.because}"


def _enter(  # noqa: PLR0913 - everything that the one transaction holds
    change: Change,
    request: EraseRequest,
    doom: Doom,
    written: Mapping[str, Pack | None],
    *,
    intent: str,
    services: Services,
    asker: Asker,
) -> None:
    """Let what is left stand in, with tombstones, marks and the orders to destroy."""
    after = desk.pairs_without(doom, written, services)
    stones = desk.tombstones_for(doom, after, asker, services, told=(intent, request.because))
    change.add_packs([pack for pack in written.values() if pack is not None])
    change.stand_in(after)
    change.drop_packs(list(written))
    change.add_tombstones(stones, desk.marks_for(doom, intent, services))
    change.order_destruction(desk.orders_for(doom, list(written), services))
    change.end_intent(intent)


def _answer(
    request: EraseRequest,
    erasure: str,
    doom: Doom,
    services: Services,
    *,
    destroyed: list[str] | None = None,
) -> Erasure:
    column = "person_id" if request.kind is Erasable.PERSON else "attendance_id"
    lines = [
        ErasedLine(name, submission.sender, site, Month.parse(month), rows)
        for name, submission in sorted(doom.submissions.items())
        for site, month, rows in doom.of(name)
        .group_by("site", "month")
        .len()
        .sort("site", "month")
        .iter_rows()
    ]
    kinds = destroyed or []
    return Erasure(
        id=erasure,
        at=services.clock.now(),
        kind=str(request.kind),
        dry_run=request.dry_run,
        listed=len(doom.ids),
        unknown=len(set(doom.ids) - set(doom.rows[column])),
        rows=doom.rows.height,
        lines=tuple(lines),
        packs=kinds.count("pack"),
        originals=kinds.count("original"),
    )

"""Read rows in force again by the code map as it stands: from the lake, never from originals.

Packs are written beside the old ones; one transaction a sender lets the new pairs follow the old
from now on, so that what was known before is still known as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tiig import desk
from tiig.desk import CountedAnew, Reread
from tiig.intake.announcing import announced, leased_until
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.code_map import CodeMap
from tiig.model.errors import OUR_FAULT, SENDER_UNKNOWN, STORE_LOCKED, TiigError
from tiig.model.months import Month
from tiig.model.pack_names import holds_findings
from tiig.model.ports import Intent, Progress
from tiig.model.submission import MeasureCount, Pack
from tiig.services import Services


@dataclass(frozen=True)
class RederiveRequest:
    """Whose rows (None: every sender's), and why; `check_only` says what would be read again."""

    because: str
    sender: str | None = None
    check_only: bool = False


@dataclass(frozen=True)
class RereadLine:
    """A site-month that was read again, and about how many of its rows read otherwise."""

    sender: str
    site: str
    month: Month
    changed: str


@dataclass(frozen=True)
class Rederived:
    """What was read again, or would be; `versions` are the code maps by which, by sender."""

    lines: tuple[RereadLine, ...]
    versions: dict[str, str]
    packs: int
    check_only: bool


@dataclass(frozen=True)
class _Written:
    """Rows that were read again, on the disk."""

    reread: Reread
    packs: tuple[Pack, ...]
    measures: tuple[MeasureCount, ...]


def rederive(
    request: RederiveRequest, *, asker: Asker, services: Services, progress: Progress
) -> Rederived:
    """Apply the code map to what came before; site-months in which nothing changes stay."""
    desk.check_code_person(asker)
    desk.check_reason(request.because, services.clock.now())
    senders = services.catalogue.senders()
    if request.sender is not None and request.sender not in senders:
        raise TiigError(SENDER_UNKNOWN, sender=request.sender)
    lines: list[RereadLine] = []
    versions: dict[str, str] = {}
    packs = 0
    for sender in [request.sender] if request.sender else senders:
        progress.step(f"looking through the rows of {sender}")
        codes = CodeMap.of(sender, services.catalogue.code_decisions())
        rereads = desk.to_reread(sender, codes, services)
        if rereads and not request.check_only:
            packs += _carried_out(rereads, request.because, asker, services, progress)
        if rereads:
            versions[sender] = codes.version
        lines += _lines(sender, rereads)
    if not versions or request.check_only:
        services.catalogue.note(
            asker, "looked for rows to read again by the code map", kind=AuditKind.CODES
        )
    return Rederived(tuple(lines), versions, packs, request.check_only)


def _carried_out(
    rereads: Sequence[Reread], because: str, asker: Asker, services: Services, progress: Progress
) -> int:
    """Write the rows of one sender anew, and let them follow the old in one transaction."""
    name = services.ids.new()
    work = Intent(name, name, "reading again", leased_until(services))
    with announced(work, services) as intent:
        written: list[_Written] = []
        for number, reread in enumerate(rereads):
            progress.step("submissions read again", number, len(rereads))
            written.append(_written(reread, intent, written, services))
        services.seams.reach("before-commit")
        _swap(written, intent, because, asker, services)
    services.seams.reach("after-commit")
    return sum(len(one.packs) for one in written)


def _written(
    reread: Reread, intent: Intent, before: Sequence[_Written], services: Services
) -> _Written:
    """Write the rows of one submission anew: as many as there were."""
    counted = CountedAnew(reread, services)
    with services.lake.stage(intent.id) as staging:
        for rows in desk.rows_anew(reread, services):
            staging.write(rows)
            staging.write_findings(counted.add(rows))
        packs = staging.finish()
        _check_all_there(reread, packs)
        names = [pack.id for one in before for pack in one.packs] + [pack.id for pack in packs]
        lease = leased_until(services)
        services.catalogue.extend(replace(intent, lease_until=lease, packs=tuple(names)))
        services.seams.reach("packs-announced")
        services.lake.publish(packs)
    services.seams.reach("packs-published")
    return _Written(reread, packs, counted.counts())


def _check_all_there(reread: Reread, packs: Sequence[Pack]) -> None:
    """Refuse to go on where rows were lost or made: neither can be."""
    told = sum(pack.rows for pack in packs if not holds_findings(pack.id))
    if told != sum(pair.rows for pair in reread.pairs):
        raise TiigError(OUR_FAULT, reference="rows read again are not as many as before")


def _swap(
    written: Sequence[_Written], intent: Intent, because: str, asker: Asker, services: Services
) -> None:
    count = len(desk.rows_by_site_month(one.reread for one in written))
    sender = written[0].reread.pairs[0].sender
    with services.catalogue.change(
        asker,
        f"read {count} site-months again by the code map: {because}",
        kind=AuditKind.CODES,
        subjects=[sender, *(one.reread.derivation.id for one in written)],
    ) as change:
        in_force = {pair.id: pair for pair in services.catalogue.pairs()}
        stood = [pair for one in written for pair in one.reread.pairs]
        codes = CodeMap.of(sender, services.catalogue.code_decisions())
        if any(in_force.get(pair.id) != pair for pair in stood) or any(
            one.reread.derivation.codes != codes.version for one in written
        ):
            raise TiigError(STORE_LOCKED)  # a file came in, or the map changed meanwhile
        now = services.clock.now()
        change.close_pairs([pair.id for pair in stood], now)
        for one in written:
            names = tuple(pack.id for pack in one.packs)
            change.add_packs(one.packs)
            change.add_derivation(one.reread.derivation)
            change.put_in_force(
                [
                    desk.pair_anew(pair, one.reread, names, (services.ids.new(), now))
                    for pair in one.reread.pairs
                ]
            )
            name = one.reread.derivation.id
            change.add_reread_measures(one.reread.revision, name, one.measures)
        change.end_intent(intent.id)
        services.seams.reach("inside-commit")


def _lines(sender: str, rereads: Sequence[Reread]) -> Iterator[RereadLine]:
    for key, rows in desk.rows_by_site_month(rereads).items():
        yield RereadLine(sender, key.site, key.month, desk.about(rows))

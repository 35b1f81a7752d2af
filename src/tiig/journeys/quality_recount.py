"""Count anew, from the rows in the lake, what months of older versions lack in counts.

No row and no count that was stored moves; the measures of these months are then told as those of
any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tiig import desk
from tiig.desk import Recount
from tiig.model.asker import Asker
from tiig.model.audit import AuditKind
from tiig.model.errors import STORE_LOCKED, TiigError
from tiig.model.months import Month
from tiig.model.ports import Progress
from tiig.model.submission import SiteMonth
from tiig.services import Services


@dataclass(frozen=True)
class RecountRequest:
    """Why, and whether it is only said what would be counted."""

    because: str
    check_only: bool = False


@dataclass(frozen=True)
class RecountLine:
    """A site-month that lacked counts; `moved` of those that it had are otherwise now, and stay."""

    site: str
    month: Month
    rows: int
    lacked: int
    moved: int


@dataclass(frozen=True)
class Recounted:
    """What was counted anew, or would be; `otherwise` lacks nothing, and was left as stored."""

    rows: int
    lines: tuple[RecountLine, ...]
    otherwise: tuple[SiteMonth, ...]
    check_only: bool


def quality_recount(
    request: RecountRequest, *, asker: Asker, services: Services, progress: Progress
) -> Recounted:
    """Store the counts of months that lack some; those that lack none stay as they are."""
    desk.check_ours(asker, services)
    desk.check_reason(request.because, services.clock.now())
    progress.step("counting rows")
    found = desk.recounts_of(services.catalogue.pairs(), services)
    if found.lacking and not request.check_only:
        progress.step("storing counts")
        _store(found.lacking, request.because, asker, services)
    else:
        services.catalogue.note(
            asker, "looked for months that lack counts", kind=AuditKind.PROGRAMME
        )
    return Recounted(found.rows, _lines(found.lacking), found.otherwise, request.check_only)


def _lines(recounts: Sequence[Recount]) -> tuple[RecountLine, ...]:
    """Return a line for each site-month, over its parts, by site and month."""
    by_month: dict[SiteMonth, list[Recount]] = {}
    for one in recounts:
        by_month.setdefault(one.pair.site_month, []).append(one)
    return tuple(
        RecountLine(
            key.site,
            key.month,
            rows=sum(one.pair.rows for one in parts),
            lacked=sum(one.lacked for one in parts),
            moved=sum(one.moved for one in parts),
        )
        for key, parts in sorted(by_month.items())
    )


def _store(recounts: Sequence[Recount], because: str, asker: Asker, services: Services) -> None:
    """Let pairs with their counts follow those without, in one transaction."""
    count = len({one.pair.site_month for one in recounts})
    subjects = sorted({one.derivation.id for one in recounts})
    with services.catalogue.change(
        asker,
        f"counted {count} site-months anew: {because}",
        kind=AuditKind.PROGRAMME,
        subjects=subjects,
    ) as change:
        in_force = {pair.id: pair for pair in services.catalogue.pairs()}
        if any(in_force.get(one.pair.id) != one.pair for one in recounts):
            raise TiigError(STORE_LOCKED)  # a file came in meanwhile
        now = services.clock.now()
        change.close_pairs([one.pair.id for one in recounts], now)
        for derivation in {one.derivation.id: one.derivation for one in recounts}.values():
            change.add_derivation(derivation)
        change.put_in_force(
            [desk.pair_recounted(one, (services.ids.new(), now)) for one in recounts]
        )
        for one in recounts:
            change.add_reread_measures(one.pair.revision, one.derivation.id, one.counts)
        services.seams.reach("inside-commit")

"""Which repair at which department brings the most additional usable assault records."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk, quality
from tiig.model.asker import Asker
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.ports import Progress
from tiig.model.unlock import Unlock
from tiig.services import Services

MONTHS_BACK = 12
ALL = 100
REPAIRS = quality.REPAIRS
"""What can be repaired, in the words of the command line."""


@dataclass(frozen=True)
class UnlockRequest:
    """A department, months and repairs as a person writes them.

    Without a department all are told, without months the last twelve in force, without repairs
    each of date, place and weapon alone. `to_share` per cent of what is missing is repaired.
    """

    site: str | None = None
    month: str | None = None
    first: str | None = None
    last: str | None = None
    repair: str | None = None
    to_share: int = ALL


def quality_unlock(
    request: UnlockRequest, *, asker: Asker, services: Services, progress: Progress
) -> ClearedProgramme[Unlock]:
    """Return the work list; it is exact, for the team's own programme alone."""
    if not 0 < request.to_share <= ALL:
        raise TiigError(BAD_ARGUMENT, what="--to-share is a whole number from 1 to 100")
    repairs = _repairs(request.repair)
    period = desk.quality_months(
        request.month, request.first, request.last, services, back=MONTHS_BACK
    )
    asked = {
        "department": None if request.site is None else desk.site_named(request.site, services),
        "period": str(period),
        "repairs": repairs,
        "to_share": request.to_share,
    }
    progress.step("counting")
    return desk.programme_answer(desk.UNLOCK, asked, desk.unlock_of, asker, services)


def _repairs(words: str | None) -> list[str]:
    """Return the items to repair in the house's order; BAD_ARGUMENT says which there are."""
    if words is None:
        return []
    named = {word.strip().lower() for word in words.split(",")}
    if not named <= set(REPAIRS):
        raise TiigError(BAD_ARGUMENT, what=f"--repair names {', '.join(REPAIRS)}")
    return [item for item in REPAIRS if item in named]

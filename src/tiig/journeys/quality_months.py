"""What is told of months as a whole: rows beside those expected, and days until their use."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.ports import Progress
from tiig.model.timeliness import Timeliness
from tiig.model.volume import Volumes
from tiig.services import Services

MONTHS_BACK = 12


@dataclass(frozen=True)
class MonthsRequest:
    """A department and months as a person writes them.

    Without a department all are told, without months the last in force, `back` of them.
    """

    site: str | None = None
    month: str | None = None
    first: str | None = None
    last: str | None = None
    back: int = MONTHS_BACK


def quality_volume(
    request: MonthsRequest, *, asker: Asker, services: Services, progress: Progress
) -> ClearedProgramme[Volumes]:
    """Return rows beside those expected; exact, for the team's own programme alone."""
    asked = _asked(request, asker, services)
    progress.step("counting")
    return desk.programme_answer(desk.VOLUME, asked, desk.volumes_of, asker, services)


def quality_timeliness(
    request: MonthsRequest, *, asker: Asker, services: Services, progress: Progress
) -> ClearedProgramme[Timeliness]:
    """Return days until rows were there; exact, for the team's own programme alone."""
    asked = _asked(request, asker, services)
    progress.step("counting")
    return desk.programme_answer(desk.TIMELINESS, asked, desk.timeliness_of, asker, services)


def _asked(request: MonthsRequest, asker: Asker, services: Services) -> dict[str, object]:
    desk.check_ours(asker, services)
    period = desk.quality_months(
        request.month, request.first, request.last, services, back=request.back
    )
    return {
        "department": None if request.site is None else desk.site_named(request.site, services),
        "period": str(period),
        "at": services.clock.now().isoformat(),
        "with_past": True,
    }

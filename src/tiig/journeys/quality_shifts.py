"""How a department's records differ by hour of arrival and arrival mode."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.ports import Progress
from tiig.model.shifts import Shifts
from tiig.services import Services

MONTHS_BACK = 12


@dataclass(frozen=True)
class ShiftsRequest:
    """A department, and an item and months as a person writes them.

    Without an item all are told, without months the last twelve in force.
    """

    site: str
    item: str | None = None
    month: str | None = None
    first: str | None = None
    last: str | None = None


def quality_shifts(
    request: ShiftsRequest, *, asker: Asker, services: Services, progress: Progress
) -> ClearedProgramme[Shifts]:
    """Return what differs; it is exact, for the team's own programme alone."""
    desk.check_ours(asker, services)
    period = desk.quality_months(
        request.month, request.first, request.last, services, back=MONTHS_BACK
    )
    asked = {
        "site": desk.site_named(request.site, services),
        "period": str(period),
        "item": None if request.item is None else desk.item_named(request.item, services),
    }
    progress.step("counting")
    return desk.programme_answer(desk.SHIFTS, asked, desk.shifts_of, asker, services)

"""One measure of every department and item, month by month, beside the targets of each month."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.heat import HeatMap
from tiig.model.ports import Progress
from tiig.services import Services
from tiig.standard.quality import Unit

MONTHS_BACK = 12
KNOWN = "known"
"""The measure that is shown where none is named: what can be used."""


@dataclass(frozen=True)
class HeatRequest:
    """A measure, a department, an item and a last month as a person writes them.

    Without a department or item all are told, without a month the twelve newest in force.
    """

    measure: str | None = None
    site: str | None = None
    item: str | None = None
    last: str | None = None


def quality_heat(
    request: HeatRequest, *, asker: Asker, services: Services, progress: Progress
) -> ClearedProgramme[HeatMap]:
    """Return the heat map of twelve months; exact, for the team's own programme alone."""
    desk.check_ours(asker, services)
    known = {key: one for key, one in services.standard.declared_measures.items() if one.in_series}
    measure = request.measure or KNOWN
    if measure not in known:
        raise TiigError(BAD_ARGUMENT, what=f"measures are {', '.join(known)}")
    period = desk.quality_months(None, None, request.last, services, back=MONTHS_BACK)
    asked = {
        "measure": measure,
        "period": str(period),
        "department": None if request.site is None else desk.site_named(request.site, services),
        "item": None if request.item is None else desk.item_named(request.item, services),
        "at": services.clock.now().isoformat(),
        "with_past": known[measure].unit is Unit.OF_EXPECTED,
    }
    progress.step("counting")
    return desk.programme_answer(desk.HEAT, asked, desk.heat_of, asker, services)

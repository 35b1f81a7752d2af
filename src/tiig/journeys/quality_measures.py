"""Every measure of a department's data by month: a count and what it is a share of."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.measured import Measures
from tiig.model.ports import Progress
from tiig.services import Services
from tiig.standard.quality import Unit

MONTHS_BACK = 12


@dataclass(frozen=True)
class MeasuresRequest:
    """A department, and an item, a measure and months as a person writes them.

    Without an item all are told, without months the last twelve in force.
    """

    site: str
    item: str | None = None
    measure: str | None = None
    month: str | None = None
    first: str | None = None
    last: str | None = None


def quality_measures(
    request: MeasuresRequest, *, asker: Asker, services: Services, progress: Progress
) -> ClearedProgramme[Measures]:
    """Return the measures; they are exact, for the team's own programme alone."""
    desk.check_ours(asker, services)
    declared = services.standard.declared_measures.values()
    known = {one.id: one.unit is Unit.OF_EXPECTED for one in declared if one.in_series}
    if request.measure is not None and request.measure not in known:
        what = f"measures by month are {', '.join(known)}; days by: tiig quality timeliness"
        raise TiigError(BAD_ARGUMENT, what=what)
    period = desk.quality_months(
        request.month, request.first, request.last, services, back=MONTHS_BACK
    )
    asked = {
        "site": desk.site_named(request.site, services),
        "period": str(period),
        "item": None if request.item is None else desk.item_named(request.item, services),
        "measure": request.measure,
        "with_past": any(known.values()) if request.measure is None else known[request.measure],
    }
    progress.step("counting")
    return desk.programme_answer(desk.MEASURES, asked, desk.measures_of, asker, services)

"""One measure by month with its control limits: what chance explains, and what not."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.charts import MeasureChart
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.ports import Progress
from tiig.services import Services
from tiig.standard.quality import Unit


@dataclass(frozen=True)
class ChartRequest:
    """A department, a measure and an item (None: months as a whole) as a person writes them."""

    site: str
    measure: str
    item: str | None = None


def quality_chart(
    request: ChartRequest, *, asker: Asker, services: Services, progress: Progress
) -> ClearedProgramme[MeasureChart]:
    """Return a chart of the last months in force; exact, for the team's own programme alone.

    BAD_ARGUMENT where the measure is told in days.
    """
    desk.check_ours(asker, services)
    series = desk.series_named(request.site, request.item, request.measure, services)
    known = services.standard.declared_measures
    drawn = [one.id for one in known.values() if one.in_series]
    if series.measure not in drawn:
        raise TiigError(BAD_ARGUMENT, what=f"a chart is drawn of one of {', '.join(drawn)}")
    period = desk.quality_months(None, None, None, services, back=desk.LOOKED_BACK)
    asked = {
        **series._asdict(),
        "period": str(period),
        "at": services.clock.now().isoformat(),
        "with_past": known[series.measure].unit is Unit.OF_EXPECTED,
    }
    progress.step("drawing up the chart")
    return desk.programme_answer(desk.CHART, asked, desk.chart_of, asker, services)

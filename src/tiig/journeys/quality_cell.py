"""The chart of one cell with what people decided beside it: its targets, re-bases and actions."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.charts import MeasureChart
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.months import Month
from tiig.model.ports import Progress
from tiig.model.rebases import Series, standing_rebases
from tiig.publish.exhibit_files import Around
from tiig.publish.exhibits.control import Beside, control_exhibit
from tiig.publish.marks import SYNTHETIC
from tiig.publish.paper import Section
from tiig.services import Services
from tiig.standard.quality import Unit


@dataclass(frozen=True)
class CellRequest:
    """A department, a measure and an item (None: months as a whole) as a person writes them."""

    site: str
    measure: str
    item: str | None = None


@dataclass(frozen=True)
class CellPage:
    """A chart as its page shows it; `rebases` are months with the reason, `actions` all of them."""

    answer: ClearedProgramme[MeasureChart]
    sections: tuple[Section, ...]
    around: Around
    actions: tuple[desk.ActionLine, ...]
    rebases: tuple[tuple[Month, str], ...]


def quality_cell(
    request: CellRequest, *, asker: Asker, services: Services, progress: Progress
) -> CellPage:
    """Return the chart of the last months in force; exact, for the team's own programme alone.

    BAD_ARGUMENT where the measure is told in days.
    """
    desk.check_ours(asker, services)
    series = desk.series_named(request.site, request.item, request.measure, services)
    known = {key: one for key, one in services.standard.declared_measures.items() if one.in_series}
    if series.measure not in known:
        raise TiigError(BAD_ARGUMENT, what=f"a chart is drawn of one of {', '.join(known)}")
    unit = known[series.measure].unit
    period = desk.quality_months(None, None, None, services, back=desk.LOOKED_BACK)
    now = services.clock.now()
    asked = {
        **series._asdict(),
        "period": str(period),
        "at": now.isoformat(),
        "with_past": unit is Unit.OF_EXPECTED,
    }
    progress.step("drawing up the chart")
    answer = desk.programme_answer(desk.CHART, asked, desk.chart_of, asker, services)
    actions = _actions(series, services)
    levels = desk.Levels(series.measure, services, at=now)
    found = {month: levels.of(series.site, series.item, month) for month in period}
    beside = Beside(
        {month: one.at_least for month, one in found.items() if one and one.at_least is not None},
        [(Month.of(day), f"{one.kind}") for one in actions for day in one.done],
        share=unit is Unit.SHARE,
    )
    return CellPage(
        answer=answer,
        sections=(Section("chart", "By month", (control_exhibit(answer, beside),)),),
        around=Around(
            page=f"Quality programme, {answer.told.site_name}",
            marks=(SYNTHETIC,) if answer.synthetic else (),
            preset=answer.preset,
            preset_mark=answer.preset_mark,
            given=answer.given,
        ),
        actions=actions,
        rebases=tuple(
            (one.month, one.because)
            for one in standing_rebases(services.catalogue.rebases(), now)
            if one.series == series
        ),
    )


def _actions(series: Series, services: Services) -> tuple[desk.ActionLine, ...]:
    lines = desk.action_lines(desk.action_standings(services), services)
    return tuple(one for one in lines if Series(one.site, one.item, one.measure) == series)

"""One measure by month with its control limits: what chance explains, and what not."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.charts import Point
from tiig.model.months import Month
from tiig.model.ports import Progress
from tiig.model.rebases import Series
from tiig.services import Services


@dataclass(frozen=True)
class ChartRequest:
    """A department, a measure and an item (None: months as a whole) as a person writes them."""

    site: str
    measure: str
    item: str | None = None


@dataclass(frozen=True)
class ChartMonth:
    """One month of a chart in per cent, and the rows that its share is made of."""

    point: Point
    count: int
    out_of: int


@dataclass(frozen=True)
class ChartAnswer:
    """A chart with its names; `rebased` are the months at which somebody began it anew."""

    series: Series
    site_name: str
    item_label: str
    measure_label: str
    months: tuple[ChartMonth, ...]
    rebased: tuple[Month, ...]


def quality_chart(
    request: ChartRequest, *, asker: Asker, services: Services, progress: Progress
) -> ChartAnswer:
    """Return a chart of everything in force; exact, for the team's own programme alone."""
    desk.check_ours(asker)
    series = desk.series_named(request.site, request.item, request.measure, services)
    progress.step("drawing up the chart")
    chart, counts = desk.chart_of(series, services)
    items = services.standard.quality_items
    return ChartAnswer(
        series=series,
        site_name=desk.site_names(services).get(series.site, series.site),
        item_label=items[series.item].label if series.item else "",
        measure_label=services.standard.quality_measures[series.measure].label,
        months=tuple(ChartMonth(point, *counts[point.month]) for point in chart.points),
        rebased=chart.rebased,
    )

"""Quality by department and item, with filters in the address; everything as one CSV."""

from __future__ import annotations

from starlette.responses import Response

from tiig.journeys.quality_page import QualityPage, QualityPageRequest
from tiig.model.errors import EXHIBIT_UNKNOWN, TiigError
from tiig.portal.pages.exhibits import CSV
from tiig.portal.sheets import Sheet
from tiig.portal.visit import Visit
from tiig.publish.quality_table import quality_csv

PATH = "/quality"
EVERYTHING = "/quality.{kind}"


def draw(visit: Visit) -> Response:
    """Draw the month, department and item that the address names, each with a default."""
    found = _found(visit)
    sheet = visit.kept.keep(_sheet(found))
    return visit.page(
        "quality.html", found=found, sheet=sheet, everything=EVERYTHING.format(kind=CSV)
    )


def sheet_of(visit: Visit) -> Sheet:
    """Ask what the page asks, for its pictures and downloads."""
    return _sheet(_found(visit))


def everything(visit: Visit) -> Response:
    """Send every share of the page's months, a line for each department, item and month."""
    if visit.request.path_params["kind"] != CSV:
        raise TiigError(EXHIBIT_UNKNOWN)
    found = _found(visit)
    answer = Response(
        quality_csv(found.answer).encode("utf-8-sig"), media_type="text/csv; charset=utf-8"
    )
    name = f"quality-{found.answer.period.first}-{found.answer.period.last}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _found(visit: Visit) -> QualityPage:
    asked = QualityPageRequest(
        month=visit.asked("month"),
        site=visit.asked("site"),
        item=visit.asked("item"),
        preset=visit.preset,
    )
    return visit.session.quality_page(asked)


def _sheet(found: QualityPage) -> Sheet:
    chosen = found.chosen
    return Sheet(
        path=PATH,
        query=(("month", str(chosen.month)), ("site", chosen.site), ("item", chosen.item)),
        sections=found.sections,
        around=found.around,
        stem=f"quality-{chosen.month}",
    )

"""Where patients live: a moving map where shapes were imported, its picture and its table."""

from __future__ import annotations

import json

from starlette.responses import Response

from tiig.journeys.area_map import THEME, AreaMap, MapRequest
from tiig.portal.pages.exhibits import exhibit_page
from tiig.portal.sheets import Sheet
from tiig.portal.visit import Page, Visit

PATH, SHAPES = "/map", "/map-shapes"
_KEPT_FOR = "private, max-age=86400"


def draw(visit: Visit) -> Response:
    """Draw the map of the month, area and theme that the address names, each with a default."""
    found = _found(visit)
    sheet = visit.kept.keep(_sheet(found))
    return visit.page("area_map.html", found=found, sheet=sheet, shapes=SHAPES)


def sheet_of(visit: Visit) -> Sheet:
    """Ask what the page asks, for its picture and downloads."""
    return _sheet(_found(visit))


def shapes(visit: Visit) -> Response:
    """Send the outlines that the address names: public shapes without any figure."""
    found = visit.session.outlines(visit.asked("of") or "", str(visit.request.path_params["level"]))
    body = json.dumps(found, separators=(",", ":"))
    return Response(body, media_type="application/geo+json", headers={"Cache-Control": _KEPT_FOR})


def _found(visit: Visit) -> AreaMap:
    asked = MapRequest(
        month=visit.asked("month"),
        area=visit.asked("area"),
        theme=visit.asked("theme") or THEME,
        preset=visit.preset,
    )
    return visit.session.map(asked)


def _sheet(found: AreaMap) -> Sheet:
    area = found.area or ""
    return Sheet(
        path=PATH,
        query=(("theme", found.theme), ("area", area), ("month", str(found.month))),
        sections=found.sections,
        around=found.around,
        stem=f"map-{found.theme}-{area or 'all-areas'}-{found.month}",
    )


PAGES = (
    Page(PATH, draw, menu="Map"),
    Page(f"{SHAPES}/{{level}}", shapes),
    exhibit_page(PATH, sheet_of),
)

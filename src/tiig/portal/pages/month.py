"""The month at a glance: the findings of a theme, with filters in the address."""

from __future__ import annotations

from starlette.responses import Response

from tiig.journeys.month_page import THEME, MonthPage, PageRequest
from tiig.portal.sheets import Sheet
from tiig.portal.visit import Visit

PATH = "/month"


def draw(visit: Visit) -> Response:
    """Draw the month, area and theme that the address names, each with a default."""
    found = _found(visit)
    return visit.page("month.html", found=found, sheet=visit.kept.keep(_sheet(found)))


def sheet_of(visit: Visit) -> Sheet:
    """Ask what the page asks, for its pictures and downloads."""
    return _sheet(_found(visit))


def _found(visit: Visit) -> MonthPage:
    asked = PageRequest(
        month=visit.asked("month"),
        area=visit.asked("area"),
        theme=visit.asked("theme") or THEME,
        preset=visit.preset,
    )
    return visit.session.month(asked)


def _sheet(found: MonthPage) -> Sheet:
    area = found.area or ""
    return Sheet(
        path=PATH,
        query=(("theme", found.theme), ("area", area), ("month", str(found.month))),
        sections=found.sections,
        around=found.around,
        stem=f"{found.theme}-{area or 'all-areas'}-{found.month}",
    )

"""The month at a glance: the same findings as the bulletin, with filters in the address."""

from __future__ import annotations

from starlette.responses import Response

from tiig.journeys.month_page import THEME, PageRequest
from tiig.portal.visit import Visit
from tiig.publish.paper_html import kind_of, picture


def draw(visit: Visit) -> Response:
    """Draw the month, area and theme that the address names, each with a default."""
    asked = PageRequest(
        month=visit.asked("month"),
        area=visit.asked("area"),
        theme=visit.asked("theme") or THEME,
        preset=visit.preset,
    )
    found = visit.session.month(asked)
    return visit.page("month.html", found=found, kind_of=kind_of, picture=picture)

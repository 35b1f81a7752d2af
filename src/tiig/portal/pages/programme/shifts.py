"""Where one department records otherwise by hour of arrival and arrival mode."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from starlette.responses import Response

from tiig.desk import item_named
from tiig.journeys.quality_shifts import ShiftsRequest, quality_shifts
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.shifts import Axis, Shifts
from tiig.portal.pages.exhibits import exhibit_page
from tiig.portal.pages.programme.choosing import (
    items_of,
    months_of,
    site_asked,
    site_in_force,
    sites_of,
)
from tiig.portal.pages.programme.files import Tables, period_stem
from tiig.portal.pages.programme.framing import asked_or_why, exact_sheet
from tiig.portal.pages.programme.worklist import PATH as LIST
from tiig.portal.sheets import Sheet
from tiig.portal.visit import Page, Visit
from tiig.publish.exhibits.shifts import shifts_exhibit
from tiig.publish.shifts_table import shifts_csv, shifts_lines, write_shifts_workbook

PATH = f"{LIST}/shifts"


def draw(visit: Visit) -> Response:
    """Draw the department and item of the address; the first in force unless one is named."""
    found, why = asked_or_why(visit, _found)
    asked = _asked(found, visit)
    return visit.our_page(
        "programme_shifts.html",
        status=400 if found is None else 200,
        found=found,
        why=why,
        asked=asked,
        lines=[] if found is None else shifts_lines(found),
        sheet=None if found is None else visit.kept.keep(_sheet(found, asked)),
        sites=sites_of(visit),
        items=items_of(visit),
        months=months_of(visit),
        files=f"?{urlencode(asked)}",
    )


def sheet_of(visit: Visit) -> Sheet:
    """Ask what the page asks, for its pictures and downloads."""
    found = _found(visit)
    return _sheet(found, _asked(found, visit))


def _found(visit: Visit) -> ClearedProgramme[Shifts]:
    request = ShiftsRequest(
        site=site_asked(visit) or site_in_force(visit),
        item=visit.asked("item"),
        last=visit.asked("month"),
    )
    return visit.ask(partial(quality_shifts, request))


def _asked(found: ClearedProgramme[Shifts] | None, visit: Visit) -> dict[str, str]:
    word = visit.asked("item")
    item = "" if word is None else item_named(word, visit.session.services)
    if found is None:
        return {
            "site": site_asked(visit) or "",
            "item": item,
            "month": visit.asked("month") or "",
        }
    return {"site": found.told.site, "item": item, "month": str(found.told.period.last)}


def _sheet(found: ClearedProgramme[Shifts], asked: dict[str, str]) -> Sheet:
    shown = [shifts_exhibit(found, axis) for axis in Axis]
    return exact_sheet(found, PATH, asked, ("By hour of arrival and by arrival mode", shown))


FILES = Tables(_found, period_stem("shifts"), shifts_csv, write_shifts_workbook)
PAGES = (Page(PATH, draw), FILES.page(PATH), exhibit_page(PATH, sheet_of))

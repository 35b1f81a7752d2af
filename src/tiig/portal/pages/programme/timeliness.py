"""Days from attendance until records were received and could be used, by department or month."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from starlette.responses import Response

from tiig.journeys.quality_months import MonthsRequest, quality_timeliness
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.timeliness import Timeliness
from tiig.portal.pages.exhibits import exhibit_page
from tiig.portal.pages.programme.choosing import months_of, site_asked, sites_of
from tiig.portal.pages.programme.files import Tables
from tiig.portal.pages.programme.framing import exact_sheet
from tiig.portal.pages.programme.worklist import PATH as LIST
from tiig.portal.sheets import Sheet
from tiig.portal.visit import Page, Visit
from tiig.publish.exhibits.timeliness import timeliness_exhibit
from tiig.publish.months_tables import timeliness_csv, write_timeliness_workbook

PATH = f"{LIST}/timeliness"


def draw(visit: Visit) -> Response:
    """Draw all departments, or the months of the one that the address names."""
    found, site = _found(visit), site_asked(visit)
    last = str(found.told.period.last)
    return visit.our_page(
        "programme_timeliness.html",
        found=found,
        site=site,
        sheet=visit.kept.keep(_sheet(found, site)),
        sites=sites_of(visit),
        months=months_of(visit),
        last=last,
        files=f"?{urlencode(_asked(site, found))}",
    )


def sheet_of(visit: Visit) -> Sheet:
    """Ask what the page asks, for its picture and downloads."""
    return _sheet(_found(visit), site_asked(visit))


def _found(visit: Visit) -> ClearedProgramme[Timeliness]:
    request = MonthsRequest(site_asked(visit), last=visit.asked("month"))
    return visit.ask(partial(quality_timeliness, request))


def _asked(site: str | None, found: ClearedProgramme[Timeliness]) -> dict[str, str]:
    return {"site": site or "", "month": str(found.told.period.last)}


def _sheet(found: ClearedProgramme[Timeliness], site: str | None) -> Sheet:
    shown = timeliness_exhibit(found, by_month=site is not None)
    title = "By department" if site is None else "By month"
    return exact_sheet(found, PATH, _asked(site, found), (title, [shown]))


FILES = Tables(
    _found,
    lambda visit, found: _asked(site_asked(visit), found),
    timeliness_csv,
    write_timeliness_workbook,
)
PAGES = (Page(PATH, draw), FILES.page(PATH), exhibit_page(PATH, sheet_of))

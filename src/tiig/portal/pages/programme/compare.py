"""Departments compared as if they had the same patients: a funnel, by code and never by rank."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from starlette.responses import Response

from tiig.desk import item_named
from tiig.journeys.quality_compare import FIRST, CompareRequest, quality_compare
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.fair import Beside, FairComparison
from tiig.portal.pages.exhibits import exhibit_page
from tiig.portal.pages.programme.choosing import LACKING, items_of, months_of
from tiig.portal.pages.programme.files import Tables
from tiig.portal.pages.programme.framing import asked_or_why, exact_sheet
from tiig.portal.pages.programme.worklist import PATH as LIST
from tiig.portal.sheets import Sheet
from tiig.portal.visit import Page, Visit
from tiig.publish.exhibits.fair import fair_exhibit
from tiig.publish.fair_table import compare_csv, write_compare_workbook

PATH = f"{LIST}/compare"


def draw(visit: Visit) -> Response:
    """Draw the item and measure of the address; the first item unless one is named."""
    found, why = asked_or_why(visit, _found)
    asked = _asked(visit, found)
    return visit.our_page(
        "programme_compare.html",
        status=400 if found is None else 200,
        found=found,
        why=why,
        asked=asked,
        outside=[one for one in found.told.sites if one.beside is not Beside.USUAL]
        if found
        else [],
        sheet=None if found is None else visit.kept.keep(_sheet(found, asked)),
        items=items_of(visit),
        measures=LACKING,
        months=months_of(visit),
        files=f"?{urlencode(asked)}",
    )


def sheet_of(visit: Visit) -> Sheet:
    """Ask what the page asks, for its picture and downloads."""
    found = _found(visit)
    return _sheet(found, _asked(visit, found))


def item_asked(visit: Visit) -> str:
    """Return the item of the address, the place unless one is named; ITEM_UNWATCHED."""
    return item_named(visit.asked("item") or FIRST, visit.session.services)


def _found(visit: Visit) -> ClearedProgramme[FairComparison]:
    request = CompareRequest(
        item_asked(visit),
        visit.asked("measure") or LACKING[0][0],
        last=visit.asked("month"),
    )
    return visit.ask(partial(quality_compare, request))


def _asked(visit: Visit, found: ClearedProgramme[FairComparison] | None) -> dict[str, str]:
    last = visit.asked("month") or "" if found is None else str(found.told.asked.period.last)
    measure = visit.asked("measure") or LACKING[0][0]
    return {"item": item_asked(visit), "measure": measure, "month": last}


def _sheet(found: ClearedProgramme[FairComparison], asked: dict[str, str]) -> Sheet:
    return exact_sheet(found, PATH, asked, ("With the same patients", [fair_exhibit(found)]))


FILES = Tables(_found, _asked, compare_csv, write_compare_workbook)
PAGES = (Page(PATH, draw), FILES.page(PATH), exhibit_page(PATH, sheet_of))

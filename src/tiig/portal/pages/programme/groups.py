"""Whose answers are missing: groups of patients compared within their departments."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from starlette.responses import Response

from tiig.journeys.quality_groups import GroupsRequest, quality_groups
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.fair import GroupComparison
from tiig.portal.pages.exhibits import exhibit_page
from tiig.portal.pages.programme.choosing import LACKING, items_of, months_of, site_asked, sites_of
from tiig.portal.pages.programme.compare import item_asked
from tiig.portal.pages.programme.files import Tables
from tiig.portal.pages.programme.framing import asked_or_why, exact_sheet
from tiig.portal.pages.programme.worklist import PATH as LIST
from tiig.portal.sheets import Sheet
from tiig.portal.visit import Page, Visit
from tiig.publish.exhibits.groups import groups_exhibit
from tiig.publish.fair_table import groups_csv, write_groups_workbook

PATH = f"{LIST}/groups"


def draw(visit: Visit) -> Response:
    """Draw the item and measure of the address, of all departments or one."""
    found, why = asked_or_why(visit, _found)
    asked = _asked(visit, found)
    return visit.our_page(
        "programme_groups.html",
        status=400 if found is None else 200,
        found=found,
        why=why,
        asked=asked,
        sheet=None if found is None else visit.kept.keep(_sheet(found, asked)),
        items=items_of(visit),
        measures=LACKING,
        sites=sites_of(visit),
        months=months_of(visit),
        files=f"?{urlencode(asked)}",
    )


def sheet_of(visit: Visit) -> Sheet:
    """Ask what the page asks, for its picture and downloads."""
    found = _found(visit)
    return _sheet(found, _asked(visit, found))


def _found(visit: Visit) -> ClearedProgramme[GroupComparison]:
    request = GroupsRequest(
        item_asked(visit),
        visit.asked("measure") or LACKING[0][0],
        site=site_asked(visit),
        last=visit.asked("month"),
    )
    return visit.ask(partial(quality_groups, request))


def _asked(visit: Visit, found: ClearedProgramme[GroupComparison] | None) -> dict[str, str]:
    return {
        "item": item_asked(visit),
        "measure": visit.asked("measure") or LACKING[0][0],
        "site": site_asked(visit) or "",
        "month": visit.asked("month") or "" if found is None else str(found.told.asked.period.last),
    }


def _sheet(found: ClearedProgramme[GroupComparison], asked: dict[str, str]) -> Sheet:
    return exact_sheet(found, PATH, asked, ("Within departments", [groups_exhibit(found)]))


FILES = Tables(_found, _asked, groups_csv, write_groups_workbook)
PAGES = (Page(PATH, draw), FILES.page(PATH), exhibit_page(PATH, sheet_of))

"""What if some parts had been asked for: the records that it would bring, by department."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from starlette.responses import Response

from tiig.journeys.quality_unlock import ALL, UnlockRequest, quality_unlock
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.unlock import Unlock
from tiig.portal.pages.exhibits import exhibit_page
from tiig.portal.pages.programme.choosing import (
    REPAIRED,
    SHARES,
    choice_asked,
    months_of,
    site_asked,
    sites_of,
)
from tiig.portal.pages.programme.files import Tables, period_stem
from tiig.portal.pages.programme.framing import asked_or_why, exact_sheet
from tiig.portal.pages.programme.worklist import PATH as LIST
from tiig.portal.sheets import Sheet
from tiig.portal.visit import Page, Visit
from tiig.publish.exhibits.unlock import unlock_exhibit
from tiig.publish.unlock_table import unlock_csv, write_unlock_workbook

PATH = f"{LIST}/what-if"


def draw(visit: Visit) -> Response:
    """Draw what the repair of the address would bring, of one department or all."""
    found, why = asked_or_why(visit, _found)
    asked = _asked(found, visit)
    return visit.our_page(
        "programme_what_if.html",
        status=400 if found is None else 200,
        found=found,
        why=why,
        asked=asked,
        sheet=None if found is None else visit.kept.keep(_sheet(found, asked)),
        sites=sites_of(visit),
        months=months_of(visit),
        repaired=REPAIRED,
        shares=SHARES,
        files=f"?{urlencode(asked)}",
    )


def sheet_of(visit: Visit) -> Sheet:
    """Ask what the page asks, for its picture and downloads."""
    found = _found(visit)
    return _sheet(found, _asked(found, visit))


def _found(visit: Visit) -> ClearedProgramme[Unlock]:
    request = UnlockRequest(
        site=site_asked(visit),
        last=visit.asked("month"),
        repair=choice_asked(visit, "repair", REPAIRED, "") or None,
        to_share=int(choice_asked(visit, "share", SHARES, str(ALL))),
    )
    return visit.ask(partial(quality_unlock, request))


def _asked(found: ClearedProgramme[Unlock] | None, visit: Visit) -> dict[str, str]:
    return {
        "site": site_asked(visit) or "",
        "repair": visit.asked("repair") or "",
        "share": visit.asked("share") or str(ALL),
        "month": visit.asked("month") or "" if found is None else str(found.told.period.last),
    }


def _sheet(found: ClearedProgramme[Unlock], asked: dict[str, str]) -> Sheet:
    shown = unlock_exhibit(found, every=bool(asked["site"]))
    return exact_sheet(found, PATH, asked, ("What it would bring", [shown]))


FILES = Tables(_found, period_stem("what-if"), unlock_csv, write_unlock_workbook)
PAGES = (Page(PATH, draw), FILES.page(PATH), exhibit_page(PATH, sheet_of))

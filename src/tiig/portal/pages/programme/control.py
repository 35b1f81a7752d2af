"""The chart of one cell: a measure of an item at a department, by month, with its limits."""

from __future__ import annotations

from functools import partial

from starlette.responses import Response

from tiig.journeys.quality_cell import CellPage, CellRequest, quality_cell
from tiig.journeys.quality_heat import KNOWN
from tiig.portal.pages.exhibits import exhibit_page
from tiig.portal.pages.programme.choosing import items_of, measures_of, site_in_force, sites_of
from tiig.portal.pages.programme.framing import asked_or_why
from tiig.portal.pages.programme.worklist import PATH as LIST
from tiig.portal.sheets import Sheet
from tiig.portal.visit import Page, Visit
from tiig.standard.quality import About

PATH = f"{LIST}/chart"
USABLE = "usable"
"""What is drawn of whole months where no measure is named: assault records that can be used."""


def draw(visit: Visit) -> Response:
    """Draw the chart of the department, measure and item of the address, each with a default.

    Where the measure is none of the item, or nothing is in force, another can be chosen.
    """
    asked = _asked(visit)
    found, why = asked_or_why(visit, _found)
    return visit.our_page(
        "programme_chart.html",
        status=400 if found is None else 200,
        found=found,
        told=None if found is None else found.answer.told,
        asked=asked,
        why=(_why_none(visit, asked) or why) if found is None else "",
        sheet=None if found is None else visit.kept.keep(_sheet(found)),
        sites=sites_of(visit),
        items=items_of(visit),
        measures=measures_of(visit),
    )


def sheet_of(visit: Visit) -> Sheet:
    """Ask what the page asks, for its picture and downloads."""
    return _sheet(_found(visit))


def _asked(visit: Visit) -> CellRequest:
    item = visit.asked("item")
    return CellRequest(
        site=visit.asked("site") or site_in_force(visit),
        measure=visit.asked("measure") or (USABLE if item is None else KNOWN),
        item=item,
    )


def _found(visit: Visit) -> CellPage:
    return visit.ask(partial(quality_cell, _asked(visit)))


def _why_none(visit: Visit, asked: CellRequest) -> str:
    """Say why there is no chart of a measure; nothing where it could be drawn of other rows."""
    declared = visit.session.services.standard.declared_measures.get(asked.measure)
    if declared is None:
        return "There is no such measure"
    if not declared.in_series:
        return "This measure is told in days, of which no chart is drawn"
    if asked.item is None and declared.about is About.ITEM:
        return "This measure is taken of an item, and not of whole months"
    if asked.item is not None and declared.about is not About.ITEM:
        return "This measure is not taken of the item"
    return ""


def _sheet(found: CellPage) -> Sheet:
    told = found.answer.told
    return Sheet(
        path=PATH,
        query=(("site", told.site), ("measure", told.measure), ("item", told.item)),
        sections=found.sections,
        around=found.around,
        stem=f"{told.site}-{told.item or 'months'}-{told.measure}",
    )


PAGES = (Page(PATH, draw), exhibit_page(PATH, sheet_of))

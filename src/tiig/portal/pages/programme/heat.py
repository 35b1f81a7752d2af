"""The heat map: a measure of every department and item, months across; each cell has its figure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from urllib.parse import urlencode

from starlette.responses import Response

from tiig.desk import Finding
from tiig.journeys.quality_heat import KNOWN, HeatPage, HeatRequest, heat_page, quality_heat
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.heat import HeatCell, HeatMap, HeatRow
from tiig.model.months import Month
from tiig.model.problems import ProblemLine
from tiig.model.quality import Outcome
from tiig.portal.pages.programme.choosing import items_of, measures_of, months_of, sites_of
from tiig.portal.pages.programme.files import csv_answer, stem_of
from tiig.portal.pages.programme.worklist import COLOURS, chart_address, opening_address
from tiig.portal.pages.programme.worklist import PATH as LIST
from tiig.portal.visit import Page, Visit
from tiig.publish.heat_table import HEAT_NOTE, heat_csv, heat_text
from tiig.standard.quality import Better

PATH = f"{LIST}/map"
FILE = f"{PATH}.csv"
WHOLE = 100
LEASTS = (95, 80, 60, 30, 0)
"""Shades by whole per cent, the best first: lightness alone tells them apart."""
BANDS: Mapping[str, tuple[str, ...]] = {
    "higher": ("95 and more", "80 to 94", "60 to 79", "30 to 59", "under 30"),
    "lower": ("5 and less", "6 to 20", "21 to 40", "41 to 70", "over 70"),
    "steady": (),
}
"""What the shades say, by what is wanted of the measure; of some, neither more nor less."""


def draw(visit: Visit) -> Response:
    """Draw the measure, department, item and last month of the address, each with a default."""
    page = visit.ask(partial(heat_page, _request(visit)))
    found = page.answer
    told = found.told
    groups = _groups(told)
    asked = {name: visit.asked(name) or "" for name in ("measure", "site", "item", "month")}
    return visit.our_page(
        "programme_map.html",
        found=found,
        groups=groups,
        flat=all(len(rows) == 1 for _, _, rows in groups),
        asked={**asked, "measure": told.measure, "month": str(told.period.last)},
        sites=sites_of(visit),
        items=items_of(visit),
        measures=measures_of(visit),
        months=months_of(visit),
        address=partial(_chart, told.measure),
        text=heat_text,
        shade=partial(shade, told.better),
        outcome=_outcome_words,
        bands=BANDS[told.better],
        note=HEAT_NOTE,
        file=f"{FILE}?{urlencode(asked)}",
        page=page,
        problems=partial(_problems, page),
        colours=COLOURS,
        chart=chart_address,
        opening=opening_address,
    )


def everything(visit: Visit) -> Response:
    """Send every cell; it is asked for anew, and enters the ledger."""
    found = _found(visit)
    asked = {name: visit.asked(name) or "" for name in ("site", "item")}
    month = str(found.told.period.last)
    stem = stem_of("heat-map", {"measure": found.told.measure, **asked, "month": month})
    return csv_answer(heat_csv(found), stem)


def shade(better: str, cell: HeatCell) -> str:
    """Return the class of a cell's ground: a band, or `none` where there is no share."""
    share = cell.per_cent
    if share is None:
        return "none"
    if better == str(Better.STEADY):
        return "0"
    good = share if better == str(Better.HIGHER) else WHOLE - share
    return str(next(place for place, least in enumerate(LEASTS) if good >= least))


def _found(visit: Visit) -> ClearedProgramme[HeatMap]:
    return visit.ask(partial(quality_heat, _request(visit)))


def _request(visit: Visit) -> HeatRequest:
    return HeatRequest(
        measure=visit.asked("measure") or KNOWN,
        site=visit.asked("site"),
        item=visit.asked("item"),
        last=visit.asked("month"),
    )


def _problems(
    page: HeatPage, row: HeatRow, month: Month | None = None
) -> list[tuple[ProblemLine, Finding]]:
    """Return the open problems of a row, or of one of its months."""
    return [
        (line, finding)
        for line, finding in page.marked
        if (finding.site, finding.item) == (row.site, row.item)
        and (month is None or line.problem.first <= month <= line.problem.last)
    ]


def _groups(told: HeatMap) -> list[tuple[str, str, list[HeatRow]]]:
    groups: dict[str, list[HeatRow]] = {}
    for row in told.rows:
        groups.setdefault(row.site, []).append(row)
    return [(site, rows[0].site_name, rows) for site, rows in groups.items()]


def _chart(measure: str, row: HeatRow) -> str:
    asked = {"site": row.site, "measure": measure, "item": row.item}
    return f"{LIST}/chart?{urlencode(asked)}"


def _outcome_words(cell: HeatCell) -> str:
    words = {Outcome.MET: "target met", Outcome.MISSED: "target missed"}
    return words.get(cell.outcome, "") if cell.outcome is not None else ""


PAGES = (Page(PATH, draw), Page(FILE, everything))

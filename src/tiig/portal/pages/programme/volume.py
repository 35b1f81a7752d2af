"""Rows of months beside those expected: what is not as expected, every department, one's chart."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.responses import Response

from tiig.journeys.quality_months import MONTHS_BACK, MonthsRequest, quality_volume
from tiig.kit.rounding import rounded
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.coverage import Standing
from tiig.model.volume import VolumeMonth, Volumes, VolumeVerdict
from tiig.portal.pages.exhibits import exhibit_page
from tiig.portal.pages.programme.choosing import months_of, site_asked, sites_of
from tiig.portal.pages.programme.files import Tables, period_stem
from tiig.portal.pages.programme.framing import exact_sheet
from tiig.portal.pages.programme.worklist import PATH as LIST
from tiig.portal.sheets import Sheet
from tiig.portal.visit import Page, Visit
from tiig.publish.exhibits.volume import NOT_USUAL, volume_exhibit
from tiig.publish.months_tables import (
    VOLUME_NOTE,
    volume_calm,
    volume_csv,
    write_volume_workbook,
)

PATH = f"{LIST}/volume"
_CHART_BACK = 24
_SIGNS = {VolumeVerdict.FEWER: "▼", VolumeVerdict.MORE: "▲"}
_COLOURS = {VolumeVerdict.FEWER: "orange", VolumeVerdict.MORE: "blue"}
_HUNDRED = 100


class _Cell(NamedTuple):
    """What stands in a cell of the overview: its text, the whole sentence, whether to mark it."""

    text: str
    words: str
    marked: bool


def draw(visit: Visit) -> Response:
    """Draw all departments, or the chart of the one that the address names."""
    found = _found(visit)
    told, site = found.told, site_asked(visit)
    sheet = None if site is None else visit.kept.keep(_sheet(found, site))
    last = str(told.period.last)
    return visit.our_page(
        "programme_volume.html",
        found=found,
        site=site,
        name=dict(sites_of(visit)).get(site or "", site),
        sheet=sheet,
        calm=volume_calm(told),
        unusual=[one for one in told.months if one.verdict in NOT_USUAL],
        lacking=[one for one in told.months if one.rows is None],
        rows=list(_rows(told)),
        colours=_COLOURS,
        sites=sites_of(visit),
        months=months_of(visit),
        last=last,
        address=lambda code: f"{PATH}?{urlencode({'site': code, 'month': last})}",
        note=VOLUME_NOTE,
        files=f"?{urlencode({'site': site or '', 'month': last})}",
    )


def sheet_of(visit: Visit) -> Sheet:
    """Ask what the chart of a department asks, for its picture and downloads."""
    found = _found(visit)
    return _sheet(found, site_asked(visit) or "")


def _found(visit: Visit) -> ClearedProgramme[Volumes]:
    site = site_asked(visit)
    back = MONTHS_BACK if site is None else _CHART_BACK
    request = MonthsRequest(site, last=visit.asked("month"), back=back)
    return visit.ask(partial(quality_volume, request))


def _sheet(found: ClearedProgramme[Volumes], site: str) -> Sheet:
    asked = {"site": site, "month": str(found.told.period.last)}
    return exact_sheet(found, PATH, asked, ("By month", [volume_exhibit(found)]))


def _rows(told: Volumes) -> Iterator[tuple[str, str, list[_Cell]]]:
    """Yield departments by code with a cell for each month, empty before they joined."""
    found: dict[str, dict[object, VolumeMonth]] = {}
    for one in told.months:
        found.setdefault(one.site, {})[one.month] = one
    for site, months in found.items():
        name = next(iter(months.values())).site_name
        yield site, name, [_cell(months.get(month)) for month in told.period]


def _cell(one: VolumeMonth | None) -> _Cell:
    if one is None:
        return _Cell("-", "not expected", marked=False)
    if one.rows is None:
        return _Cell(str(one.standing), "", marked=one.standing is Standing.ABSENT)
    if not one.expected:
        return _Cell("no past", f"{one.rows:,} rows, too little past", marked=False)
    share = rounded(_HUNDRED * one.rows / one.expected)
    sign = _SIGNS.get(one.verdict, "")
    words = f"{share} per cent: {one.rows:,} rows, {one.expected:,} expected, {one.verdict}"
    return _Cell(f"{share} {sign}".strip(), words, marked=bool(sign))


FILES = Tables(_found, period_stem("volume"), volume_csv, write_volume_workbook)
PAGES = (Page(PATH, draw), FILES.page(PATH), exhibit_page(PATH, sheet_of))

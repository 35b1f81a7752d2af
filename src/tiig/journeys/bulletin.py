"""Bulletins: the month in two pages, for every authority and the whole region at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.ports import Progress
from tiig.publish.paper import Paper, Status
from tiig.publish.papers import MonthTables, bulletin
from tiig.services import Services

THEME = "violence"


@dataclass(frozen=True)
class BulletinRequest:
    """A month (None: the newest), and whose bulletins: areas by code or name, or all of them."""

    month: str | None = None
    areas: tuple[str, ...] = ()
    all_areas: bool = False
    preset: str | None = "named-partner"
    author: str | None = None
    final: bool = False


def bulletins(
    request: BulletinRequest, *, asker: Asker, services: Services, progress: Progress
) -> tuple[tuple[str, Paper], ...]:
    """Return the bulletins asked for, each with the end of its file name; the region comes first.

    Every table is asked once for all areas, so that the papers agree and protect each other.
    """
    author = desk.author_of(request.author, asker.person, services.clock.now())
    theme = desk.theme_of(THEME, services)
    month = desk.month_of(request.month, services)
    codes = desk.every_area(services) if request.all_areas else request.areas
    wanted: list[str | None] = [*codes]
    if request.all_areas or not codes:
        wanted.insert(0, None)
    for area in wanted:  # an area or audience that is not allowed, before anything is counted
        desk.about_of(desk.PaperAsked(theme, month, area, request.preset), asker, services)
    progress.step("counting")
    asked = desk.TablesAsked(theme.measure, month, desk.with_map(theme.bulletin, services))
    of_areas = MonthTables(desk.standard_tables(asker, services, asked, preset=request.preset))
    outlines = desk.outlines_of(desk.map_of(of_areas.tables), services)
    maker = desk.Maker(author, Status.FINAL if request.final else Status.DRAFT)
    of_region = of_areas
    if None in wanted:
        wider = replace(asked, of_region=True)
        of_region = MonthTables(desk.standard_tables(asker, services, wider, preset=request.preset))
    papers = []
    for place, area in enumerate(wanted, start=1):
        progress.step("composing", place, len(wanted))
        paper = desk.PaperAsked(theme, month, area, request.preset, maker, outlines=outlines)
        about = desk.about_of(paper, asker, services)
        papers.append((about.stem, bulletin(of_areas if area else of_region, about)))
    return tuple(papers)

"""Where patients live, as a map with its table: the same figures as in the bulletin."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.months import Month
from tiig.model.ports import Progress
from tiig.publish.exhibit_files import Around
from tiig.publish.exhibits.cells import month_words
from tiig.publish.paper import Exhibit, Section
from tiig.publish.papers import every_page_table, marks_of
from tiig.publish.papers.mapped import map_block
from tiig.publish.screen_map import ScreenMap, screen_map
from tiig.services import Services

THEME = "violence"


@dataclass(frozen=True)
class MapRequest:
    """A map: the last month of its twelve, an area and a theme, each with a default."""

    month: str | None = None
    area: str | None = None
    theme: str = THEME
    preset: str | None = None


@dataclass(frozen=True)
class AreaMap:
    """A map with everything that a page around it needs.

    `screen` tells a moving map what to draw; None where the geography has no shapes.
    """

    title: str
    caption: str
    month: Month
    theme: str
    area: str | None
    around: Around
    sections: tuple[Section, ...]
    screen: ScreenMap | None
    months: tuple[tuple[str, str], ...]
    areas: tuple[tuple[str, str], ...]
    themes: tuple[tuple[str, str], ...]


def area_map(
    request: MapRequest, *, asker: Asker, services: Services, progress: Progress
) -> AreaMap:
    """Return the map of a theme, from the same standard table as in bulletins and profiles."""
    theme = desk.theme_of(request.theme, services)
    month = desk.month_of(request.month, services)
    paper = desk.PaperAsked(theme, month, request.area, request.preset)
    about = desk.about_of(paper, asker, services)
    progress.step("counting")
    beside = desk.with_map(every_page_table(theme), services)
    asked = desk.TablesAsked(
        theme.measure, month, desk.with_map(("areas",), services), beside=beside
    )
    found = desk.standard_tables(asker, services, asked, preset=request.preset)
    table = desk.map_of(found)
    about = replace(about, outlines=desk.outlines_of(table, services))
    block = map_block(found, about)
    drawn = table is not None and isinstance(block, Exhibit)
    title = f"{theme.label} in {about.subject.where}: where patients live"
    caption = f"Twelve months to {month_words(month)}"
    held = sorted({pair.month for pair in services.catalogue.pairs()}, reverse=True)
    return AreaMap(
        title=title,
        caption=caption,
        month=month,
        theme=theme.id,
        area=about.subject.area,
        around=Around(
            page=f"{title}, {caption.lower()}",
            marks=marks_of(found.values(), about),
            preset=about.preset,
            preset_mark=about.preset_mark,
            given=about.given,
        ),
        sections=(Section("map", "The map", () if block is None else (block,)),),
        screen=screen_map(table, about.subject, *desk.drawn_from(table, services))
        if table is not None and drawn
        else None,
        months=tuple((str(one), month_words(one)) for one in held),
        areas=tuple(desk.authorities(services).items()),
        themes=tuple((one.id, one.label) for one in services.standard.themes.values()),
    )


def outlines(
    key: str, level: str, *, asker: Asker, services: Services, progress: Progress
) -> dict[str, Any]:
    """Return the outlines of a level as GeoJSON in longitude and latitude: public shapes only."""
    del asker, progress
    return desk.screen_outlines(key, level, services)

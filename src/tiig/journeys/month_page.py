"""The month at a glance, from the same tables and findings as the bulletin."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.months import Month
from tiig.model.ports import Progress
from tiig.publish.paper import Section
from tiig.publish.papers import MonthTables, marks_of, month_picture
from tiig.services import Services

THEME = "violence"


@dataclass(frozen=True)
class PageRequest:
    """The month at a glance: a month, an area and a theme, each with a default."""

    month: str | None = None
    area: str | None = None
    theme: str = THEME
    preset: str | None = None


@dataclass(frozen=True)
class MonthPage:
    """The month's picture with everything that a page around it needs."""

    title: str
    month: Month
    theme: str
    area: str | None
    marks: tuple[str, ...]
    sections: tuple[Section, ...]
    months: tuple[Month, ...]
    areas: tuple[tuple[str, str], ...]
    themes: tuple[tuple[str, str], ...]


def month_page(
    request: PageRequest, *, asker: Asker, services: Services, progress: Progress
) -> MonthPage:
    """Return the month at a glance, from the same tables as the bulletin."""
    theme = desk.theme_of(request.theme, services)
    month = desk.month_of(request.month, services)
    progress.step("counting")
    asked = desk.TablesAsked(theme.measure, month, desk.theme_of(THEME, services).bulletin)
    found = desk.standard_tables(asker, services, asked, preset=request.preset)
    paper = desk.PaperAsked(theme, month, request.area, request.preset)
    about = desk.about_of(paper, asker, services)
    held = sorted({pair.month for pair in services.catalogue.pairs()}, reverse=True)
    return MonthPage(
        title=f"{theme.label} in {about.subject.where}",
        month=month,
        theme=theme.id,
        area=about.subject.area,
        marks=marks_of(found.values(), about),
        sections=month_picture(MonthTables(found), about),
        months=tuple(held),
        areas=tuple(desk.authorities(services).items()),
        themes=tuple((one.id, one.label) for one in services.standard.themes.values()),
    )

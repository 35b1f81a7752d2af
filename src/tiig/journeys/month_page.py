"""The month at a glance, from the same standard tables as bulletins and profiles."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.coverage import Coverage
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.months import Month
from tiig.model.ports import Progress
from tiig.publish.exhibit_files import Around
from tiig.publish.exhibits.cells import month_words
from tiig.publish.paper import Section
from tiig.publish.papers import (
    MonthTables,
    every_page_table,
    marks_of,
    page_sections,
    page_tables,
)
from tiig.services import Services

THEME, EVERY_INJURY = "violence", "all-injuries"


@dataclass(frozen=True)
class PageRequest:
    """The month at a glance: a month, an area and a theme, each with a default."""

    month: str | None = None
    area: str | None = None
    theme: str = THEME
    preset: str | None = None


@dataclass(frozen=True)
class MonthPage:
    """The month's picture with everything that a page around it needs.

    `months`, `areas` and `themes` are what its filters offer.
    """

    title: str
    caption: str
    month: Month
    theme: str
    area: str | None
    around: Around
    sections: tuple[Section, ...]
    months: tuple[tuple[str, str], ...]
    areas: tuple[tuple[str, str], ...]
    themes: tuple[tuple[str, str], ...]


def month_page(
    request: PageRequest, *, asker: Asker, services: Services, progress: Progress
) -> MonthPage:
    """Return the month at a glance; only the tables that it shows are asked and released."""
    theme = desk.theme_of(request.theme, services)
    month = _one_month(request.month, services)
    about = desk.about_of(
        desk.PaperAsked(theme, month, request.area, request.preset), asker, services
    )
    subject = about.subject
    progress.step("counting")
    names = page_tables(theme, of_area=subject.area is not None)
    asked = desk.TablesAsked(
        theme.measure,
        month,
        desk.with_map(names, services),
        beside=desk.with_map(every_page_table(theme), services),
        of_region=subject.area is None,
    )
    found = desk.standard_tables(asker, services, asked, preset=request.preset)
    about = replace(about, outlines=desk.outlines_of(desk.map_of(found), services))
    title = f"{theme.label} in {subject.where}"
    held = sorted({pair.month for pair in services.catalogue.pairs()}, reverse=True)
    return MonthPage(
        title=title,
        caption=_caption(month, found["trend"].coverage),
        month=month,
        theme=theme.id,
        area=subject.area,
        around=Around(
            page=f"{title}, {month_words(month)}",
            marks=marks_of(found.values(), about),
            preset=about.preset,
            preset_mark=about.preset_mark,
            given=about.given,
        ),
        sections=page_sections(
            MonthTables(found), about, desk.theme_of(EVERY_INJURY, services).noun
        ),
        months=tuple((str(one), month_words(one)) for one in held),
        areas=tuple(desk.authorities(services).items()),
        themes=tuple((one.id, one.label) for one in services.standard.themes.values()),
    )


def prepare_month(
    request: PageRequest, *, asker: Asker, services: Services, progress: Progress
) -> None:
    """Work out what the page would show, for the region and for authorities; nothing is shown."""
    theme = desk.theme_of(request.theme, services)
    month = _one_month(request.month, services)
    progress.step("counting")
    names = desk.with_map(every_page_table(theme), services)
    asked = desk.TablesAsked(theme.measure, month, names)
    desk.prepare_tables(asker, services, asked, preset=request.preset)


def _caption(month: Month, coverage: Coverage) -> str:
    """Name the month; a month that lacks a department says so wherever it is named."""
    absent = coverage.missing_words(month)
    lacking = f", {absent}" if absent else ""
    return f"The month at a glance: {month_words(month)}{lacking}"


def _one_month(text: str | None, services: Services) -> Month:
    """Read one month as addresses write it; MONTH_WITHOUT_DATA, BAD_ARGUMENT."""
    if text is not None:
        try:
            Month.parse(text)
        except ValueError:
            raise TiigError(BAD_ARGUMENT, what="a month is written like 2026-06") from None
    return desk.month_of(text, services)

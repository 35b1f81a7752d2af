"""Problem profiles: one theme in one area, from every standard table of the theme."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.errors import BAD_ARGUMENT, THEME_WITHOUT_EVENTS, TiigError
from tiig.model.figures import ALL, Mark
from tiig.model.ports import Progress
from tiig.publish.paper import Paper, Status
from tiig.publish.papers import profile
from tiig.services import Services


@dataclass(frozen=True)
class ProfileRequest:
    """A theme, an area by code or name (None: the whole region), and the months looked at.

    They begin with `begin` (None: a year before the end) and end with `to` (None: the newest
    month), and are set beside as many months before.
    """

    theme: str = "violence"
    area: str | None = None
    begin: str | None = None
    to: str | None = None
    preset: str | None = None
    author: str | None = None
    final: bool = False


def problem_profile(
    request: ProfileRequest, *, asker: Asker, services: Services, progress: Progress
) -> tuple[str, Paper]:
    """Return the profile and the end of its file name."""
    author = desk.author_of(request.author, asker.person, services.clock.now())
    theme = desk.theme_of(request.theme, services)
    if not theme.profile:
        raise TiigError(BAD_ARGUMENT, what=f"there is no profile of the theme {theme.id}")
    month = desk.month_of(request.to, services)
    maker = desk.Maker(author, Status.FINAL if request.final else Status.DRAFT)
    span = desk.span_of(request.begin, month, services)
    paper = desk.PaperAsked(theme, month, request.area, request.preset, maker, span)
    desk.about_of(paper, asker, services)  # an area or audience that is unknown, before counting
    progress.step("counting")
    tables = desk.with_map(theme.profile, services)
    asked = desk.TablesAsked(
        theme.measure, month, tables, span=span, of_region=request.area is None
    )
    found = desk.standard_tables(asker, services, asked, preset=request.preset)
    outlines = desk.outlines_of(desk.map_of(found), services)
    about = desk.about_of(replace(paper, outlines=outlines), asker, services)
    trend = about.subject.cut(found["trend"])
    totals = [row.count for row in trend.rows if set(row.nodes) == {ALL}]
    if all(one.value == 0 and one.mark is Mark.SHOWN for one in totals):
        raise TiigError(THEME_WITHOUT_EVENTS, noun=theme.noun)
    progress.step("composing")
    return f"{theme.id}-{about.stem}", profile(found, about)

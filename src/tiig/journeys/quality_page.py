"""The page of quality by department and item, all of it from one protected answer."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.cleared_quality import ClearedQuality
from tiig.model.errors import SITE_UNKNOWN, TiigError
from tiig.model.ports import Progress
from tiig.publish.exhibit_files import Around
from tiig.publish.exhibits.cells import month_words, named
from tiig.publish.marks import SYNTHETIC
from tiig.publish.paper import Section
from tiig.publish.papers import QualityChosen, quality_picture
from tiig.services import Services

MONTHS_SHOWN = 12


@dataclass(frozen=True)
class QualityPageRequest:
    """A month, a department and an item, each with a default."""

    month: str | None = None
    site: str | None = None
    item: str | None = None
    preset: str | None = None


@dataclass(frozen=True)
class QualityPage:
    """The page's sections with what its filters offer, and the answer that they show.

    `words` name the month, and how many departments it lacks.
    """

    chosen: QualityChosen
    words: str
    around: Around
    sections: tuple[Section, ...]
    months: tuple[tuple[str, str], ...]
    sites: tuple[tuple[str, str], ...]
    items: tuple[tuple[str, str], ...]
    answer: ClearedQuality


def quality_page(
    request: QualityPageRequest, *, asker: Asker, services: Services, progress: Progress
) -> QualityPage:
    """Return the page: the month by department and item, and the twelve months up to it."""
    last = desk.quality_months(request.month, None, None, services).last
    period = desk.quality_months(None, None, str(last), services, back=MONTHS_SHOWN)
    named = desk.quality_asked(request.site, request.item, period, services)
    progress.step("counting")
    answer = desk.quality_of(desk.QualityAsked(period), asker, services, preset=request.preset)
    sites = answer.coverage.sites
    if not sites:
        raise TiigError(SITE_UNKNOWN, known="none")
    chosen = QualityChosen(
        month=last,
        site=named.sites[0] if named.sites else sites[0][0],
        item=named.items[0] if named.items else answer.items[0].item,
    )
    held = sorted({pair.month for pair in services.catalogue.pairs()}, reverse=True)
    return QualityPage(
        chosen=chosen,
        words=_words(answer, chosen),
        around=Around(
            page=f"Quality by department and item, {_words(answer, chosen)}",
            marks=_marks(answer, chosen),
            preset=answer.preset,
            preset_mark=answer.preset_mark,
            given=answer.given,
        ),
        sections=quality_picture(answer, chosen),
        months=tuple((str(one), month_words(one)) for one in held),
        sites=sites,
        items=tuple((one.item, one.label) for one in answer.items),
        answer=answer,
    )


def _words(answer: ClearedQuality, chosen: QualityChosen) -> str:
    missing = answer.coverage.missing_words(chosen.month)
    lacking = f", {missing}" if missing else ""
    return f"{month_words(chosen.month)}{lacking}"


def _marks(answer: ClearedQuality, chosen: QualityChosen) -> tuple[str, ...]:
    missing = answer.coverage.missing(chosen.month)
    lacking = f"Not received for {month_words(chosen.month)}: {named(missing)}."
    return (*((SYNTHETIC,) if answer.synthetic else ()), *((lacking,) if missing else ()))

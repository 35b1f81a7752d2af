"""Ask standard tables: the questions of pages, bulletins and profiles, answered at one desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tiig import analyse
from tiig.desk.agreeing import agreeing
from tiig.desk.answer import answer, prepare
from tiig.model.asker import Asker
from tiig.model.cleared import Cleared
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.figures import ALL, Mark
from tiig.model.months import Month
from tiig.model.question import Question, RateKind
from tiig.services import Services
from tiig.standard import AREA, YEAR, Theme


def theme_of(name: str, services: Services) -> Theme:
    """Return a theme by name, or say which there are."""
    themes = services.standard.themes
    if name not in themes:
        known = ", ".join(sorted(themes))
        raise TiigError(BAD_ARGUMENT, what=f"there is no theme of that name; known are {known}")
    return themes[name]


@dataclass(frozen=True)
class TablesAsked:
    """Standard tables of one measure, up to a month, in runs of `span` months."""

    measure: str
    month: Month
    tables: tuple[str, ...]
    geography: str | None = None
    span: int = YEAR


def standard_tables(
    asker: Asker, services: Services, asked: TablesAsked, *, preset: str | None
) -> dict[str, Cleared]:
    """Answer standard tables from the same data, by their ids."""
    answers = answer(asker, _questions(asked, services), services, preset=preset, together=True)
    return agreeing(dict(zip(asked.tables, answers, strict=True)))


def prepare_tables(
    asker: Asker, services: Services, asked: TablesAsked, *, preset: str | None
) -> None:
    """Work out standard tables before anybody asks for them."""
    prepare(asker, _questions(asked, services), services, preset=preset)


def of_region(
    asker: Asker,
    services: Services,
    asked: TablesAsked,
    found: Mapping[str, Cleared],
    *,
    preset: str | None,
) -> dict[str, Cleared]:
    """Return tables for a paper on the whole region, which is not as small as its areas.

    Where the areas are too small to keep a dimension, the region is asked without them. It
    is used only where it can tell nothing of an area: every figure of the region in the table
    of areas is shown there already, and either nothing is hidden in the region's own table,
    or the areas keep nothing of that dimension, so that totals are all the two share.
    """
    lost = {}
    for name, question in zip(asked.tables, _questions(asked, services), strict=True):
        by_area = AREA in {by.dimension for by in question.by} & _dimensions(found[name])
        if by_area and (_lost(question, found[name]) or not found[name].share_shown):
            by = tuple(one for one in question.by if one.dimension != AREA)
            hold = tuple(one for one in question.hold if one != AREA)
            lost[name] = replace(question, by=by, hold=hold)
    answers = answer(asker, list(lost.values()), services, preset=preset)
    wider = {
        name: shown
        for name, shown in zip(lost, answers, strict=True)
        if _keeps_more(lost[name], shown, found[name])
    }
    return agreeing({**found, **wider})


def _keeps_more(question: Question, alone: Cleared, among_areas: Cleared) -> bool:
    if not among_areas.share_shown:  # withheld: whether the region's own may stand is asked below
        return alone.share_shown == 1.0
    asked = {by.dimension for by in question.by}
    instead = _dimensions(among_areas) - asked - {AREA}
    more = _lost(question, alone) < _lost(question, among_areas)
    place = [column.dimension for column in among_areas.columns].index(AREA)
    of_region = [row.count for row in among_areas.rows if row.nodes[place] == ALL]
    open_already = all(count.mark is Mark.SHOWN for count in of_region)
    return more and open_already and (alone.share_shown == 1.0 or not instead)


def _lost(question: Question, shown: Cleared) -> set[str]:
    return {by.dimension for by in question.by} - _dimensions(shown)


def _dimensions(shown: Cleared) -> set[str]:
    return {column.dimension for column in shown.columns}


def _questions(asked: TablesAsked, services: Services) -> list[Question]:
    tables = [services.standard.tables[name].spanning(asked.span) for name in asked.tables]
    questions = [table.question(asked.measure, asked.month, asked.geography) for table in tables]
    return [_of_its_ages(question, services) for question in questions]


def _of_its_ages(question: Question, services: Services) -> Question:
    """Ask for a crude rate where the measure is of some ages only."""
    measure = services.standard.measures[question.measure]
    if question.rate is RateKind.STANDARDISED and analyse.confines_ages(measure):
        return replace(question, rate=RateKind.CRUDE)
    return question

"""Ask standard tables: the questions of pages, bulletins and profiles, answered at one desk."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tiig import analyse
from tiig.desk.answer import Beside, answer_together, prepare_together
from tiig.model.asker import Asker
from tiig.model.cleared import Cleared
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.months import Month
from tiig.model.question import Question, RateKind
from tiig.services import Services
from tiig.standard import YEAR, Theme


def theme_of(name: str, services: Services) -> Theme:
    """Return a theme by name, or say which there are."""
    themes = services.standard.themes
    if name not in themes:
        known = ", ".join(sorted(themes))
        raise TiigError(BAD_ARGUMENT, what=f"there is no theme of that name; known are {known}")
    return themes[name]


@dataclass(frozen=True)
class TablesAsked:
    """Standard tables of one measure, up to a month, in runs of `span` months.

    `beside` are shown by other pages of the same paper, and proven with these. `of_region`:
    they are for a paper on the whole region, which is not as small as its areas.
    """

    measure: str
    month: Month
    tables: tuple[str, ...]
    geography: str | None = None
    span: int = YEAR
    beside: tuple[str, ...] = ()
    of_region: bool = False


def standard_tables(
    asker: Asker, services: Services, asked: TablesAsked, *, preset: str | None
) -> dict[str, Cleared]:
    """Answer standard tables from the same data, protected together, by their ids."""
    answers = answer_together(asker, _together(asked, services), services, preset=preset)
    return dict(zip(asked.tables, answers, strict=True))


def prepare_tables(
    asker: Asker, services: Services, asked: TablesAsked, *, preset: str | None
) -> None:
    """Work out standard tables before anybody asks for them."""
    prepare_together(asker, _together(asked, services), services, preset=preset)


def _together(asked: TablesAsked, services: Services) -> Beside:
    return Beside(
        _questions(asked, asked.tables, services),
        _questions(asked, asked.beside, services),
        of_region=asked.of_region,
    )


def _questions(
    asked: TablesAsked, names: tuple[str, ...], services: Services
) -> tuple[Question, ...]:
    tables = [services.standard.tables[name].spanning(asked.span) for name in names]
    questions = [table.question(asked.measure, asked.month, asked.geography) for table in tables]
    return tuple(_of_its_ages(question, services) for question in questions)


def _of_its_ages(question: Question, services: Services) -> Question:
    """Ask for a crude rate where the measure is of some ages only."""
    measure = services.standard.measures[question.measure]
    if question.rate is RateKind.STANDARDISED and analyse.confines_ages(measure):
        return replace(question, rate=RateKind.CRUDE)
    return question

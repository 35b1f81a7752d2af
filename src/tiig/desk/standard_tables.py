"""Ask standard tables: the questions of pages, bulletins and profiles, answered at one desk."""

from __future__ import annotations

from dataclasses import dataclass

from tiig.desk.answer import answer
from tiig.model.asker import Asker
from tiig.model.cleared import Cleared
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.months import Month
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
    tables = [services.standard.tables[name].spanning(asked.span) for name in asked.tables]
    questions = [table.question(asked.measure, asked.month, asked.geography) for table in tables]
    answers = answer(asker, questions, services, preset=preset)
    return {table.id: shown for table, shown in zip(tables, answers, strict=True)}

"""The month's picture: the same findings for the page and the bulletin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tiig.model.cleared import Cleared
from tiig.publish.exhibits import (
    areas_exhibit,
    breakdown_exhibit,
    coverage_exhibit,
    hours_exhibit,
    known_share,
    pyramid_exhibit,
    trend_exhibit,
)
from tiig.publish.exhibits.cells import named
from tiig.publish.paper import Block, Section, Text
from tiig.publish.papers.about import About
from tiig.publish.papers.heads import headlines_of
from tiig.publish.papers.mapped import map_block
from tiig.publish.papers.words import BREAKDOWNS

_NAMED, _FEW = 10, 5
"""How many areas of a map a bulletin names; the page names them all."""


@dataclass(frozen=True)
class MonthTables:
    """The cleared standard tables of the month's picture, by their ids."""

    tables: Mapping[str, Cleared]

    def __getitem__(self, name: str) -> Cleared:
        """Return a table by the id of its standard table."""
        return self.tables[name]


def month_picture(found: MonthTables, about: About) -> tuple[Section, ...]:
    """Return the sections: what changed, who, when, how, where, and how complete it is."""
    subject, where = about.subject, _where(found, about)
    return (
        Section(
            "headlines",
            "What changed",
            (
                headlines_of(found.tables, subject),
                trend_exhibit(found["trend"], subject, presence=found["presence"]),
            ),
            wide=True,
        ),
        Section("who", "Who was hurt", _who(found, about)),
        Section("when", "When it happened", _when(found, about)),
        Section(
            "how",
            "How it happened",
            (breakdown_exhibit(found["weapon"], subject, BREAKDOWNS["weapon"]),),
        ),
        Section(
            "place",
            "In what kind of place",
            (breakdown_exhibit(found["place_type"], subject, BREAKDOWNS["place_type"]),),
        ),
        Section("areas", "Where patients live", where, wide=subject.area is None or len(where) > 1),
        Section(
            "coverage",
            "How complete it is",
            (*_known(found, about), coverage_exhibit(found["trend"].coverage)),
            wide=True,
        ),
    )


def _known(found: MonthTables, about: About) -> tuple[Block, ...]:
    """Say how often the items behind the picture are known."""
    told = []
    for name in ("weapon", "place_type", "weekday"):
        share = known_share(found[name], about.subject, BREAKDOWNS[name])
        if share is not None:
            told.append(f"{BREAKDOWNS[name].name} for {share}")
    return (Text((f"Known in {about.subject.when}: {named(told)}.",)),) if told else ()


def _who(found: MonthTables, about: About) -> tuple[Block, ...]:
    subject = about.subject
    if subject.area is None:
        return (pyramid_exhibit(found["who"], subject),)
    return (
        breakdown_exhibit(found["age"], subject, BREAKDOWNS["age"]),
        breakdown_exhibit(found["sex"], subject, BREAKDOWNS["sex"]),
    )


def _when(found: MonthTables, about: About) -> tuple[Block, ...]:
    subject = about.subject
    if subject.area is None:
        return (hours_exhibit(found["times"], subject, name="times"),)
    return (breakdown_exhibit(found["weekday"], subject, BREAKDOWNS["weekday"]),)


def _where(found: MonthTables, about: About) -> tuple[Block, ...]:
    subject = about.subject
    compared = areas_exhibit(found["areas"], subject)
    drawn = map_block(found.tables, about, most=_NAMED if subject.area is None else _FEW)
    return (compared,) if drawn is None else (drawn, compared)

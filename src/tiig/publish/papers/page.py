"""The month at a glance as a page: what it asks for, and the findings in their order.

It shows more than the bulletin, which has two sides of paper: hour by day, times of the
week of an authority, and all injuries by their group.
"""

from __future__ import annotations

from dataclasses import replace

from tiig.publish.exhibits import (
    areas_exhibit,
    breakdown_exhibit,
    coverage_exhibit,
    hours_exhibit,
    pyramid_exhibit,
    trend_exhibit,
)
from tiig.publish.paper import Block, NotShown, Section
from tiig.publish.papers.about import About
from tiig.publish.papers.heads import headlines_of
from tiig.publish.papers.mapped import map_block
from tiig.publish.papers.picture import MonthTables
from tiig.publish.papers.words import BREAKDOWNS
from tiig.standard import Theme

_REGION = ("trend", "presence", "same_departments", "areas", "who", "hours", "injury_group")
_AUTHORITY = ("trend", "same_departments", "areas", "sex", "age", "when", "weekday", "injury_group")
_OF_THEME = ("hours", "when", "weekday", "weapon", "mechanism", "place_type")
"""Tables that a theme may leave out, because it is defined by them."""

_NAMED = 20
"""How many areas of a map this page names; the page of the map names them all."""
_DEFINED = "the theme itself is defined by it"


def page_tables(theme: Theme, *, of_area: bool) -> tuple[str, ...]:
    """Return the standard tables behind the page of a theme, for the region or an authority."""
    asked = (*(_AUTHORITY if of_area else _REGION), "weapon", "mechanism", "place_type")
    told = [name for name in asked if name not in _OF_THEME or name in theme.profile]
    if "weapon" in told and "mechanism" in told:
        told.remove("mechanism")
    return tuple(told)


def every_page_table(theme: Theme) -> tuple[str, ...]:
    """Return the tables behind the pages of a theme, of the region and of authorities."""
    both = (*page_tables(theme, of_area=False), *page_tables(theme, of_area=True))
    return tuple(dict.fromkeys(both))


def page_sections(found: MonthTables, about: About, injuries: str) -> tuple[Section, ...]:
    """Return the sections of the page; `injuries` is the noun of all injuries."""
    subject = about.subject
    sections = [
        Section("headlines", subject.Noun, (headlines_of(found.tables, subject),)),
        Section(
            "trend",
            "Month by month",
            (trend_exhibit(found["trend"], subject, presence=found.tables.get("presence")),),
        ),
        Section("who", "Who was hurt", _who(found, about)),
        Section("when", "When it happened", _when(found, about)),
        Section("how", "How it happened", _how(found, about)),
    ]
    if "place_type" in found.tables:
        place = breakdown_exhibit(found["place_type"], subject, BREAKDOWNS["place_type"])
        sections.append(Section("place", "In what kind of place", (place,)))
    group = breakdown_exhibit(
        found["injury_group"], replace(subject, noun=injuries), BREAKDOWNS["injury_group"]
    )
    return (
        *sections,
        Section("areas", "Where patients live", _where(found, about)),
        Section("injuries", "Among all injuries", (group,)),
        Section("coverage", "How complete it is", (coverage_exhibit(found["trend"].coverage),)),
    )


def _who(found: MonthTables, about: About) -> tuple[Block, ...]:
    subject = about.subject
    if "who" in found.tables:
        return (pyramid_exhibit(found["who"], subject),)
    return tuple(
        breakdown_exhibit(found[name], subject, BREAKDOWNS[name]) for name in ("age", "sex")
    )


def _when(found: MonthTables, about: About) -> tuple[Block, ...]:
    subject, blocks = about.subject, []
    if "hours" in found.tables:
        blocks.append(hours_exhibit(found["hours"], subject))
    if "when" in found.tables:
        blocks.append(hours_exhibit(found["when"], subject, name="part-of-week"))
    if "weekday" in found.tables:
        blocks.append(breakdown_exhibit(found["weekday"], subject, BREAKDOWNS["weekday"]))
    return tuple(blocks) or (NotShown(f"{subject.Noun} by day and time", _DEFINED),)


def _how(found: MonthTables, about: About) -> tuple[Block, ...]:
    for name in ("weapon", "mechanism"):
        if name in found.tables:
            return (breakdown_exhibit(found[name], about.subject, BREAKDOWNS[name]),)
    return (NotShown(f"{about.subject.Noun} by weapon", _DEFINED),)


def _where(found: MonthTables, about: About) -> tuple[Block, ...]:
    subject = about.subject
    compared = areas_exhibit(found["areas"], subject)
    drawn = map_block(found.tables, about, most=_NAMED)
    return (compared,) if drawn is None else (drawn, compared)

"""A themed problem profile: everything that the standard tables of a theme tell of an area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from tiig.model.cleared import Cleared
from tiig.model.figures import Mark
from tiig.publish.exhibits import (
    AGES,
    DEPRIVATION,
    areas_exhibit,
    breakdown_exhibit,
    coverage_exhibit,
    hours_exhibit,
    pyramid_exhibit,
    rates_exhibit,
    season_exhibit,
    trend_exhibit,
)
from tiig.publish.exhibits.runs import run_words
from tiig.publish.paper import Block, Exhibit, NotShown, Paper, Section, Text
from tiig.publish.papers.about import About, lineage_of, marks_of
from tiig.publish.papers.heads import headlines_of
from tiig.publish.papers.mapped import map_block
from tiig.publish.papers.words import BREAKDOWNS
from tiig.publish.tables import SIGNS
from tiig.standard import YEAR

_SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("demography", "Who was hurt", ("who", "age", "sex", "age_rates", "deprivation")),
    ("time", "When it happened", ("hours", "when", "weekday", "season")),
    (
        "circumstances",
        "How it happened",
        ("injury_group", "weapon", "mechanism", "mechanism_kind", "relationship"),
    ),
    ("place", "In what kind of place", ("place_type", "alcohol")),
    ("care", "Arrival and outcome", ("arrival", "disposal", "departments")),
    ("comparison", "Compared with other areas", ("areas", "map")),
)
_STAR, _OFTEN = Mark.SUPPRESSED, 3
_NAMED = 20
"""How many areas of a map a profile names."""
_METHODS = (
    "Counts are of attendances, not of people: one person may attend more than once.",
    (
        "Intervals of counts and crude rates are Byar's; rates of areas are directly "
        "standardised to the European Standard Population 2013 with Dobson's limits."
    ),
    (
        "A rise or fall is called one only where the 95 % interval of the ratio of two counts "
        "leaves out 1."
    ),
    "All areas are asked in one table, which is protected as a whole; this paper shows a part.",
)


def profile(found: Mapping[str, Cleared], about: About) -> Paper:
    """Compose the profile of a theme and an area from its standard tables."""
    subject = about.subject
    sections = [_context(found, about)]
    for name, head, tables in _SECTIONS:
        blocks = tuple(_apart(_blocks(tables, found, about)))
        if blocks:
            sections.append(Section(name, head, blocks))
    shared = _shared(sections)
    sections = [_without(section, shared) for section in sections]
    sections.insert(0, _findings(sections))
    sections += [
        _quality(found),
        Section("methods", "Methods", (Text((*_METHODS, *shared), bullets=True),)),
    ]
    return Paper(
        title=f"{about.theme} in {subject.where}: a problem profile",
        subtitle=f"{subject.Noun}, {_span(found)}: {subject.whom}",
        sections=tuple(sections),
        author=about.author,
        status=about.status,
        made_on=about.made_on,
        preset=about.preset,
        for_release=all(table.for_release for table in found.values()),
        given=about.given,
        marks=marks_of(found.values(), about),
        lineage=lineage_of(found, about),
        keywords=(about.theme, subject.where, str(subject.month)),
    )


def _apart(blocks: list[Block]) -> Iterator[Block]:
    """Leave out an exhibit that tells what one before it tells: both were merged to the same."""
    told = []
    for block in blocks:
        if isinstance(block, Exhibit):
            if block.grid in told:
                continue
            told.append(block.grid)
        yield block


def _shared(sections: list[Section]) -> tuple[str, ...]:
    """Return the notes that many exhibits share, but for those on what is missing or hidden."""
    notes = Counter(note for one in _exhibits(sections) for note in one.notes)
    return tuple(
        note
        for note, times in notes.items()
        if times >= _OFTEN and "site-months" not in note and not note.startswith(SIGNS[_STAR])
    )


def _without(section: Section, shared: tuple[str, ...]) -> Section:
    """Return a section whose exhibits leave to the methods what they share."""
    blocks = tuple(
        replace(block, notes=tuple(note for note in block.notes if note not in shared))
        if isinstance(block, Exhibit)
        else block
        for block in section.blocks
    )
    return replace(section, blocks=blocks)


def _exhibits(sections: list[Section]) -> Iterator[Exhibit]:
    blocks = (block for section in sections for block in section.blocks)
    return (block for block in blocks if isinstance(block, Exhibit))


def _span(found: Mapping[str, Cleared]) -> str:
    return next(reversed(run_words(found["trend"]).values()), "")


def _context(found: Mapping[str, Cleared], about: About) -> Section:
    subject = about.subject
    blocks = (
        headlines_of(found, subject),
        trend_exhibit(found["trend"], subject, presence=found.get("presence")),
    )
    head = f"The area, month by month over {2 * subject.span} months"
    return Section("context", head, blocks)


def _blocks(names: tuple[str, ...], found: Mapping[str, Cleared], about: About) -> list[Block]:
    subject = about.subject
    special: Mapping[str, Callable[[], Block]] = {
        "who": lambda: pyramid_exhibit(found["who"], subject),
        "age_rates": lambda: rates_exhibit(found["age_rates"], subject, AGES),
        "deprivation": lambda: rates_exhibit(found["deprivation"], subject, DEPRIVATION),
        "hours": lambda: hours_exhibit(found["hours"], subject),
        "when": lambda: hours_exhibit(found["when"], subject, name="part-of-week"),
        "season": lambda: season_exhibit(found["trend"], subject),
        "areas": lambda: areas_exhibit(found["areas"], subject),
    }
    whole_region_only = {"who", "hours", "departments"}
    blocks: list[Block] = []
    for name in names:
        asked = {"season": "trend", "map": "areas"}.get(name, name)
        skipped = name in whole_region_only and subject.area is not None
        skipped = skipped or (name == "season" and subject.span != YEAR)
        if asked not in found or skipped:
            continue
        if name == "map":
            drawn = map_block(found, about, most=_NAMED)
            blocks += [] if drawn is None else [drawn]
        elif name in special:
            blocks.append(special[name]())
        else:
            blocks.append(breakdown_exhibit(found[name], subject, BREAKDOWNS[name]))
    return blocks


def _findings(sections: list[Section]) -> Section:
    """Collect what each exhibit found, as one page of sentences."""
    titles = [f"{one.title}." for one in _exhibits(sections)]
    missing = [
        block.what
        for section in sections
        for block in section.blocks
        if isinstance(block, NotShown)
    ]
    rest = (f"Not shown, with the reason in its place: {'; '.join(missing)}.",) if missing else ()
    return Section("findings", "Findings", (Text((*titles, *rest), bullets=True),))


def _quality(found: Mapping[str, Cleared]) -> Section:
    coverage = found["trend"].coverage
    return Section("quality", "Data quality", (coverage_exhibit(coverage),))

"""The two-page bulletin of a month, for one authority or the whole region."""

from __future__ import annotations

from tiig.publish.exhibits.cells import month_words
from tiig.publish.paper import Paper, Section, Text
from tiig.publish.papers.about import About, lineage_of, marks_of
from tiig.publish.papers.picture import MonthTables, month_picture

_HOW_TO_READ = (
    (
        "Areas are where patients live, not where it happened. A rise or fall is called one "
        "only where chance alone would seldom make it; otherwise figures are about the same."
    ),
    "A star hides a small number, or one that would give a small number back.",
)


def bulletin(found: MonthTables, about: About) -> Paper:
    """Compose the bulletin; an author's notes are put before it afterwards (`notes_file`)."""
    subject = about.subject
    sections = (
        *month_picture(found, about),
        Section("reading", "How to read this", (Text(_HOW_TO_READ),), wide=True),
    )
    return Paper(
        title=f"{about.theme} in {subject.where}, {month_words(subject.month)}",
        subtitle=(f"{subject.Noun}: {subject.whom} who came to an emergency department"),
        sections=sections,
        author=about.author,
        status=about.status,
        made_on=about.made_on,
        preset=about.preset,
        for_release=all(table.for_release for table in found.tables.values()),
        given=about.given,
        marks=marks_of(found.tables.values(), about),
        lineage=lineage_of(found.tables, about),
        keywords=(about.theme, subject.where, str(subject.month)),
        compact=True,
    )

"""Two pages for the lead of a department: its own exact picture, what to ask, what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tiig.model.cleared_quality import ShownMonth
from tiig.model.letter import Letter
from tiig.publish.exhibits import coverage_exhibit, timeliness_exhibit
from tiig.publish.exhibits.cells import month_words
from tiig.publish.exhibits.quality_cells import KEY, days_cell, short_month
from tiig.publish.letters.news import actions_blocks, problems_blocks, problems_heading
from tiig.publish.letters.pictures import (
    history_exhibit,
    items_exhibit,
    lacks_exhibit,
    usable_exhibit,
)
from tiig.publish.letters.reception import marks
from tiig.publish.letters.telling import gain, nothing_to_ask, recorded_well, uses_lines
from tiig.publish.letters.wording import part_words
from tiig.publish.paper import Block, Card, Cards, Cell, Exhibit, Grid, Paper, Section, Status, Text

_INTENT = "injury_intent"
_READING = (
    (
        "Usable: a recorded assault that tells the day, the place (in words, or a type of place "
        "other than “other”) and the weapon (other than “other”)."
    ),
    "Not known counts as complete and not as usable. Shares are rounded down.",
)


def lead_pages(letter: Letter, *, author: str, made_on: date) -> Paper:
    """Compose the lead's two pages."""
    when = month_words(letter.month)
    received = _received(letter)
    sections = (
        Section("glance", "At a glance", (_cards(letter),), wide=True),
        Section("usable", "Records that can be used", (usable_exhibit(letter),)),
        Section("lacks", "What the others lack", (lacks_exhibit(letter),)),
        Section("ask", _asking(letter), (_ask(letter),)),
        Section("uses", "What your records were used for", (_uses(letter),)),
        Section("problems", problems_heading(letter), problems_blocks(letter), wide=True),
        Section("items", f"Every item, {when}", (items_exhibit(letter),), wide=True, apart=True),
        Section("history", "Month by month", (history_exhibit(letter),), wide=True),
        Section("received", "What was received, and when", received, wide=True),
        Section("actions", "What is agreed to be done", actions_blocks(letter), wide=True),
        Section("reading", "How to read this", (Text((*_READING, KEY)),), wide=True),
    )
    quality = letter.quality
    return Paper(
        title=f"{letter.name}: quality of your records, {when}",
        subtitle="For the lead of the department: your own exact figures, for nobody else",
        sections=sections,
        author=author,
        status=Status.FINAL,
        made_on=made_on,
        preset=quality.preset,
        marks=marks(letter),
        lineage=(
            " ".join(letter.counting_rule),
            quality.preset_mark,
            quality.given.sentence,
            f"Lineage: {quality.manifest}. Release: {quality.release}.",
            "The release can be worked out again: tiig release verify ID.",
        ),
        keywords=("quality", letter.name, str(letter.month)),
        compact=True,
        given=quality.given,
        for_release=quality.for_release,
    )


def _cards(letter: Letter) -> Cards:
    quality = letter.quality
    month = quality.by_month[letter.site, letter.month]
    counted = letter.of_month
    intent = quality.by_key.get((letter.site, _INTENT, letter.month))
    known = None if intent is None else intent.usable
    return Cards(
        (
            Card("Recorded assaults", Cell("-" if counted is None else f"{counted.assaults:,}")),
            Card(
                "Of them usable",
                Cell("-" if counted is None else f"{counted.usable:,} of {counted.assaults:,}"),
                ("Day, place and weapon are told",),
            ),
            Card(
                "Injuries with known intent",
                Cell("-" if known is None or known.part is None else _of(known.part, known.whole)),
                ("Without intent no assault is found",),
            ),
            Card("Received", days_cell(month), (_when_received(month),)),
        ),
        releases=(quality.release,),
        manifests=(quality.manifest,),
    )


def _when_received(month: ShownMonth) -> str:
    if month.history:
        return "The month was over before you began to send"
    return "After the end of the month"


def _of(part: int, whole: int | None) -> str:
    return f"{part:,} of {whole or 0:,}"


def _asking(letter: Letter) -> str:
    if letter.ask is None:
        return "Nothing to change"
    return f"The one thing to ask: {part_words(letter.ask.part).question.lower()}"


def _ask(letter: Letter) -> Text:
    if letter.ask is None:
        return Text((nothing_to_ask(letter),))
    words = part_words(letter.ask.part)
    well = " ".join(recorded_well(letter))
    return Text((gain(letter, exact=True), f"{words.ask} {words.why}", f"What went well: {well}"))


def _uses(letter: Letter) -> Text:
    return Text(uses_lines(letter), bullets=bool(letter.uses))


def _received(letter: Letter) -> tuple[Block, ...]:
    """Show the department's months: how each stands, and when it came."""
    standing = coverage_exhibit(letter.quality.coverage)
    days = timeliness_exhibit(letter.quality)
    if not isinstance(standing, Exhibit) or not isinstance(days, Exhibit):
        return (standing, days)
    months = [short_month(month) for month in letter.quality.period]
    rows = tuple(
        (Cell(name), *row[1:])
        for name, one in (("Stands", standing), ("Received", days))
        for row in one.grid.rows
    )
    both = replace(
        days,
        id="received",
        title=f"{month_words(letter.month)} is {letter.standing}",
        summary="A table of how each month stands and after how many days it was received.",
        grid=Grid(("", *months), rows),
        notes=(*standing.notes, *days.notes),
    )
    return (both,)

"""Half a page for reception and nurses: what went well, one thing to ask, what it was used for."""

from __future__ import annotations

from datetime import date

from tiig.model.letter import Letter
from tiig.publish.exhibits.cells import month_words
from tiig.publish.letters.news import gained
from tiig.publish.letters.telling import gain, nothing_to_ask, recorded_well, uses_lines
from tiig.publish.letters.wording import examples, never_written, part_words
from tiig.publish.marks import SYNTHETIC
from tiig.publish.paper import Block, Paper, Section, Status, Text

_LONGEST_USE = 150
"""Letters of a use on the half page; the lead's pages tell all of it."""


def reception_page(letter: Letter, *, author: str, made_on: date) -> Paper:
    """Compose the half page for the staff room."""
    when = month_words(letter.month)
    sections = (
        Section("well", f"Recorded well in {when} - thank you", (_well(letter),)),
        Section("used", "What your records were used for", (_used(letter),)),
        Section("ask", _heading(letter), _ask(letter)),
    )
    return Paper(
        title=f"{letter.name}: your assault records",
        subtitle="For reception and nurses. It takes a minute to read, and a minute to ask.",
        sections=sections,
        author=author,
        status=Status.FINAL,
        made_on=made_on,
        preset=letter.quality.preset,
        marks=(*marks(letter), f"Release {letter.quality.release}."),
        keywords=("letter", letter.name, str(letter.month)),
        given=letter.quality.given,
        for_release=letter.quality.for_release,
    )


def marks(letter: Letter) -> tuple[str, ...]:
    """Return what stands on every page of a letter."""
    told = (f"{SYNTHETIC}.",) if letter.quality.synthetic else ()
    return (*told, letter.quality.preset_mark)


def _well(letter: Letter) -> Text:
    better = gained(letter)
    return Text((*recorded_well(letter), *((better,) if better else ())), bullets=True)


def _used(letter: Letter) -> Text:
    lines = uses_lines(letter, most=2, longest=_LONGEST_USE)
    return Text(lines, bullets=bool(letter.uses))


def _heading(letter: Letter) -> str:
    if letter.ask is None:
        return "Please keep asking"
    return f"One thing to ask: {part_words(letter.ask.part).question}"


def _ask(letter: Letter) -> tuple[Block, ...]:
    never = Text(never_written(), bullets=True)
    if letter.ask is None:
        return (Text((nothing_to_ask(letter),)), never)
    part = letter.ask.part
    words = part_words(part)
    return (
        Text((f"{words.ask} {words.why}", gain(letter))),
        examples((part,), named=False),
        never,
    )

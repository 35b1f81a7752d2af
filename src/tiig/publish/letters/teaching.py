"""The poster for the staff room, and the training page with exercises; no real patient."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tiig.model.exercise import Exercise
from tiig.model.letter import PARTS
from tiig.publish.exhibits.cells import heading, named
from tiig.publish.letters.wording import examples, never_written, part_words
from tiig.publish.marks import SYNTHETIC
from tiig.publish.paper import Cell, Exhibit, Grid, Paper, Section, Status, Text

INVENTED = "Every example is invented."
_BLANK = "(blank)"


def poster(*, author: str, made_on: date) -> Paper:
    """Compose the poster: three questions, what to write, what not."""
    questions = tuple(
        f"{part_words(part).question} Write, for instance: “{part_words(part).write[0]}”."
        for part in PARTS
    )
    return Paper(
        title="Three questions that prevent the next injury",
        subtitle="Ask everyone who was hurt by another person. It takes less than a minute.",
        sections=(
            Section("ask", "Ask, and write it down", (Text(questions, bullets=True),)),
            Section("never", "Do not write", (Text(never_written(), bullets=True),)),
            Section("why", "What it is for", (Text((_WHY,)),)),
        ),
        author=author,
        status=Status.FINAL,
        made_on=made_on,
        preset="",
        marks=(INVENTED,),
        keywords=("poster",),
        large=True,
    )


def training_page(found: Sequence[Exercise], *, author: str, made_on: date) -> Paper:
    """Compose the training page: why, what to write, exercises, and the answers on a page apart."""
    why = tuple(f"{part_words(part).question} {part_words(part).why}" for part in PARTS)
    return Paper(
        title="Records that can be used: ten minutes for reception and nurses",
        subtitle="Why three answers matter, how to write them, and exercises with answers",
        sections=(
            Section("why", "Why we ask", (Text((_WHY, *why), bullets=True),)),
            Section("write", "What to write", (examples(), Text(never_written(), bullets=True))),
            Section("exercises", "Exercises", (Text((_TASK,)), _questions(found))),
            Section("answers", "Answers", (_answers(found), Text((_MORE,))), apart=True),
        ),
        author=author,
        status=Status.FINAL,
        made_on=made_on,
        preset="",
        marks=(f"{SYNTHETIC}.",),
        keywords=("training",),
    )


_WHY = (
    "Much of the violence that emergency departments treat is never known to the police. Day, "
    "place and weapon - without any name - show councils, licensing and police where it can be "
    "prevented."
)
_TASK = (
    "For each record: can it be used to prevent the next injury? If not, which question would have "
    "made it usable? Cover the answers."
)
_MORE = (
    "A place in words counts as soon as it says more than that it is not known; the better it is "
    "named, the more likely it is found. “In the street” counts and helps nobody: ask which street."
)


def _questions(found: Sequence[Exercise]) -> Exhibit:
    rows = tuple(
        (
            heading(str(number)),
            *(Cell(text or _BLANK) for text in (one.day, one.place, one.weapon)),
        )
        for number, one in enumerate(found, start=1)
    )
    return Exhibit(
        id="exercises",
        title=f"{len(rows)} records",
        summary="A table of invented records: day and time, place in words, weapon or method.",
        grid=Grid(("No", "When", "Where", "What was used"), rows, words=True),
    )


def _answers(found: Sequence[Exercise]) -> Exhibit:
    rows = tuple(
        (heading(str(number)), *map(Cell, _answer(one)))
        for number, one in enumerate(found, start=1)
    )
    usable = sum(not one.lacking for one in found)
    return Exhibit(
        id="answers",
        title=f"{usable} of {len(found)} records can be used as they are",
        summary="A table of answers: whether each record can be used, and what to ask.",
        grid=Grid(("No", "Usable", "What to ask"), rows, words=True),
    )


def _answer(one: Exercise) -> tuple[str, str]:
    if not one.lacking:
        return "yes", "Day, place and weapon are told."
    asked = " ".join(part_words(part).question for part in one.lacking)
    return "no", f"It lacks {named(part_words(part).label for part in one.lacking)}: {asked}"

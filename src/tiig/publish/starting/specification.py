"""The specification as a paper: what is asked and why, column by column, and the test files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tiig.model.months import Month
from tiig.publish.paper import Block, Cell, Exhibit, Grid, Paper, Section, Status, Text
from tiig.publish.starting.asked import Asked
from tiig.publish.starting.letter import Letter
from tiig.publish.starting.party import Party
from tiig.publish.starting.rows import Table
from tiig.publish.starting.wording import NEVER, ItemLine

MOST_VALUES_LISTED = 24
"""A longer list stands in the workbook alone."""
_LISTED = ("File", "Row", "Column", "What is wrong", "What becomes of it")


@dataclass(frozen=True)
class Specified:
    """What the specification is made of."""

    party: Party
    asked: Sequence[Asked]
    items: Sequence[ItemLine]
    answers: Table
    month: Month
    standard: str
    made_on: date


def specification(told: Specified) -> Paper:
    """Return the paper."""
    return Paper(
        title="What a department sends: specification of injury attendances",
        subtitle=f"For {told.party.name}. Data standard {told.standard[:12]}.",
        sections=tuple(_sections(told)),
        author=told.party.asks or "TIIG",
        status=Status.DRAFT if told.party.invented else Status.FINAL,
        made_on=told.made_on,
        preset="",
        keywords=("injury surveillance", "ECDS", "ISTV", "specification"),
    )


def letter_paper(told: Letter, party: Party, made_on: date) -> Paper:
    """Return the covering letter as a paper."""
    sections = tuple(
        Section(
            f"part-{place}",
            part.heading or "What we ask",
            (
                Text(part.lines, bullets=part.listed),
                *([Text((part.closing,))] if part.closing else []),
            ),
        )
        for place, part in enumerate(told.parts)
    )
    return Paper(
        title=told.subject,
        subtitle=f"To {party.name}",
        sections=sections,
        author=party.asks or "TIIG",
        status=Status.DRAFT,
        made_on=made_on,
        preset="",
    )


def _sections(told: Specified) -> Iterator[Section]:
    yield Section("in-short", "In short", (_in_short(told), Text(_HOW, bullets=True)))
    yield Section("never", "What is never to be sent", (Text(NEVER, bullets=True),))
    yield Section("columns", "All columns", (_overview(told.items),))
    yield Section("each", "Column by column", tuple(_each(told)))
    yield Section("tests", "The test files", tuple(_tests(told)))


_HOW = (
    (
        "Each month, one file: an Excel workbook (template.xlsx) or CSV text (template.csv, UTF-8, "
        "commas). One row is one attendance."
    ),
    (
        "Headings stay as they are. A column that is not recorded may be left out; tell us, so "
        "that it counts as absent and not as empty."
    ),
    "Of a coded column the words of the list and the codes are both understood, capitals or not.",
    "Not known is an answer and is written so. An empty cell says that nobody asked.",
    "Times are local times, as the clock on the wall showed them.",
)


def _in_short(told: Specified) -> Text:
    always = [one.heading for one in told.items if one.needed == "always"]
    return Text(
        (
            (
                f"{told.party.who_asks} asks for {len(told.items)} columns. Needed in every row: "
                f"{', '.join(always)}. The others are needed where the injury calls for them, or "
                "are welcome where they are recorded."
            ),
            (
                "Rows may cover all attendances or all injuries; assaults alone tell the least, "
                "since nothing can be set beside them."
            ),
        )
    )


def _overview(items: Sequence[ItemLine]) -> Exhibit:
    rows = tuple(
        (Cell(one.heading), Cell(one.needed), Cell(one.example), Cell(_standard(one)))
        for one in items
    )
    grid = Grid(("Column", "Needed", "Example", "Standard"), rows, words=True)
    return Exhibit("columns", "Every column at a glance", "A table of all columns.", grid)


def _standard(one: ItemLine) -> str:
    return " and ".join(name for name, said in (("ISTV", one.istv), ("ECDS", one.ecds)) if said)


def _each(told: Specified) -> Iterator[Block]:
    asked = {one.heading: one for one in told.asked}
    for one in told.items:
        rows = tuple(
            (Cell(name), Cell(text)) for name, text in _said(one, asked.get(one.heading)) if text
        )
        grid = Grid(("Needed", one.needed), rows, words=True)
        yield Exhibit(f"item-{one.id or one.heading}", one.heading, one.meaning, grid)


def _said(one: ItemLine, asked: Asked | None) -> Iterator[tuple[str, str]]:
    yield "What it is", one.meaning
    yield "Why it is asked", one.why
    yield "How it is written", one.form
    yield "Values", "" if asked is None else _values(asked)
    yield "Example", one.example
    yield "ECDS element", one.ecds
    yield "ISTV element", one.istv


def _values(asked: Asked) -> str:
    if len(asked.values) > MOST_VALUES_LISTED:
        return f"{len(asked.values)} values, on the sheet Values of template.xlsx"
    return "; ".join(value.text for value in asked.values)


def _tests(told: Specified) -> Iterator[Block]:
    yield Text(
        (
            (
                f"passes.xlsx and passes.csv hold invented rows of {told.month}, every one of "
                "which is stored. In fails.xlsx and fails.csv each kind of fault stands once, "
                "below the rows that pass; too many rows would be set aside, so that the file is "
                "held for a person to look at. refused.xlsx and refused.csv hold an identifier: "
                "the file is refused as a whole. What the receipts say in full stands in "
                "receipts.csv."
            ),
        )
    )
    places = [told.answers.header.index(name) for name in _LISTED]
    rows = tuple(
        tuple(Cell(str(row[place] or "")) for place in places) for row in told.answers.rows
    )
    grid = Grid(_LISTED, rows, stubs=2, words=True)
    yield Exhibit("faults", "Each fault and its answer", "A table of the faults.", grid)

"""What the pages of a start pack say in words: item by item, and how the template is filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tiig.publish.starting.asked import (
    DAY_FORM,
    MOMENT_FORM,
    PERIOD_END,
    PERIOD_ISTV,
    PERIOD_START,
    Asked,
)
from tiig.publish.starting.rows import Cell

NEVER = (
    "names of patients, of relatives or of staff",
    "NHS numbers, and any other number of a person",
    "dates of birth (the age in years is enough)",
    "addresses and full postcodes (the small area, LSOA, is enough)",
    "telephone numbers and e-mail addresses",
    "clinical notes and letters",
)
"""What is never to be sent."""


@dataclass(frozen=True)
class ItemLine:
    """An item in words."""

    heading: str
    id: str
    needed: str
    meaning: str
    why: str
    form: str
    example: str
    ecds: str
    istv: str

    @property
    def cells(self) -> tuple[str, ...]:
        """All but the heading and the id, in the order of the sheet of items."""
        return (
            self.needed, self.meaning, self.why, self.form, self.example, self.ecds, self.istv,
        )  # fmt: skip


def item_lines(asked: Sequence[Asked], example: Mapping[str, Cell]) -> tuple[ItemLine, ...]:
    """Return every column of the template in words, the two of the period last."""
    return (
        *(_line(one, example[one.heading]) for one in asked),
        *_period_lines(example),
    )


def _line(one: Asked, example: Cell) -> ItemLine:
    item = one.item
    return ItemLine(
        heading=one.heading,
        id=one.id,
        needed=one.needed,
        meaning=item.meaning,
        why=item.why,
        form=". ".join(filter(None, (one.form, item.write.rstrip(".")))) + ".",
        example=shown(example),
        ecds=item.ecds or "",
        istv=item.istv or "",
    )


def _period_lines(example: Mapping[str, Cell]) -> Iterator[ItemLine]:
    for heading, words, istv in zip(
        (PERIOD_START, PERIOD_END), ("first", "last"), PERIOD_ISTV, strict=True
    ):
        yield ItemLine(
            heading=heading,
            id="",
            needed="always",
            meaning=f"The {words} day of the months that the file covers, the same in every row.",
            why="It tells a month without attendances from a month that was never sent.",
            form="A day: 2026-06-30; in Excel a date cell.",
            example=shown(example[heading]),
            ecds="",
            istv=istv,
        )


def shown(cell: Cell) -> str:
    """Write a cell as the text of a CSV file."""
    if isinstance(cell, datetime):
        return cell.strftime(MOMENT_FORM)
    if isinstance(cell, date):
        return cell.strftime(DAY_FORM)
    return "" if cell is None else str(cell)


def read_me(sites: Sequence[tuple[str, str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the parts of the sheet that explains the template: a heading and its lines."""
    yield (
        "What this is",
        (
            "The layout in which a department sends its injury attendances: one row for each.",
            (
                "Fill in the sheet Data, or let a query write it. The sheet Items explains every "
                "column, the sheet Values every value of the drop-downs."
            ),
        ),
    )
    yield (
        "How to fill it in",
        (
            "Keep the headings as they are. A column that you do not record may be left out.",
            (
                "Choose from the drop-downs, or write one of the codes of the sheet Values: both "
                "are understood. Excel warns of anything else; keep it where it is what your "
                "system says, and it will be asked about."
            ),
            (
                "Where something is not known, write Not known. Where it was not asked, leave the "
                "cell empty: these are two different answers."
            ),
            (
                f"{PERIOD_START} and {PERIOD_END} stand in every row: they say which months the "
                "file covers."
            ),
            "Sites: " + "; ".join(f"{code} = {name}" for code, name in sites) + ".",
        ),
    )
    yield ("What is never to be sent", tuple(f"• {words}" for words in NEVER))
    yield (
        "Before you send it",
        (
            "A file in which any of these is found can be refused as a whole.",
            (
                "Do not open a CSV file in Excel and save it: Excel rounds long codes. Use this "
                "workbook, whose cells are set as text, or send the CSV as your query wrote it."
            ),
        ),
    )

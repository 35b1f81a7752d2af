"""A paper as values: what bulletins, profiles and pages say, before any of them is drawn.

Every number in it stands in a `Grid` that was made from `Cleared`, and page, PDF, Word and
workbook are drawn from the same blocks: that is why their figures are identical.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from tiig.model.figures import Mark
from tiig.model.given import FOR_THE_PUBLIC, GivenTo

MISSING_OR_CHANGING = ("Not in the figures:", "In the figures in part:", "May still change:")
"""How notes on absent, held and provisional months begin."""
_PAGES = 2
PRIVATE_FILE = 0o600
"""The mode of files of a paper that is not for release."""


@dataclass(frozen=True)
class Cell:
    """One cell as it is read: its text, and the number behind it where one is shown."""

    text: str
    value: float | int | None = None
    mark: Mark = Mark.SHOWN


@dataclass(frozen=True)
class Grid:
    """A table as it is read: the first `stubs` columns are row headings, the rest figures.

    With `words` the rest are words, which are set as words are.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    stubs: int = 1
    words: bool = False

    @property
    def share_shown(self) -> float:
        """The share of the figures that are not hidden; cells without a figure do not count."""
        figures = [cell for row in self.rows for cell in row[self.stubs :]]
        asked = [cell for cell in figures if cell.mark in {Mark.SHOWN, Mark.SUPPRESSED}]
        hidden = sum(cell.mark is Mark.SUPPRESSED for cell in asked)
        return 1.0 if not asked else 1 - hidden / len(asked)


@dataclass(frozen=True)
class Chart:
    """A picture of a grid: a Vega-Lite specification with its data inside.

    `width` and `height` are in CSS pixels; the alternative text is the exhibit's summary.
    """

    spec: Mapping[str, Any]
    width: int
    height: int


@dataclass(frozen=True)
class Exhibit:
    """A table with its picture: the title states the finding, the summary is its text.

    `id` names it in addresses and files. `notes` say what the figures need beside them
    (coverage, marks, what was merged); `releases` name the ledger rows they came from.
    """

    id: str
    title: str
    summary: str
    grid: Grid
    chart: Chart | None = None
    notes: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    manifests: tuple[str, ...] = ()

    @property
    def short_notes(self) -> tuple[str, ...]:
        """The notes that a compact paper has room for: what is missing and what may change."""
        return tuple(note for note in self.notes if note.startswith(MISSING_OR_CHANGING))


@dataclass(frozen=True)
class Card:
    """A headline figure: its value, its interval and change as sentences, a quality mark."""

    label: str
    value: Cell
    lines: tuple[str, ...] = ()
    quality: str = ""


@dataclass(frozen=True)
class Cards:
    """Headline figures, side by side."""

    cards: tuple[Card, ...]
    releases: tuple[str, ...] = ()
    manifests: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text:
    """Paragraphs of plain sentences; with `bullets`, each is an item of a list."""

    paragraphs: tuple[str, ...]
    bullets: bool = False


@dataclass(frozen=True)
class NotShown:
    """What a reader may miss, and why it is not here: never an empty chart."""

    what: str
    because: str


Block = Text | Cards | Exhibit | NotShown


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it; `id` names it in addresses and notes files.

    A `wide` section takes the whole width of a compact paper, above its columns; one `apart`
    begins a page of its own.
    """

    id: str
    heading: str
    blocks: tuple[Block, ...]
    wide: bool = False
    apart: bool = False


class Status(StrEnum):
    """Whether a paper may still change."""

    DRAFT = "draft"
    FINAL = "final"


@dataclass(frozen=True)
class Paper:
    """A bulletin, a profile or a page.

    `marks` stand at the top of every page of it (synthetic data, absent departments);
    `lineage` closes it (preset, releases, manifests, counting rule); a paper without figures
    has neither lineage nor preset. A `compact` paper is
    printed in two columns on two pages. `given` says for whom it is, for what and under
    which agreement. Files of a paper that is not `for_release` are their owner's alone.
    A `large` one is read from some steps away: its letters are half as large again.
    """

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    author: str
    status: Status
    made_on: date
    preset: str
    marks: tuple[str, ...] = ()
    lineage: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    compact: bool = False
    given: GivenTo = FOR_THE_PUBLIC
    for_release: bool = True
    large: bool = False

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """Every exhibit, in order."""
        blocks = (block for section in self.sections for block in section.blocks)
        return tuple(block for block in blocks if isinstance(block, Exhibit))

    @property
    def closing(self) -> str:
        """The line at the foot of every page."""
        told = f"{self.author}, {self.made_on:%d %B %Y}."
        return f"{told} Preset: {self.preset}." if self.preset else told

    @property
    def most_pages(self) -> int:
        """How many pages a compact paper may have: two, and what begins a page of its own."""
        return _PAGES + sum(section.apart for section in self.sections)

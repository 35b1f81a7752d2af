"""What a suggester proposes for an unknown file: a whole profile, line by line, none decided.

Each line carries how sure it is (`confidence`, 0 to 1, a cautious estimate) and a reason that a
person can check. A value of a cell stands here only if it passed the detectors, is short, and is
frequent, or itself a word or code of the house's lists, or a bare code that they explain. Names of
columns and the sheet stand here unless they are long, read like cells or may name somebody.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Use(StrEnum):
    """What becomes of a column: it feeds an item, explains one, or stays out."""

    ITEM = "item"
    DESCRIPTION = "description"
    PERIOD = "period"
    FREE_TEXT = "free-text"
    IGNORED = "ignored"
    IDENTIFIER = "identifier"


@dataclass(frozen=True)
class Said:
    """One fact of the profile that is no column: such as the scope."""

    value: str
    confidence: float
    reason: str


@dataclass(frozen=True)
class FileSuggestion:
    """How the file is opened: a layout by which every line of it is accounted for.

    `rows` were counted, `looked_at` of them were read closely. `first` and `last` are the
    months of the rows' arrivals; `record` is the element of XML that is one row.
    """

    format: str
    encoding: str
    delimiter: str
    quote: str
    quoted_line_breaks: bool
    sheet: str | None
    header_row: int
    footer_rows: int
    rows: int
    looked_at: int
    confidence: float
    reason: str
    record: Said | None = None
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True)
class CodeSuggestion:
    """What a value of a coded column means: a node, `~not_known` or `~none`; None: asked.

    `rows` is None where fewer than five rows hold it. `known` says that the standard
    explains the value by itself, so that a profile need not.
    """

    value: str
    rows: int | None
    node: str | None
    confidence: float
    reason: str
    known: bool = False


@dataclass(frozen=True)
class Alternative:
    """Another reading of a column, and how likely it is."""

    item: str
    confidence: float


@dataclass(frozen=True)
class ColumnSuggestion:
    """What a column is: `place` counts from 1; `item` is None where it feeds none.

    `describes` names the column whose codes this one's words explain, `description` the
    column that explains this one. `repeats` is how many elements of a record are looked at, where
    it has several: a number, or `first`. `unlisted` distinct values may not be shown;
    a column that is not `named` is called by its place, since its name may not be repeated. A
    file is refused for one that `refuses`: the detectors found what identifies in it.
    """

    place: int
    name: str
    use: Use
    item: str | None
    part: str
    formats: tuple[str, ...]
    confidence: float
    reason: str
    alternatives: tuple[Alternative, ...] = ()
    codes: tuple[CodeSuggestion, ...] = ()
    description: str | None = None
    describes: str | None = None
    treatment: str | None = None
    repeats: str = ""
    defaults: tuple[str, ...] = ()
    unlisted: int = 0
    named: bool = True
    advice: str = ""
    refuses: bool = False


@dataclass(frozen=True)
class SiteSuggestion:
    """A site of the sender; `code` is empty where the file does not tell it.

    `rows` is None where fewer than five rows hold it, or where it is not told.
    """

    code: str
    name: str
    values: tuple[str, ...]
    rows: int | None
    confidence: float
    reason: str


@dataclass(frozen=True)
class AbsentSuggestion:
    """An item of the standard that nothing in the file tells."""

    item: str
    reason: str


@dataclass(frozen=True)
class Proposal:
    """Everything that is suggested for one file; `facts` by the key of the profile they fill."""

    file: FileSuggestion
    columns: tuple[ColumnSuggestion, ...]
    sites: tuple[SiteSuggestion, ...]
    scope: Said
    row_is: Said
    facts: tuple[tuple[str, Said], ...]
    absent: tuple[AbsentSuggestion, ...]
    period: tuple[str, str, str] | None = None
    notes: tuple[str, ...] = ()


SURE = 0.75
"""Lines that are at least so sure count as accepted unless a person says otherwise."""


class Decision(StrEnum):
    """What a person says of a line; `OPEN` is nothing yet."""

    OPEN = ""
    ACCEPT = "accept"
    CHANGE = "change"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Line:
    """One line to decide: its id, in words what it says, the suggestion, and the decision.

    `value` is what stands instead, where the decision is to change it.
    """

    id: str
    what: str
    suggestion: str
    confidence: float
    reason: str
    decision: Decision = Decision.OPEN
    value: str = ""

    @property
    def decided(self) -> str | None:
        """What holds: the suggestion, the value instead of it, or nothing."""
        if self.decision is Decision.CHANGE:
            return self.value
        return self.suggestion if self.decision is Decision.ACCEPT else None


@dataclass(frozen=True)
class Draft:
    """A profile made of decided lines; `open` are the lines that still have to be decided.

    `identifying` names the columns for which a file is refused as long as it has them.
    """

    text: str
    open: tuple[str, ...]
    lines: tuple[Line, ...]
    identifying: tuple[str, ...] = ()

"""Quality counts of sites, items and months, exact; they are judged apart and protected after."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from tiig.model.coverage import Standing
from tiig.model.months import Month


class Outcome(StrEnum):
    """What a target says of a count.

    Nothing to ask is *not applicable*, never met; counts that are missing or contradict
    themselves are an *error*, never missed.
    """

    MET = "met"
    MISSED = "missed"
    NOT_APPLICABLE = "not applicable"
    ERROR = "error"


class Dimension(StrEnum):
    """What a target looks at; `KNOWN` is the share that can be used, not known left out."""

    COMPLETENESS = "completeness"
    KNOWN = "known"
    VALIDITY = "validity"
    TIMELINESS = "timeliness"
    VOLUME = "volume"


class Level(Protocol):
    """What a count is judged by: `at_least` so many per cent, or `at_most` so many days."""

    @property
    def at_least(self) -> int | None:
        """The least share that meets it, in per cent."""
        ...

    @property
    def at_most(self) -> int | None:
        """The most days that meet it."""
        ...


@dataclass(frozen=True)
class Share:
    """A part of a whole, in rows; divided last, so that shares can be added."""

    part: int
    whole: int

    def __add__(self, other: Share) -> Share:
        """Add parts and wholes."""
        return Share(self.part + other.part, self.whole + other.whole)

    @property
    def sound(self) -> bool:
        """Whether the part lies inside the whole."""
        return 0 <= self.part <= self.whole


@dataclass(frozen=True)
class ItemCount:
    """One item in one site-month: the rows it applies to, by what they say of it.

    `known` can be used; `partly` are moments with a date and no time; `not_known` is an
    answer and no use; `faulty` cannot be read or is not mapped; `blank` says nothing, and
    so does `not_sent`, because the sender's file has no such column. `counted` is False
    where rows are in force that nobody counted this item in.
    """

    site: str
    month: Month
    item: str
    rows: int = 0
    known: int = 0
    partly: int = 0
    not_known: int = 0
    faulty: int = 0
    blank: int = 0
    not_sent: int = 0
    counted: bool = True

    @property
    def sound(self) -> bool:
        """Whether the rows are what their parts add up to."""
        return self.counted and self.rows == self.answered + self.missing

    @property
    def answered(self) -> int:
        """Rows that say anything of the item, if only that it is not known."""
        return self.known + self.partly + self.not_known + self.faulty

    @property
    def missing(self) -> int:
        """Rows that say nothing of it."""
        return self.blank + self.not_sent

    @property
    def completeness(self) -> Share:
        """How many of the rows say anything of the item."""
        return Share(self.answered, self.rows)

    @property
    def usable(self) -> Share:
        """How many of the rows have a value that can be used."""
        return Share(self.known, self.rows)

    @property
    def validity(self) -> Share:
        """How many of the answers can be read and are mapped."""
        return Share(self.answered - self.faulty, self.answered)

    @property
    def unknown(self) -> Share:
        """How many of the rows say that it is not known."""
        return Share(self.not_known, self.rows)


@dataclass(frozen=True)
class MonthCount:
    """One site-month as a whole: how it stands, how many rows, and when they were received.

    `usual` is the median of the rows of the site's months in force in the twelve before
    (None: fewer than three). `days` runs from the end of the month to the receipt of what
    is in force (None: nothing is); `history` says that the month was over before the
    sender began to send, so that it could not be in time.
    """

    site: str
    month: Month
    standing: Standing
    rows: int = 0
    usual: int | None = None
    days: int | None = None
    history: bool = False

    @property
    def volume(self) -> Share:
        """The rows beside the usual number; nothing to compare where there is none."""
        return Share(self.rows, self.usual or 0)


@dataclass(frozen=True)
class QualityCounts:
    """All counts of an answer: items by site and month, and the site-months themselves."""

    items: tuple[ItemCount, ...]
    months: tuple[MonthCount, ...]

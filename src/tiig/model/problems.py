"""Problems of the data's quality: what went wrong at a site, since when, and how far."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tiig.kit.hashing import digest
from tiig.model.months import Month, Period
from tiig.model.quality import Share


class ProblemKind(StrEnum):
    """What went wrong, in the words of a work list."""

    MISSING = "missing"
    FIELD_LOST = "field lost"
    NOT_KNOWN = "not known"
    DEFAULT = "default value"
    ONE_ENTRY = "one entry too often"
    UNMAPPED = "unmapped"
    WITHOUT_TIME = "date without time"
    NOT_USABLE = "not usable"
    ASCERTAINMENT = "intent less often known"
    ASSAULTS = "assaults recorded otherwise"
    LESS_USABLE = "fewer usable records"
    PLACE_WORDS = "place in words"
    CONTRADICTING = "contradicting"
    IMPLAUSIBLE = "implausible"
    REPEATED = "repeated"
    VOLUME = "volume"
    FILTER = "filter change"
    CODING = "coding change"
    ABSENT = "absent month"
    LATE_JOINER = "late joiner"


class Shape(StrEnum):
    """How it came: from one month to the next, or little by little."""

    STEP = "step"
    DRIFT = "slow drift"


class ProblemState(StrEnum):
    """How it stands at the last month that the site has in force.

    What was found within its last three months is new; what went away and came back recurs.
    """

    NEW = "new"
    PERSISTING = "persisting"
    RESOLVED = "resolved"
    RECURRING = "recurring"


_ID_LENGTH = 8
NOTHING = Share(0, 0)
"""The share of a problem that compares none."""


@dataclass(frozen=True)
class Problem:
    """One problem of one site: its item (empty: the site-month as a whole), kind and months.

    `first` to `last` are the months that it is seen in, `found` the month whose figures made it
    sure. `before` and `during` are the shares that are compared (nothing of nothing where the
    kind has none), `also` other measures that moved with it, `chance` how often chance alone
    does as much in one comparison.
    """

    site: str
    item: str
    measure: str
    kind: ProblemKind
    first: Month
    last: Month
    found: Month
    state: ProblemState
    evidence: str
    shape: Shape = Shape.STEP
    before: Share = NOTHING
    during: Share = NOTHING
    chance: float = 0.0
    also: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Its name in commands: what it is and when it began, so that it is equal every day.

        Months that come later may move its beginning; it has another name then.
        """
        told = [self.site, self.item, self.measure, self.kind, str(self.first)]
        return digest(told)[:_ID_LENGTH]

    @property
    def months(self) -> int:
        """How many months it is seen in, both ends included."""
        return self.last.index - self.first.index + 1

    @property
    def rows(self) -> float:
        """How many rows more (or fewer) it touched than the months before lead one to expect."""
        if not self.before.whole or not self.during.whole:
            return 0.0
        usual = self.before.part / self.before.whole * self.during.whole
        return abs(self.during.part - usual)


@dataclass(frozen=True)
class ProblemLine:
    """One problem with the names of its department and item (empty: months as a whole)."""

    problem: Problem
    site_name: str
    item_label: str


@dataclass(frozen=True)
class Problems:
    """The problems of departments, by site, item and month, and the months looked at."""

    lines: tuple[ProblemLine, ...]
    period: Period

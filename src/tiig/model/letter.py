"""What a department is told of its own records: exact, for the sender alone, without a value.

The third kind of publication beside `Cleared` and `Receipt` (decision 0037): shares that gate
two made under `own-submission`, and counts of records by what they tell and lack.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from tiig.kit.hashing import digest
from tiig.kit.plain import as_plain
from tiig.model.cleared_quality import ClearedQuality
from tiig.model.coverage import Standing
from tiig.model.effects import Stretch, Verdict
from tiig.model.months import Month
from tiig.model.problems import ProblemKind
from tiig.model.quality import Share
from tiig.model.release_use import UseKind

PARTS = ("date", "place", "weapon")
"""What makes a record usable, in the order in which a pattern's digits stand."""


@dataclass(frozen=True)
class UsableCount:
    """Recorded assaults of a month by what they tell: `by_lack` has the parts that are lacking."""

    month: Month
    by_lack: tuple[tuple[tuple[str, ...], int], ...]

    @property
    def assaults(self) -> int:
        """All recorded assaults."""
        return sum(count for _, count in self.by_lack)

    @property
    def usable(self) -> int:
        """Those that lack nothing."""
        return sum(count for lack, count in self.by_lack if not lack)


@dataclass(frozen=True)
class Ask:
    """The one thing to ask: `records` of `assaults` lacked this part and nothing else.

    Of these about `could` would have been told, with 95 % between `low` and `high`: some cannot
    or will not tell.
    """

    part: str
    records: int
    assaults: int
    could: int
    low: int
    high: int


@dataclass(frozen=True)
class UsedFor:
    """What a release that rests on the department's records led to."""

    kind: UseKind
    what: str
    organisation: str
    on_day: date


@dataclass(frozen=True)
class EffectTold:
    """What came after an action, in the department's own months alone.

    `label` names what was measured and `better` whether more of it is ("higher", "lower").
    Of `others` departments without such an action, `less` changed by less: their figures are
    not told. `others` is 0 where there are too few of them to hide behind each other.
    """

    done: str
    month: Month
    label: str
    better: str
    verdict: Verdict
    before: Stretch
    after: Stretch
    others: int = 0
    less: int = 0


@dataclass(frozen=True)
class ActionTold:
    """An action at the department, without who owns it and without the notes on it."""

    finding: str
    kind: str
    due: date
    state: str
    effect: EffectTold | None = None


class News(StrEnum):
    """How a problem stands beside what the department's last letter told."""

    NEW = "new"
    BACK = "back again"
    STILL = "still there"
    OVER = "over"


@dataclass(frozen=True)
class ProblemTold:
    """A problem of the department's own rows: since when, how far, and what is new about it.

    `before` and `during` are shares of its own rows (nothing of nothing where the kind compares
    with others), `last` is the last month in which it was seen.
    """

    item: str
    label: str
    kind: ProblemKind
    drift: bool
    first: Month
    last: Month
    news: News
    before: Share
    during: Share


@dataclass(frozen=True)
class ItemStates:
    """How many rows say what of an item, among the rows that it is asked of."""

    item: str
    label: str
    applies: str
    states: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class FindingTold:
    """Rows of a file that met a rule; no value and no row number (the receipt has those)."""

    submission: str
    rule: str
    item: str
    column: str
    effect: str
    sentence: str
    advice: str
    rows: int


@dataclass(frozen=True)
class FileTold:
    """A submission of which something is in force in the month."""

    submission: str
    received: str
    profile: str
    read: int
    stored: int
    set_aside: int
    ignored: int


@dataclass(frozen=True)
class Technical:
    """What informatics needs beside the letter: states by item, findings by rule, files."""

    states: tuple[ItemStates, ...] = ()
    findings: tuple[FindingTold, ...] = ()
    files: tuple[FileTold, ...] = ()


@dataclass(frozen=True)
class Letter:
    """A department's month: quality of the months up to it, what records lack, what they did.

    `usable` has the months that were counted, oldest first; `since` is the day of the letter
    before (None: the first one), from which on `uses` were entered.
    """

    site: str
    name: str
    sender: str
    month: Month
    quality: ClearedQuality
    usable: tuple[UsableCount, ...]
    ask: Ask | None
    uses: tuple[UsedFor, ...]
    since: date | None
    actions: tuple[ActionTold, ...]
    problems: tuple[ProblemTold, ...]
    technical: Technical
    counting_rule: tuple[str, ...]

    @property
    def standing(self) -> Standing:
        """How the month stands."""
        return self.quality.by_month[self.site, self.month].standing

    @property
    def of_month(self) -> UsableCount | None:
        """The records of the month itself; None where they were never counted so."""
        return next((one for one in self.usable if one.month == self.month), None)

    @property
    def digest(self) -> str:
        """Name all that is told by its content."""
        told = [
            [[str(one.month), one.by_lack] for one in self.usable],
            None if self.ask is None else asdict(self.ask),
            [[one.kind, one.what, one.organisation, str(one.on_day)] for one in self.uses],
            str(self.since),
            as_plain(self.actions),
            as_plain(self.problems),
            asdict(self.technical),
        ]
        return digest([self.site, str(self.month), self.quality.shown_digest, told])

"""Submissions, what is in force for a site-month, and the states between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from tiig.kit.hashing import digest
from tiig.model.days import Days
from tiig.model.months import Month
from tiig.model.profile import Scope

_NAME_LETTERS = 32


class SubmissionState(StrEnum):
    """Where a submission stands."""

    RECEIVED = "received"
    HELD = "held"
    IN_FORCE = "in force"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


MOVES: dict[SubmissionState, frozenset[SubmissionState]] = {
    SubmissionState.RECEIVED: frozenset(
        {SubmissionState.HELD, SubmissionState.IN_FORCE, SubmissionState.REFUSED}
    ),
    SubmissionState.HELD: frozenset({SubmissionState.IN_FORCE, SubmissionState.WITHDRAWN}),
    SubmissionState.IN_FORCE: frozenset({SubmissionState.SUPERSEDED, SubmissionState.WITHDRAWN}),
    SubmissionState.SUPERSEDED: frozenset({SubmissionState.IN_FORCE, SubmissionState.WITHDRAWN}),
    SubmissionState.WITHDRAWN: frozenset(),
    SubmissionState.REFUSED: frozenset(),
}
"""Which state may follow which. SUPERSEDED returns IN_FORCE when its successor is withdrawn."""


@dataclass(frozen=True, order=True)
class SiteMonth:
    """One site in one month: the grain at which data are kept, whole or in parts."""

    site: str
    month: Month


@dataclass(frozen=True)
class Tally:
    """Rows of one file: `read` counted from the bytes = stored + set aside + ignored."""

    read: int
    stored: int
    set_aside: int
    ignored: int

    @property
    def balances(self) -> bool:
        """Tell whether nothing was lost."""
        return self.read == self.stored + self.set_aside + self.ignored


@dataclass(frozen=True)
class Submission:
    """One file of one sender, or a nil return, for declared site-months."""

    id: str
    sender: str
    profile: str
    state: SubmissionState
    received_at: datetime
    fingerprint: str
    key: str
    period: str
    sites: tuple[str, ...]
    tally: Tally
    original: str | None = None
    nil: bool = False
    synthetic: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pack:
    """An immutable encrypted Parquet file of the lake.

    `sha256` is that of the ciphertext; `content` a keyed digest of the rows, equal for
    equal rows whatever the encryption.
    """

    id: str
    rows: int
    sha256: str
    content: str
    written_at: datetime
    standard: str


@dataclass(frozen=True)
class Pair:
    """A (revision, derivation) of one site-month or a part of it, and when it was in force.

    `revision` is what the sender told us (a submission), `derivation` how we read it
    (profile, standard, rules, code). `known_until` None means in force now. `rows` counts
    the stored rows; a nil return has none and is a true zero. `first_day` and `last_day` are
    None where the month's own are meant.
    """

    id: str
    site: str
    month: Month
    revision: str
    derivation: str
    sender: str
    scope: Scope
    tells_assaults: bool
    rows: int
    packs: tuple[str, ...]
    settled_at: datetime
    known_from: datetime
    known_until: datetime | None = None
    nil: bool = False
    synthetic: bool = False
    first_day: date | None = None
    last_day: date | None = None

    @property
    def site_month(self) -> SiteMonth:
        """The site-month that the pair speaks for, if only for a part of it."""
        return SiteMonth(self.site, self.month)

    @property
    def whole(self) -> bool:
        """Whether the pair speaks for all days of its month."""
        return self.first_day is None and self.last_day is None

    @property
    def days(self) -> Days:
        """The days that the pair speaks for."""
        return Days.in_month(self.month, self.first_day, self.last_day)


@dataclass(frozen=True)
class Derivation:
    """How rows were read: versions of everything that decides what a row means.

    `lookup` names the one by which postcodes became areas of residence; empty: none did.
    `codes` is the version of the code map that explained what nothing else did; empty: none.
    """

    id: str
    profile: str
    standard: str
    rules: str
    code: str
    lookup: str = ""
    codes: str = ""

    @classmethod
    def of(cls, **parts: str) -> Self:
        """Return the derivation of these versions, named by them; empty ones are as not said."""
        said = {name: part for name, part in parts.items() if part}
        return cls(id=digest(said)[:_NAME_LETTERS], **said)


@dataclass(frozen=True)
class MeasureCount:
    """A stored quality count of one site-month: `count` out of `out_of`, never judged."""

    site: str
    month: Month
    item: str
    measure: str
    count: int
    out_of: int


@dataclass(frozen=True)
class FindingCount:
    """How often one rule was missed in one column of one submission."""

    rule: str
    item: str
    column: str | None
    effect: str
    rows: int


@dataclass(frozen=True)
class LocalValue:
    """A local value that may be listed: it passed the detectors, is short and frequent."""

    sender: str
    item: str
    number: int
    value: str
    first_seen: datetime


@dataclass(frozen=True)
class Release:
    """The ledger row of one answer: who asked what, under which preset, and what was shown.

    `organisation` is who receives it; `agreement` the agreement that allows it (`id@version`),
    None where none is needed.
    """

    id: str
    at: datetime
    person: str
    organisation: str
    purpose: str | None
    questions: str
    manifest: str
    preset: str
    shown: str
    agreement: str | None = None

"""The audit trail: rows in a chain of hashes, and signed heads that others keep.

Each row's hash covers the row and the hash before it, so that the newest hash - the head -
stands for all of them. No field holds a value of a file: they are ids, counts, kinds from a
closed list, and sentences that gate one's detectors have searched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol

from tiig.kit.hashing import canonical_json

_MARK = "tiig-audit-head-1"
_MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"
_NEVER = datetime.fromtimestamp(0, UTC)
_WORD = r"[A-Za-z0-9_=.:+\-]+"
_TOKEN = re.compile(
    rf"{_MARK}\s+(?P<number>\d{{1,18}})\s+(?P<hash>[0-9a-f]{{64}})\s+(?P<at>\d{{4}}-{_WORD}Z)"
    rf"\s+(?P<key>{_WORD})\s+(?P<public>[0-9a-f]{{64}})\s+(?P<signature>[0-9a-f]{{128}})"
)


class Ours(str):
    """A sentence of the house about what it knows by name, such as an agreement's recipient.

    It is kept without a search: a trust may bear a person's name. Nothing that an asker writes
    belongs into it.
    """

    __slots__ = ()


def moment_text(at: datetime) -> str:
    """Write a moment in UTC to the microsecond, in fixed width: it sorts as time does."""
    return at.astimezone(UTC).strftime(_MOMENT)


class AuditKind(StrEnum):
    """What a row of the trail tells of; `change` is any write that no other kind names."""

    WORKSPACE = "workspace"
    SENDER = "sender"
    AGREEMENT = "agreement"
    SUBMISSION = "submission"
    NIL_RETURN = "nil return"
    WITHDRAWAL = "withdrawal"
    REMINDER = "reminder"
    INCIDENT = "incident"
    GEOGRAPHY = "geography"
    STANDARD = "standard"
    ANSWER = "answer"
    RECEIPT = "receipt"
    RECOMPUTED = "recomputed"
    LOOK = "look"
    ORIGINAL = "original"
    KEYS = "keys"
    RETENTION = "retention"
    ERASURE = "erasure"
    PLACE = "place"
    CODES = "codes"
    PROGRAMME = "programme"
    USE = "use"
    DECLINED = "declined"
    BACKUP = "backup"
    HEALING = "healing"
    DISTRUST = "distrust"
    CHANGE = "change"


@dataclass(frozen=True)
class AuditRow:
    """One row of the trail: who did what to which things, for what, under what, and when.

    `subjects` are ids (submissions, releases, profiles, geographies). `hash` is the SHA-256
    of the hash before it and of the row itself.
    """

    number: int
    at: datetime
    person: str
    organisation: str
    channel: str
    authenticated: bool
    purpose: str | None
    because: str
    agreement: str | None = None
    kind: AuditKind = AuditKind.CHANGE
    subjects: tuple[str, ...] = ()
    hash: str = ""


@dataclass(frozen=True)
class AuditAsked:
    """Which rows are wanted: `since` is included, `until` is not; `last` keeps the newest.

    `through` is the number of the last row that is looked at.
    """

    since: datetime | None = None
    until: datetime | None = None
    kind: AuditKind | None = None
    person: str | None = None
    last: int | None = None
    through: int | None = None

    def wants(self, row: AuditRow) -> bool:
        """Tell whether a row is meant, `last` apart."""
        return (
            (self.through is None or row.number <= self.through)
            and (self.since is None or row.at >= self.since)
            and (self.until is None or row.at < self.until)
            and (self.kind is None or row.kind is self.kind)
            and (self.person is None or row.person == self.person)
        )


EVERY_ROW = AuditAsked()


@dataclass(frozen=True)
class Head:
    """The end of the trail at one moment, signed: who keeps it can show that rows are gone.

    `public` and `signature` are Ed25519 in hexadecimal, empty where nothing could sign.
    """

    number: int
    hash: str
    at: datetime
    key: str = ""
    public: str = ""
    signature: str = ""

    @property
    def moment(self) -> str:
        """The moment of the row, as the trail stores it."""
        return moment_text(self.at)

    @property
    def statement(self) -> bytes:
        """What is signed."""
        told = {"head": _MARK, "number": self.number, "hash": self.hash, "at": self.moment}
        return canonical_json(told).encode()

    @property
    def token(self) -> str:
        """One line that can be printed, mailed and read back."""
        parts = (_MARK, str(self.number), self.hash, self.moment)
        return " ".join((*parts, self.key, self.public, self.signature))


def heads_in(text: str) -> tuple[Head, ...]:
    """Return every head whose token stands in a text: a receipt, a mail, a file of `head -o`."""
    return tuple(_head(found) for found in _TOKEN.finditer(text))


def _head(found: re.Match[str]) -> Head:
    return Head(
        number=int(found["number"]),
        hash=found["hash"],
        at=moment_of(found["at"]),
        key=found["key"],
        public=found["public"],
        signature=found["signature"],
    )


def moment_of(text: str) -> datetime:
    """Read a moment of a head; one that is none cannot have been signed: any other will do."""
    try:
        found = datetime.strptime(text, _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return _NEVER
    return found if moment_text(found) == text else _NEVER


class Signer(Protocol):
    """Signs heads, and knows its own signatures again; the keyring is one."""

    def signed(self, head: Head) -> Head:
        """Return the head with key, public key and signature."""
        ...

    def attests(self, head: Head) -> bool:
        """Tell whether one of our keys signed exactly this."""
        ...


TextSearch = Callable[[str], Collection[str]]
"""Returns the kinds of direct identifiers in a text."""


@dataclass(frozen=True)
class AuditCheck:
    """What the verification of the whole trail found, as sentences; `rows` were read.

    `warnings` do not say that anything was altered: a clock was set back.
    """

    rows: int
    head: Head | None
    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    anchored: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

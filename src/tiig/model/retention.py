"""How long copies are kept, and what a run of retention came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from tiig.kit.plain import as_plain
from tiig.model.agreement import Retention
from tiig.model.destruction import Doomed


@dataclass(frozen=True)
class Terms:
    """How long copies of a submission are kept, and the agreement that says so (None: none).

    With `keeps_frequent` phrases that were seen often enough outlive the others, but never the
    agreement's `last_day`.
    """

    retention: Retention
    agreement: str | None = None
    keeps_frequent: bool = False
    last_day: date | None = None

    def kept_until(self, received: datetime) -> datetime:
        """Return when phrases that outlived the others must go too: at once where none may."""
        if not self.keeps_frequent or self.last_day is None:
            return received
        ends = datetime.combine(self.last_day + timedelta(days=1), time(), UTC)
        days = self.retention.frequent_phrases_days
        return ends if days is None else min(ends, received + timedelta(days=days))

    def length_of(self, kind: Doomed) -> timedelta:
        """Return how long a kind of copy is kept, counted from when the file was received."""
        if kind is Doomed.ORIGINAL:
            return timedelta(days=self.retention.originals_days)
        if kind is Doomed.PHRASES:
            return timedelta(days=self.retention.phrases_days)
        return timedelta(hours=self.retention.refused_hours)


@dataclass(frozen=True)
class RetentionLine:
    """One copy: what it is, when it was received, and when it had or has to go."""

    submission: str
    sender: str
    kind: str
    received_at: datetime
    due_at: datetime
    agreement: str | None


@dataclass(frozen=True)
class PhrasesKept:
    """How many phrases of a sender were sealed on, and how many were or will be destroyed.

    Those that go have had their date and were not seen often enough, or are no longer.
    """

    sender: str
    kept: int
    gone: int


@dataclass(frozen=True)
class RetentionReport:
    """What was destroyed (or is due, in a dry run), what stays, and whom no agreement covers.

    `finished` were left from a run before; `undone` files wait for the next command, because
    the disk failed.
    """

    at: datetime
    dry_run: bool
    due: tuple[RetentionLine, ...]
    kept: int
    next_due: datetime | None
    without_dates: tuple[str, ...]
    finished: int = 0
    undone: int = 0
    phrases: tuple[PhrasesKept, ...] = ()

    def counts(self) -> dict[str, int]:
        """Return how many copies of each kind are due."""
        kinds = [line.kind for line in self.due]
        return {kind: kinds.count(kind) for kind in sorted(set(kinds))}

    def as_json(self) -> dict[str, object]:
        """Return what `--json` prints."""
        told = {name: as_plain(value) for name, value in vars(self).items()}
        return {**told, "counts": self.counts()}

"""How long copies are kept, and what a run of retention came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tiig.kit.plain import as_plain
from tiig.model.destruction import Doomed


@dataclass(frozen=True)
class Retention:
    """How long copies of what a sender sent are kept, counted from when it was received.

    `refused_hours` is for the sealed copy of a file that was refused.
    """

    originals_days: int
    phrases_days: int
    refused_hours: int
    agreement: str | None = None

    def length_of(self, kind: Doomed) -> timedelta:
        """Return how long a kind of copy is kept."""
        if kind is Doomed.ORIGINAL:
            return timedelta(days=self.originals_days)
        if kind is Doomed.PHRASES:
            return timedelta(days=self.phrases_days)
        return timedelta(hours=self.refused_hours)


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
class RetentionReport:
    """What was destroyed (or is due, in a dry run), what stays, and whom no agreement covers."""

    at: datetime
    dry_run: bool
    due: tuple[RetentionLine, ...]
    kept: int
    next_due: datetime | None
    without_dates: tuple[str, ...]
    finished: int = 0

    def counts(self) -> dict[str, int]:
        """Return how many copies of each kind are due."""
        kinds = [line.kind for line in self.due]
        return {kind: kinds.count(kind) for kind in sorted(set(kinds))}

    def as_json(self) -> dict[str, object]:
        """Return what `--json` prints."""
        told = {name: as_plain(value) for name, value in vars(self).items()}
        return {**told, "counts": self.counts()}

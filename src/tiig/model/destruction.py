"""Orders to destroy stored files: what, when, why, and whether it has been done.

An order is committed before anything is destroyed, so that whoever starts next can finish
what a crash broke off, and a copy that comes back from elsewhere is destroyed again.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

_PHRASES = "-phrases"
_KEPT = "-kept" + _PHRASES


class Doomed(StrEnum):
    """Kinds of stored files that are destroyed on purpose."""

    ORIGINAL = "original"
    PHRASES = "phrases"
    KEPT_PHRASES = "kept phrases"
    REFUSED = "refused copy"
    PACK = "pack"
    SOME_PHRASES = "unused phrases"


@dataclass(frozen=True)
class Destruction:
    """One order: `subject` is the file's id; `done_at` None means ordered and not yet done.

    `agreement` names the one whose dates ask for it, None where it is not a matter of dates.
    """

    id: str
    kind: Doomed
    subject: str
    submission: str
    because: str
    ordered_at: datetime
    agreement: str | None = None
    done_at: datetime | None = None

    def is_open(self, there: Collection[str]) -> bool:
        """Tell whether there is something to do: it was not done, or the file is back."""
        back = self.kind is not Doomed.SOME_PHRASES and self.subject in there
        return self.done_at is None or back


def phrases_of(submission: str) -> str:
    """Return the id under which a submission's phrases are kept."""
    return submission + _PHRASES


def kept_phrases_of(submission: str) -> str:
    """Return the id under which those of its phrases are kept that may outlive their date."""
    return submission + _KEPT


def phrase_tables_of(submission: str) -> tuple[str, ...]:
    """Return the ids of every table that may hold phrases of a submission."""
    return phrases_of(submission), kept_phrases_of(submission)


def is_phrases(name: str) -> bool:
    """Tell whether a sealed file holds phrases."""
    return name.endswith(_PHRASES)

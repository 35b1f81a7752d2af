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


class Doomed(StrEnum):
    """Kinds of stored files that are destroyed on purpose."""

    ORIGINAL = "original"
    PHRASES = "phrases"
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


def is_phrases(name: str) -> bool:
    """Tell whether a sealed file holds phrases."""
    return name.endswith(_PHRASES)

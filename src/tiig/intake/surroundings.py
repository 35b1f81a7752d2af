"""What the way in asks of the world around a file: little, so that a hospital can offer it too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from tiig.model.code_map import CodeDecision
from tiig.model.ports import Clock
from tiig.model.submission import LocalValue, Pair, Submission
from tiig.standard import Standard


class KnownBefore(Protocol):
    """What is known of a sender before a file is read."""

    def local_values(self, sender: str) -> tuple[LocalValue, ...]:
        """Return the listed local values of a sender."""
        ...

    def local_counters(self, sender: str) -> Mapping[str, int]:
        """Return the next free number of local values, by item."""
        ...

    def code_decisions(self) -> tuple[CodeDecision, ...]:
        """Return what was decided of local values, oldest first."""
        ...

    def pairs(self, *, as_known_at: datetime | None = None) -> tuple[Pair, ...]:
        """Return the pairs in force."""
        ...

    def submissions(self, sender: str | None = None) -> tuple[Submission, ...]:
        """Return submissions, oldest first."""
        ...

    def receipt(self, submission: str) -> str | None:
        """Return a receipt as JSON."""
        ...


class Surroundings(Protocol):
    """What judging a file needs; `Services` and the hospital's `AtHospital` both give it."""

    @property
    def catalogue(self) -> KnownBefore:
        """What is known already."""
        ...

    @property
    def clock(self) -> Clock:
        """The present moment."""
        ...

    @property
    def standard(self) -> Standard:
        """The data standard in use."""
        ...

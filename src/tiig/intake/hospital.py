"""What preparing a file needs at the hospital: no workspace, no catalogue, nothing known before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tiig.model.code_map import CodeDecision
from tiig.model.ports import Clock
from tiig.model.submission import LocalValue, Pair, Submission
from tiig.standard import Standard


class NothingKnown:
    """Stands where TIIG has its catalogue: the hospital keeps no memory between files."""

    def local_values(self, _sender: str) -> tuple[LocalValue, ...]:
        """Return no local value."""
        return ()

    def local_counters(self, _sender: str) -> Mapping[str, int]:
        """Return no counter."""
        return {}

    def code_decisions(self) -> tuple[CodeDecision, ...]:
        """Return no decision: what TIIG decided counts when the package is read."""
        return ()

    def pairs(self, *, as_known_at: datetime | None = None) -> tuple[Pair, ...]:
        """Return that nothing is in force."""
        del as_known_at
        return ()

    def submissions(self, _sender: str | None = None) -> tuple[Submission, ...]:
        """Return no submission."""
        return ()

    def receipt(self, _submission: str) -> str | None:
        """Return no receipt."""
        return None


@dataclass(frozen=True)
class AtHospital:
    """The standard, the clock, and the version of the program; built by `wiring`."""

    standard: Standard
    clock: Clock
    code_version: str
    catalogue: NothingKnown = field(default_factory=NothingKnown)

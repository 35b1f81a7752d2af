"""What is handed over: files in order, each with what should become of it, and nil returns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tiig.model.months import Month


class Fate(StrEnum):
    """What should become of a file."""

    TAKEN = "in force"
    HELD = "held"
    REFUSED = "refused"
    KNOWN = "known already"
    TURNED_AWAY = "turned away"
    """It is not even received: nothing is there to be judged."""


@dataclass(frozen=True)
class SentFile:
    """One file; `about` says what is particular about it, `month` is None where it says so itself.

    `set_aside` are the rows that must be set aside if it is taken; `error` the kind of
    error for which it is refused, where that is planned.
    """

    path: Path
    sender: str
    month: Month | None
    fate: Fate = Fate.TAKEN
    about: str = ""
    rows: int = 0
    set_aside: int = 0
    error: str = ""


@dataclass(frozen=True)
class NilReturn:
    """A site that declares that there was nothing to report."""

    sender: str
    site: str
    month: Month


@dataclass(frozen=True)
class DueProfile:
    """A sender profile that the month's files need for the first time."""

    path: Path
    sender: str
    version: int


@dataclass(frozen=True)
class Batch:
    """What comes in one month: profiles that are due, then files, then nil returns.

    `news` are sentences on what the senders let the house know beforehand.
    """

    month: Month
    news: tuple[str, ...]
    profiles: tuple[DueProfile, ...]
    files: tuple[SentFile, ...]
    nils: tuple[NilReturn, ...]

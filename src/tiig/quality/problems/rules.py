"""The written limits of problems, and which measure speaks of which kind (ADR 0034).

The limits are constants and no settings: a problem means the same everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from tiig.model.problems import ProblemKind
from tiig.quality.problems.grid import VOLUME
from tiig.quality.problems.volumes import TIMES
from tiig.standard.quality import NODE

CHANCE = 5e-5
"""What chance alone does less often than this, in one comparison, is a problem."""
SIDE_CHANCE = 1e-6
"""The same for what moves for good reasons too: volume, assaults and categories."""
FEWEST_POINTS = 0.02
"""Shares that differ by less are left alone however many rows there are."""
WINDOWS = (1, 2, 3, 4, 6, 9, 12)
"""The last so many months are held against all before them: jumps at once, drifts by sum."""
FEWEST_MONTHS = 3
"""Months with rows before the window, under which nothing is usual."""
VOLUME_MONTHS, VOLUME_LEAST = 6, 0.1
"""The same for volume, and the part of the usual rows by which it must differ."""
FEWEST_ROWS = 8
"""Rows in these months, under which nothing is usual."""
LEAST_SPREAD = 0.0002
"""Two rows of one month are always held to be alike by so much: no department is a coin."""

RESOLVED_ODDS = 100.0
"""How much likelier recent months must be under the usual share than under the problem's."""
RESOLVED_MONTHS = (1, 2, 3, 4)
"""The recent months that may show it."""
NEW_MONTHS = 3
"""A problem is new in the month that found it and so many less one after it."""

DRIFT_MONTHS = 4
"""Months that a slow drift lasts at least, before it is told from a jump."""
LOST = 0.02
"""A field that was filled is lost where so small a share still is."""
GONE = 0.1
"""A category is gone where no more than this part of its usual share is left."""
TAKEN_OVER = 0.05
"""A category that grew by more than the others' going explains has taken answers over."""


@dataclass(frozen=True)
class Watched:
    """A measure that is watched: where it gets worse (1 up, -1 down), and the kind it speaks of.

    `rank` settles which measure names a problem that several show: the lowest first. Shares that
    differ by less than `least`, or have fewer usual `months` before, are left alone.
    """

    worse: tuple[int, ...]
    kind: ProblemKind
    word: str
    rank: int = 0
    chance: float = CHANCE
    least: float = FEWEST_POINTS
    months: int = FEWEST_MONTHS


WATCHED = {
    "completeness": Watched((-1,), ProblemKind.MISSING, "say anything"),
    "unknown": Watched((1,), ProblemKind.NOT_KNOWN, "say that it is not known"),
    "default": Watched((1,), ProblemKind.DEFAULT, "are a default value"),
    "validity": Watched((-1,), ProblemKind.UNMAPPED, "can be read and are explained"),
    "part": Watched((1,), ProblemKind.WITHOUT_TIME, "are a date without a time"),
    "commonest": Watched((1,), ProblemKind.ONE_ENTRY, "are the most frequent answer", 1),
    "known": Watched((-1,), ProblemKind.NOT_USABLE, "can be used", 2),
    "consistency": Watched((-1,), ProblemKind.CONTRADICTING, "contradict nothing"),
    "plausibility": Watched((-1,), ProblemKind.IMPLAUSIBLE, "are plausible"),
    "uniqueness": Watched((-1,), ProblemKind.REPEATED, "repeat no other row"),
    "assaults": Watched((1, -1), ProblemKind.ASSAULTS, "are recorded assaults", 3, SIDE_CHANCE),
    "usable": Watched((-1,), ProblemKind.LESS_USABLE, "tell date, place and weapon", 4),
    VOLUME: Watched(
        (1, -1),
        ProblemKind.VOLUME,
        "of those expected",
        0,
        SIDE_CHANCE,
        VOLUME_LEAST / TIMES,
        VOLUME_MONTHS,
    ),
}
"""By measure. Ascertainment and words of place are the known share of their items."""

CATEGORY = NODE
"""Shares of one category among an item's answers (`is left`) are watched where they are told."""
IN_CATEGORY = Watched((1, -1), ProblemKind.CODING, "are `{category}`", chance=SIDE_CHANCE)

"""The written rules of drift: what is said in a receipt, and what makes a file wait.

The limits are constants and no settings: a receipt means the same everywhere (ADR 0031).
"""

from __future__ import annotations

from dataclasses import dataclass

from tiig.model.drift import About, Change
from tiig.quality.site_months import FEWEST_MONTHS

FEWEST_SHARED = 10
"""Rows of a site-month under which its shares are not compared: a handful proves nothing."""
FEWEST_ROWS = 30
"""Rows of a site-month, had or to be expected, under which its volume holds no file."""

SAID_POINTS, HELD_POINTS = 0.05, 0.20
"""A share that differs from the usual by more is said; that lies so far outside, holds."""
HELD_FAULTY = 0.10
"""Unreadable and unmapped cells hold sooner: they say that the file is read wrongly."""
SAID_OUTSIDE = 0.01
"""So far outside the months before it must lie: a hair's breadth is not worth saying."""
SAID_ERRORS, HELD_ERRORS = 4, 5
"""Standard errors that chance is allowed: four happen once in 16,000 times."""
SAID_EXPECTED, HELD_EXPECTED = 12, 20
"""Rows that must be expected where there are none; of 12, none come once in 160,000 times."""
TIMES = 2
"""A share of assaults or of injuries that doubles or halves holds, however small it is."""

SAID_SWAPPED = 3
"""Rows that lie in the period only with day and month exchanged, from which it is said."""

SAID_VOLUME, HELD_VOLUME = 0.20, 1 / 3
"""A volume that differs from the usual by more is said; holds."""
THIRD_ERRORS = 2
"""Standard errors beyond which a volume that differs by a third is said: small sites have few."""
DAYS_HELD = 3
"""Days on end without rows, beyond those of any month before, that hold a file."""
SAID_WEEK, HELD_WEEK = 1.5, 1.75
"""A week with more than so many times the rows of other weeks is said; was sent twice."""
SAME_CHANCE = 0.1
"""Counts of two months that differ by less than this share of what chance alone makes are alike."""
SAME_CATEGORIES = 20
"""Categories that both months must have before they can be called the same."""
SAME_ROWS = 0.9
"""The smaller of two such months has at least this share of the rows: months differ in length."""


@dataclass(frozen=True)
class DriftRule:
    """One rule: when something is said, and when it holds the file (empty: never)."""

    id: str
    about: About
    said: str
    held: str = ""

    def change(self, sentence: str, *, holds: bool = False) -> Change:
        """Return the change that the rule says of a file."""
        return Change(self.id, self.about, sentence, holds and bool(self.held))


def _points(share: float) -> str:
    return f"{100 * share:.0f} percentage point{'s' if share > SAID_OUTSIDE else ''}"


_OUTSIDE = (
    f"It lies more than {_points(SAID_OUTSIDE)} outside what the months before it had, and "
    "differs from all of them together by "
    f"more than {_points(SAID_POINTS)} and more than {SAID_ERRORS} standard errors."
)
_FAR_OUTSIDE = (
    "It lies more than {points} outside what the months before it had, and more than "
    f"{HELD_ERRORS} standard errors."
)

COLUMN_GONE = DriftRule(
    "column-gone", About.COLUMNS,
    "A column of the last file is not in this one.",
    "The column feeds an item, and the profile is the same as last time.",
)  # fmt: skip
COLUMN_RENAMED = DriftRule(
    "column-renamed", About.COLUMNS,
    "A column has another name than the one that stood in its place in the last file.",
    "It fed an item, and the profile is the same as last time.",
)  # fmt: skip
COLUMN_NEW = DriftRule("column-new", About.COLUMNS, "A column was not in the last file.")
COLUMN_ORDER = DriftRule("column-order", About.COLUMNS, "The columns stand in another order.")
FORMAT_MOVED = DriftRule(
    "format-moved", About.FORMATS,
    f"The share of a column's cells that one date pattern reads. {_OUTSIDE}",
    _FAR_OUTSIDE.format(points=_points(HELD_POINTS)),
)  # fmt: skip
DATES_SWAPPED = DriftRule(
    "dates-swapped", About.FORMATS,
    f"At least {SAID_SWAPPED} rows, and more than half of those outside the declared days, "
    "would lie within them if day and month changed places.",
    f"They are at least {HELD_EXPECTED} rows.",
)  # fmt: skip
SITE_GONE = DriftRule(
    "site-gone", About.SCOPE,
    "A site of the sender that had rows before has none in a month of the file.",
    f"At least {HELD_EXPECTED} rows were to be expected, after {FEWEST_MONTHS} months with rows.",
)  # fmt: skip
GROUP_JUMPED = DriftRule(
    "group-jumped", About.SCOPE,
    f"The share of assaults, or of rows without an injury, is more than {TIMES} times the most or "
    "less than half of the least that the months before had, beyond chance.",
    f"At least {HELD_EXPECTED} rows are or were to be expected.",
)  # fmt: skip
CATEGORY_GONE = DriftRule(
    "category-gone", About.SCOPE,
    "A category that every month before had is in no row, where at least "
    f"{SAID_EXPECTED} rows were to be expected: a filter is on, or a code has gone.",
    f"At least {HELD_EXPECTED} rows were to be expected.",
)  # fmt: skip
SHARE_MOVED = DriftRule(
    "share-moved", About.CODES,
    f"The share of a category among the rows with a value. {_OUTSIDE}",
    _FAR_OUTSIDE.format(points=_points(HELD_POINTS)),
)  # fmt: skip
ONE_VALUE = DriftRule(
    "one-value", About.CODES,
    "All rows with a value have the same one, and other values were usual.",
    f"At least {HELD_EXPECTED} rows of other values were to be expected.",
)  # fmt: skip
CODES_NEW = DriftRule(
    "codes-new", About.CODES,
    "Local values that occur in at least five rows and were not listed before.",
)  # fmt: skip
CODES_GONE = DriftRule(
    "codes-gone", About.CODES,
    "Local values that each of the last files had are in no row, where at least "
    f"{SAID_EXPECTED} rows were to be expected.",
)  # fmt: skip
UNTOLD_MOVED = DriftRule(
    "untold-moved", About.UNTOLD,
    f"The share of rows in which an item is not known, blank or a date without a time. {_OUTSIDE}",
    "It grew. " + _FAR_OUTSIDE.format(points=_points(HELD_POINTS)),
)  # fmt: skip
FAULTY_MOVED = DriftRule(
    "faulty-moved", About.UNTOLD,
    f"The share of rows in which an item is unreadable or unmapped. {_OUTSIDE}",
    "It grew. " + _FAR_OUTSIDE.format(points=_points(HELD_FAULTY)),
)  # fmt: skip
DEFAULTS_MOVED = DriftRule(
    "defaults-moved", About.DEFAULTS,
    "The share of injury times, or of cells, that hold a default: midnight, the arrival, or what "
    f"the profile names. {_OUTSIDE}",
    _FAR_OUTSIDE.format(points=_points(HELD_POINTS)),
)  # fmt: skip
VOLUME_MOVED = DriftRule(
    "volume-moved", About.VOLUME,
    "The rows of a site-month by day lie outside what the months before it had, and differ from "
    f"the usual by more than {SAID_VOLUME:.0%} and {SAID_ERRORS} standard errors, or by more than "
    f"a third and {THIRD_ERRORS}.",
    f"They differ by more than a third and {HELD_ERRORS} standard errors, at least {FEWEST_ROWS} "
    f"rows are or were to be expected, and there are {FEWEST_MONTHS} months to compare with.",
)  # fmt: skip
DAYS_EMPTY = DriftRule(
    "days-empty", About.VOLUME,
    "More days on end than in any month before are without a row, where at least "
    f"{SAID_EXPECTED} rows were to be expected.",
    f"They are at least {DAYS_HELD} days more, {HELD_EXPECTED} rows were to be expected, and there "
    "is a month to compare with.",
)  # fmt: skip
WEEK_TWICE = DriftRule(
    "week-twice", About.VOLUME,
    f"Seven days on end have more than {SAID_WEEK} times the rows of as many other days of the "
    f"month, beyond {SAID_ERRORS} standard errors, and more times than in any month before.",
    f"They have more than {HELD_WEEK} times the rows, {HELD_ERRORS} standard errors more, at least "
    f"{HELD_EXPECTED} are usual, and there is a month to compare with.",
)  # fmt: skip
SAME_MONTH = DriftRule(
    "same-month", About.VOLUME,
    "The counts of all categories are closer to those of another month than those of two months "
    "ever are by chance: probably the same rows under another date.",
    "Always.",
)  # fmt: skip
ROWS_REPLACED = DriftRule(
    "rows-replaced", About.VOLUME,
    "A site-month that is sent again has another number of rows than what it replaces. The file "
    "waits by a rule of its own where less than two thirds of them would be left (ADR 0005).",
)  # fmt: skip
FINDING_GREW = DriftRule(
    "finding-grew", About.FINDINGS,
    f"The share of rows with a finding grew by more than {_points(SAID_POINTS)} and "
    f"{SAID_ERRORS} standard errors against the last file.",
)  # fmt: skip

DRIFT_RULES = (
    COLUMN_GONE, COLUMN_RENAMED, COLUMN_NEW, COLUMN_ORDER, FORMAT_MOVED, DATES_SWAPPED,
    SITE_GONE, GROUP_JUMPED,
    CATEGORY_GONE, ROWS_REPLACED, VOLUME_MOVED, DAYS_EMPTY, WEEK_TWICE, SAME_MONTH, UNTOLD_MOVED,
    FAULTY_MOVED, DEFAULTS_MOVED, SHARE_MOVED, ONE_VALUE, CODES_NEW, CODES_GONE, FINDING_GREW,
)  # fmt: skip
"""Every rule, in the order in which a receipt speaks of them."""

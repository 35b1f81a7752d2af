"""Drift: what a file looks like in numbers, and what changed against the months before it.

A portrait holds counts alone - by standard category, item state, day and number of a listed
local value - and no value of the file. It rests in the receipt for the next comparison.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

PORTRAIT_VERSION = 1
"""Portraits of another version count otherwise and are not compared."""

Counts = Mapping[str, Mapping[str, int]]
"""Rows by item (or other subject) and category."""


class About(StrEnum):
    """What a change is about; changes stand in the receipt in this order."""

    COLUMNS = "columns"
    FORMATS = "formats"
    SCOPE = "scope"
    VOLUME = "volume"
    UNTOLD = "not known, blank and unreadable"
    DEFAULTS = "default values"
    CODES = "codes and categories"
    FINDINGS = "findings"


@dataclass(frozen=True)
class Change:
    """One thing that changed: the rule that says so, what it is about, and its sentence.

    `holds` says that the file waits for a person because of it.
    """

    rule: str
    about: About
    sentence: str
    holds: bool = False

    @classmethod
    def from_plain(cls, told: Mapping[str, Any]) -> Self:
        """Read it back from a receipt."""
        return cls(**{**told, "about": About(told["about"])})


@dataclass(frozen=True)
class MonthPortrait:
    """One site-month, or the part of it that was sent, in numbers.

    `rows` are those stored, `length` the days spoken for, `first_day` (of the month) the first of
    them, `days` the rows of each, if counted. `states` counts rows by item state among those
    whose layout has the item; `shares` rows with a value by category at the top of its tree.
    """

    site: str
    month: str
    rows: int
    length: int
    first_day: int = 1
    days: tuple[int, ...] = ()
    states: Counts = field(default_factory=dict)
    shares: Counts = field(default_factory=dict)

    def plus(self, later: MonthPortrait) -> MonthPortrait:
        """Return this part of a site-month together with a later one."""
        counted = bool(self.days) and bool(later.days)
        return MonthPortrait(
            site=self.site,
            month=self.month,
            rows=self.rows + later.rows,
            length=self.length + later.length,
            first_day=self.first_day,
            days=self.days + later.days if counted else (),
            states=_added(self.states, later.states),
            shares=_added(self.shares, later.shares),
        )

    @classmethod
    def from_plain(cls, told: Mapping[str, Any]) -> Self:
        """Read it back from a receipt."""
        return cls(**{**told, "days": tuple(told["days"])})


@dataclass(frozen=True)
class Portrait:
    """One file in numbers, and its site-months.

    `formats` counts cells by column and the date pattern that read them, `defaults` cells by
    item that a system fills in by itself, `codes` cells by item and number of a listed local
    value (`""`: of values that are not listed).
    """

    version: int = PORTRAIT_VERSION
    formats: Counts = field(default_factory=dict)
    defaults: Mapping[str, int] = field(default_factory=dict)
    codes: Counts = field(default_factory=dict)
    months: tuple[MonthPortrait, ...] = ()

    @classmethod
    def from_plain(cls, told: Mapping[str, Any] | None) -> Self | None:
        """Read it back from a receipt; None where there is none that can be compared."""
        if told is None or told.get("version") != PORTRAIT_VERSION:
            return None
        months = tuple(MonthPortrait.from_plain(one) for one in told["months"])
        return cls(**{**told, "months": months})


def _added(one: Counts, other: Counts) -> Counts:
    return {
        item: {
            name: one.get(item, {}).get(name, 0) + other.get(item, {}).get(name, 0)
            for name in sorted(one.get(item, {}).keys() | other.get(item, {}).keys())
        }
        for item in sorted(one.keys() | other.keys())
    }

"""Comparing fairly: departments with the same patients, patients of the same department."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tiig.model.months import Period

Limits = tuple[float, float]
"""A lower and an upper share, from 0 to 1."""


class Beside(StrEnum):
    """Where a department lies beside what is usual among all: in words, never a rank."""

    FAR_BELOW = "far below the usual"
    BELOW = "below the usual"
    USUAL = "as usual"
    ABOVE = "above the usual"
    FAR_ABOVE = "far above the usual"


def beside(share: float, inner: Limits, outer: Limits) -> Beside:
    """Tell where a share lies beside limits that hold 95 % and 99.8 % of what is usual."""
    if share < inner[0]:
        return Beside.FAR_BELOW if share < outer[0] else Beside.BELOW
    if share > inner[1]:
        return Beside.FAR_ABOVE if share > outer[1] else Beside.ABOVE
    return Beside.USUAL


@dataclass(frozen=True)
class Asked:
    """What is compared: an item by a measure, among which rows, in which months, by what."""

    item: str
    item_label: str
    measure: str
    among: str
    period: Period
    factors: tuple[str, ...]


@dataclass(frozen=True)
class FairSite:
    """A department: rows, those missing, and how many would be with the habit of all.

    `adjusted` is the share that would be missing with the patients of all departments, `interval`
    its 95 % interval; `inner` and `outer` hold 95 % and 99.8 % of what is usual. `worth` are so
    many rows of like patients: less than `rows` where patients are unlike others, or not told.
    """

    site: str
    site_name: str
    rows: int
    missing: int
    worth: float
    expected: float
    ratio: float | None
    adjusted: float
    interval: Limits
    inner: Limits
    outer: Limits
    beside: Beside


@dataclass(frozen=True)
class FairComparison:
    """Departments by code: no order of merit. `share` is that of all of them.

    `apart` says how far departments usually lie apart beyond chance, in log-odds; `not_sent` are
    departments whose files do not have the item.
    """

    asked: Asked
    share: float
    apart: float
    sites: tuple[FairSite, ...]
    not_sent: tuple[str, ...]


@dataclass(frozen=True)
class GroupLine:
    """A group of patients: its share, and its difference to others of the same departments.

    `difference` has a 95 % interval; `discovery` is the share of false findings if this and all
    surer ones are told. None where too few departments have both kinds of patients.
    """

    factor: str
    group: str
    rows: int
    missing: int
    difference: float | None
    interval: Limits | None
    chance: float | None
    discovery: float | None
    differs: bool


@dataclass(frozen=True)
class GroupComparison:
    """Patients compared within their departments, or within the one of `site_name`."""

    asked: Asked
    site_name: str
    rows: int
    missing: int
    groups: tuple[GroupLine, ...]
    not_sent: tuple[str, ...]

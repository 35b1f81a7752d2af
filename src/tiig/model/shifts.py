"""How a department's records differ by hour of arrival and by arrival mode."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tiig.model.months import Period


class Axis(StrEnum):
    """By what rows are told apart."""

    HOUR = "hour of arrival"
    MODE = "arrival mode"


class Verdict(StrEnum):
    """Whether parts of the day, or arrival modes, differ by more than chance makes them."""

    DIFFERS = "differs"
    CHANCE = "as chance would"
    TOO_FEW = "too few to judge"


@dataclass(frozen=True)
class ShiftCell:
    """One part of the day or arrival mode: a count and what it is a share of.

    `expected` is the count it would have if it were as the others of the same months and the
    same other axis; None where it was not judged, for want of rows or of an hour or mode.
    """

    label: str
    count: int
    out_of: int
    expected: float | None


@dataclass(frozen=True)
class ShiftLine:
    """A measure of an item along one axis, and whether it differs beyond chance.

    `chance` is that of cells so far apart, if nothing lay behind it (None: not judged).
    `worst` names the cell that is furthest on the wrong side where it differs.
    """

    axis: Axis
    item: str
    item_label: str
    measure: str
    label: str
    better: str
    cells: tuple[ShiftCell, ...]
    verdict: Verdict
    chance: float | None
    worst: str


@dataclass(frozen=True)
class Shifts:
    """What a department's rows of some months say by hour and mode; first what differs most."""

    site: str
    site_name: str
    period: Period
    months: int
    lines: tuple[ShiftLine, ...]

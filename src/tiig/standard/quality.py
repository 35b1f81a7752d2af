"""What the quality of data is measured on: the items watched, and the targets they are judged by.

Counts are stored and never judged; a target that changes judges all of them again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tiig.model.quality import Dimension
from tiig.model.states import ItemState


class Applies(StrEnum):
    """The rows that an item can be asked of."""

    ALL = "all"
    INJURIES = "injuries"
    ASSAULTS = "assaults"


WHOLE_ROWS = "rows"
"""The item under which whole rows are counted."""

ROWS_OF = {
    Applies.ALL: "stored",
    Applies.INJURIES: "injuries",
    Applies.ASSAULTS: "recorded-assaults",
}
"""The measure of whole rows that counts the rows to which an item applies."""

_OF = " of "
_LESS_ROWS = "-rows/"
DEFAULT = "default"
"""The measure of answers that a system fills in when nobody does."""

NODE = "is "
"""What the measure of one answer to a coded item begins with: `is home.own`."""

ON = "on "
"""What the measure of rows on a weekday begins with: `on 1` are those on Mondays (ISO 8601)."""

SCOPE_ITEMS = (
    "discharge_status", "discharge_destination", "attendance_category", "arrival_mode", "sex",
)  # fmt: skip
"""Coded items whose answers are counted among all rows: a filter on a report shows in them."""

USABLE = "usable "
"""What the measure of recorded assaults by what they tell begins with: `usable 101`.

The digits stand for date, place and weapon, in this order, 1 where it can be used.
"""


def among(measure: str, applies: Applies) -> str:
    """Return the measure that counts the same among some rows: `default of assaults`."""
    return measure if applies is Applies.ALL else f"{measure}{_OF}{applies}"


def measure_name(state: ItemState, applies: Applies = Applies.ALL) -> str:
    """Return the measure that counts a state among some rows: `given`, `given of assaults`."""
    return among(state.name.lower().replace("_", " "), applies)


def counted_among(measure: str) -> Applies:
    """Return the rows that a stored measure is a share of."""
    _, of, applies = measure.partition(_OF)
    return Applies(applies) if of else Applies.ALL


@dataclass(frozen=True)
class QualityItem:
    """An item that is watched, and the rows that it applies to.

    `mandation` is that of the ISTV data set (M, R), `own` where only TIIG asks for it.
    """

    item: str
    label: str
    applies: Applies
    mandation: str
    source: str


@dataclass(frozen=True)
class Target:
    """A level that is agreed: `at_least` so many per cent, or `at_most` so many days.

    `items` it holds for (none: all that are watched, or the site-month as a whole). `why`
    says where the level comes from and what in it is our own judgement.
    """

    id: str
    label: str
    dimension: Dimension
    why: str
    source: str
    since: date
    items: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None

    def holds_for(self, item: str) -> bool:
        """Tell whether an item is judged by it."""
        return not self.items or item in self.items


class About(StrEnum):
    """What is measured: an item among the rows it applies to, or a site-month as a whole."""

    ITEM = "item"
    SITE_MONTH = "site-month"


class Better(StrEnum):
    """The direction of a measure that a quality lead wants; `STEADY`: neither, a jump is asked."""

    HIGHER = "higher"
    LOWER = "lower"
    STEADY = "steady"


class Kahn(StrEnum):
    """The dimensions of Kahn et al. 2016 (eGEMs 4(1):1244)."""

    CONFORMANCE = "conformance"
    COMPLETENESS = "completeness"
    PLAUSIBILITY = "plausibility"


class Unit(StrEnum):
    """What a measure comes to: a share of rows, rows beside those expected, or days."""

    SHARE = "share"
    OF_EXPECTED = "of expected"
    DAYS = "days"


@dataclass(frozen=True)
class QualityMeasure:
    """A measure as data: what stands above and below the line, and whose definition it is.

    `numerator` and `denominator` add stored counts up, one with a minus takes away; of an item
    they are named by state (`given`), of a site-month by item and count (`rows/stored`).
    `items` it is taken of (none: all that are watched); `rules` are those of the rule book whose
    rows it counts; `own` says that the definition is TIIG's and not the source's. Where the `unit`
    is no share, parts are words for what stands there.
    """

    id: str
    label: str
    sentence: str
    dimension: str
    kahn: Kahn
    about: About
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    better: Better
    own: bool
    source: str
    since: date
    items: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    unit: Unit = Unit.SHARE

    @property
    def in_series(self) -> bool:
        """Whether it is told month after month as a count of something; days are told apart."""
        return self.unit is not Unit.DAYS

    @property
    def rows_missed(self) -> str:
        """The count of rows that missed one of its rules: what it takes away."""
        return next(
            (
                term.removeprefix(_LESS_ROWS)
                for term in self.numerator
                if term.startswith(_LESS_ROWS)
            ),
            "",
        )


@dataclass(frozen=True)
class TargetSet:
    """Targets that are agreed together: one level for the watched items of some mandations.

    Without `mandation` it is one target for all items that are watched. `why` says where the
    level comes from and what in it is our own judgement.
    """

    id: str
    label: str
    dimension: Dimension
    at_least: int
    why: str
    source: str
    since: date
    mandation: tuple[str, ...] = ()

    def items_of(self, watched: Iterable[QualityItem]) -> tuple[str, ...]:
        """Return the items that it sets a target for; an empty one stands for all of them."""
        if not self.mandation:
            return ("",)
        return tuple(one.item for one in watched if one.mandation in self.mandation)

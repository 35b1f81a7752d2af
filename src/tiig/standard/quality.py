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


def measure_name(state: ItemState, applies: Applies = Applies.ALL) -> str:
    """Return the measure that counts a state among some rows: `given`, `given of assaults`."""
    word = state.name.lower().replace("_", " ")
    return word if applies is Applies.ALL else f"{word}{_OF}{applies}"


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

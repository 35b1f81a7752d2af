"""What the sender profile says that no cell does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from tiig.derive.coarsening import NOTHING_COARSER, Coarsened
from tiig.model.profile import RowUnit


@dataclass(frozen=True)
class DeriveContext:
    """Facts of one sender's layout.

    `department_type` is a node that stands for rows without one. `default_times` and
    `default_moments` are what the sender's system writes where no injury time was entered.
    `tells_assaults` is False where the sender declares that no item of the layout can tell
    an assault. `coarsened` is what the agreement does not keep.
    """

    row_is: RowUnit = RowUnit.ATTENDANCE
    department_type: str | None = None
    default_times: frozenset[time] = frozenset()
    default_moments: frozenset[datetime] = frozenset()
    tells_assaults: bool = True
    coarsened: Coarsened = NOTHING_COARSER

"""What decisions of people have in common: faults are named, and each comes after the last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tiig.model.code_map import CodeDecision
from tiig.model.errors import TiigError
from tiig.model.places import PlaceDecision
from tiig.model.retention_errors import CLOCK_BEHIND
from tiig.services import Services

_NAMED = 10
"""How many faults a refusal names."""


def named_faults(faults: Sequence[str]) -> str:
    """Return faults in one sentence, the first ones by name."""
    more = f"; and {len(faults) - _NAMED} more" if len(faults) > _NAMED else ""
    return "; ".join(faults[:_NAMED]) + more


def next_moment(
    before: Sequence[CodeDecision] | Sequence[PlaceDecision], services: Services
) -> datetime:
    """Return now, after all decisions there are; CLOCK_BEHIND where it does not lie after them."""
    now = services.clock.now()
    if before and now <= before[-1].at:
        raise TiigError(CLOCK_BEHIND, last=f"{before[-1].at:%Y-%m-%d %H:%M} UTC")
    return now

"""What a published count may have been, given the answers that are missing."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.bounds import BoundedCount
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.ports import Progress
from tiig.services import Services

MONTHS_BACK = 12
ODDS = 2.0
MOST_ODDS = 100.0


@dataclass(frozen=True)
class BoundsRequest:
    """An item and a category of it, and months, as a person writes them.

    `by` gives a line each site or area of residence; `odds` says how many times the odds of the
    category may be higher or lower among rows without an answer. Protected as counts are.
    """

    item: str
    node: str
    by: str | None = None
    odds: float = ODDS
    month: str | None = None
    first: str | None = None
    last: str | None = None
    preset: str | None = None


def quality_bounds(
    request: BoundsRequest, *, asker: Asker, services: Services, progress: Progress
) -> BoundedCount:
    """Return protected counts and what to work out from them; each is in the ledger."""
    if not (isfinite(request.odds) and 1 <= request.odds <= MOST_ODDS):
        raise TiigError(BAD_ARGUMENT, what="--odds is a number from 1 to 100")
    period = desk.quality_months(
        request.month, request.first, request.last, services, back=MONTHS_BACK
    )
    words = desk.BoundsWords(request.item, request.node, request.by)
    asked = desk.bounds_asked(words, period, request.odds, services)
    progress.step("counting")
    return desk.bounded_count(asked, asker, services, preset=request.preset)

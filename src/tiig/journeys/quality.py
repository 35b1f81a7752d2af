"""How good the data are, by department, item and month, protected for an audience."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.cleared_quality import ClearedQuality
from tiig.model.ports import Progress
from tiig.services import Services

MONTHS_OF_ONE = 12
"""Months shown of one department or one item, where none are named."""


@dataclass(frozen=True)
class QualityRequest:
    """A department, an item and months as a person writes them, each with a default.

    Without months it is the newest in force, or the last twelve of one department or item.
    """

    site: str | None = None
    item: str | None = None
    month: str | None = None
    first: str | None = None
    last: str | None = None
    preset: str | None = None


def quality(
    request: QualityRequest, *, asker: Asker, services: Services, progress: Progress
) -> ClearedQuality:
    """Return the quality of the data through the desk."""
    one = request.site is not None or request.item is not None
    period = desk.quality_months(
        request.month,
        request.first,
        request.last,
        services,
        back=MONTHS_OF_ONE if one else 1,
    )
    asked = desk.quality_asked(request.site, request.item, period, services)
    progress.step("counting")
    return desk.quality_of(asked, asker, services, preset=request.preset)

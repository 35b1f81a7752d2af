"""Departments compared as if they had the same patients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.cleared_comparison import ClearedComparison
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.fair import FairComparison
from tiig.model.months import Period
from tiig.model.ports import Progress
from tiig.services import Services

MONTHS_BACK = 12
FIRST = "injury_place_type"
"""The item that is compared where none is named."""


@dataclass(frozen=True)
class CompareRequest:
    """An item, a measure of it and months as a person writes them; else the last twelve.

    `own` is the department that it is made for, `preset` how it is protected for others, who are
    shown calendar years: without months the newest.
    """

    item: str
    measure: str = "completeness"
    month: str | None = None
    first: str | None = None
    last: str | None = None
    own: str | None = None
    preset: str | None = None


def quality_compare(
    request: CompareRequest, *, asker: Asker, services: Services, progress: Progress
) -> ClearedProgramme[FairComparison]:
    """Return the comparison; it is exact and names every department, for the team alone."""
    desk.check_ours(asker, services)
    period = desk.quality_months(
        request.month, request.first, request.last, services, back=MONTHS_BACK
    )
    asked = _asked(request, period, services)
    progress.step("comparing")
    return desk.programme_answer(desk.COMPARISON, asked, desk.compare_of, asker, services)


def prepare_comparison(*, services: Services) -> None:
    """Work a comparison out before anybody asks, so that areas are at hand; nothing is told.

    NOTHING_IN_FORCE.
    """
    period = desk.quality_months(None, None, None, services, back=MONTHS_BACK)
    asked = _asked(CompareRequest(FIRST), period, services)
    pairs = [one for one in services.catalogue.pairs() if one.month in period]
    desk.compare_of(asked, pairs, services)


def comparison_shown(
    request: CompareRequest, *, asker: Asker, services: Services, progress: Progress
) -> ClearedComparison:
    """Return the comparison for others: with its own department named, or with none."""
    own = None if request.own is None else desk.site_named(request.own, services)
    year = desk.year_shown(request.month, request.first, request.last, services)
    asked = _asked(request, year, services) | {"site": own}
    progress.step("comparing")
    return desk.comparison_for(asked, asker, services, preset=request.preset)


def _asked(request: CompareRequest, period: Period, services: Services) -> dict[str, Any]:
    return {
        **desk.lack_asked(request.item, request.measure, services),
        "period": str(period),
    }

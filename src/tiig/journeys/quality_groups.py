"""Whose answers are missing: patients compared within their departments."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.fair import GroupComparison
from tiig.model.ports import Progress
from tiig.services import Services

MONTHS_BACK = 12


@dataclass(frozen=True)
class GroupsRequest:
    """An item, a measure, a department (None: all) and months as a person writes them."""

    item: str
    measure: str = "completeness"
    site: str | None = None
    month: str | None = None
    first: str | None = None
    last: str | None = None


def quality_groups(
    request: GroupsRequest, *, asker: Asker, services: Services, progress: Progress
) -> ClearedProgramme[GroupComparison]:
    """Return the comparison; it is exact, for the team alone."""
    desk.check_ours(asker, services)
    period = desk.quality_months(
        request.month, request.first, request.last, services, back=MONTHS_BACK
    )
    asked = {
        **desk.lack_asked(request.item, request.measure, services),
        "period": str(period),
        "site": None if request.site is None else desk.site_named(request.site, services),
    }
    progress.step("comparing")
    return desk.programme_answer(desk.GROUPS, asked, desk.groups_of, asker, services)

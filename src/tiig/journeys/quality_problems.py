"""What is no longer as it was in a department's data, since when, and whether it is over."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.ports import Progress
from tiig.model.problems import Problems
from tiig.services import Services


@dataclass(frozen=True)
class ProblemsRequest:
    """A department and an item as a person writes them; `resolved`: also what is over."""

    site: str | None = None
    item: str | None = None
    resolved: bool = False


def quality_problems(
    request: ProblemsRequest, *, asker: Asker, services: Services, progress: Progress
) -> ClearedProgramme[Problems]:
    """Return problems by department, item and month; exact, for the team's own programme alone."""
    desk.check_ours(asker, services)
    period = desk.quality_months(None, None, None, services, back=desk.LOOKED_BACK)
    asked = {
        "period": str(period),
        "department": None if request.site is None else desk.site_named(request.site, services),
        "item": None if request.item is None else desk.item_named(request.item, services),
        "resolved": request.resolved,
        "at": services.clock.now().isoformat(),
    }
    progress.step("looking at every month")
    return desk.programme_answer(desk.PROBLEMS, asked, desk.problems_of, asker, services)

"""What is no longer as it was in a department's data, since when, and whether it is over."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.months import Period
from tiig.model.ports import Progress
from tiig.model.problems import Problem, ProblemState
from tiig.services import Services


@dataclass(frozen=True)
class ProblemsRequest:
    """A department and an item as a person writes them; `resolved`: also what is over."""

    site: str | None = None
    item: str | None = None
    resolved: bool = False


@dataclass(frozen=True)
class ProblemLine:
    """One problem with the names of its department and item (empty: months as a whole)."""

    problem: Problem
    site_name: str
    item_label: str


@dataclass(frozen=True)
class ProblemsAnswer:
    """The problems, the worst kinds of one department together, and the months looked at."""

    lines: tuple[ProblemLine, ...]
    period: Period


def quality_problems(
    request: ProblemsRequest, *, asker: Asker, services: Services, progress: Progress
) -> ProblemsAnswer:
    """Return problems by department, item and month; exact, for the team's own programme alone."""
    desk.check_ours(asker)
    site = None if request.site is None else desk.site_named(request.site, services)
    item = None if request.item is None else desk.item_named(request.item, services)
    progress.step("looking at every month")
    told = desk.problems_of(services)
    names = desk.site_names(services)
    return ProblemsAnswer(
        tuple(
            ProblemLine(one, names.get(one.site, one.site), _label(one.item, services))
            for one in told.found
            if (site is None or one.site == site)
            and (item is None or one.item == item)
            and (request.resolved or one.state is not ProblemState.RESOLVED)
        ),
        told.period,
    )


def _label(item: str, services: Services) -> str:
    watched = services.standard.quality_items
    if item in watched:
        return watched[item].label
    return services.standard.items[item].label if item else ""

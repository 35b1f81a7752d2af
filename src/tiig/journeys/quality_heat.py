"""One measure of every department and item, month by month, beside the targets of each month."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.heat import HeatMap
from tiig.model.ports import Progress
from tiig.model.problems import ProblemLine, Problems
from tiig.services import Services
from tiig.standard.quality import Unit

MONTHS_BACK = 12
KNOWN = "known"
"""The measure that is shown where none is named: what can be used."""


@dataclass(frozen=True)
class HeatRequest:
    """A measure, a department, an item and a last month as a person writes them.

    Without a department or item all are told, without a month the twelve newest in force.
    """

    measure: str | None = None
    site: str | None = None
    item: str | None = None
    last: str | None = None


@dataclass(frozen=True)
class HeatPage:
    """A heat map and the open problems that show in it; of `elsewhere` there are so many more."""

    answer: ClearedProgramme[HeatMap]
    problems: ClearedProgramme[Problems]
    marked: tuple[tuple[ProblemLine, desk.Finding], ...]
    elsewhere: int


def quality_heat(
    request: HeatRequest, *, asker: Asker, services: Services, progress: Progress
) -> ClearedProgramme[HeatMap]:
    """Return the heat map of twelve months; exact, for the team's own programme alone."""
    desk.check_ours(asker, services)
    progress.step("counting")
    return _answer(request, asker, services)


def heat_page(
    request: HeatRequest, *, asker: Asker, services: Services, progress: Progress
) -> HeatPage:
    """Return the map with the open problems in it: two exact answers, each in the ledger."""
    found = quality_heat(request, asker=asker, services=services, progress=progress)
    progress.step("looking at every month")
    period = desk.quality_months(None, None, None, services, back=desk.LOOKED_BACK)
    asked = {
        "period": str(period),
        "department": None if request.site is None else desk.site_named(request.site, services),
        "item": None,
        "resolved": False,
        "at": services.clock.now().isoformat(),
    }
    problems = desk.programme_answer(desk.PROBLEMS, asked, desk.problems_of, asker, services)
    findings = desk.Findings(services)
    told = [(line, findings.of_problem(line.problem)) for line in problems.told.lines]
    here = {(row.site, row.item) for row in found.told.rows}
    marked = tuple(
        one for one in told if _is_in(one, found.told) and (one[1].site, one[1].item) in here
    )
    return HeatPage(found, problems, marked, len(told) - len(marked))


def _is_in(one: tuple[ProblemLine, desk.Finding], told: HeatMap) -> bool:
    """Tell whether a problem shows in a map: by its measure, or one that moved with it."""
    line, finding = one
    problem = line.problem
    measures = {finding.measure}
    if finding.item == problem.item:
        measures |= set(problem.also)
    return (
        told.measure in measures
        and problem.first <= told.period.last
        and told.period.first <= problem.last
    )


def _answer(request: HeatRequest, asker: Asker, services: Services) -> ClearedProgramme[HeatMap]:
    known = {key: one for key, one in services.standard.declared_measures.items() if one.in_series}
    measure = request.measure or KNOWN
    if measure not in known:
        raise TiigError(BAD_ARGUMENT, what=f"measures are {', '.join(known)}")
    period = desk.quality_months(None, None, request.last, services, back=MONTHS_BACK)
    asked = {
        "measure": measure,
        "period": str(period),
        "department": None if request.site is None else desk.site_named(request.site, services),
        "item": None if request.item is None else desk.item_named(request.item, services),
        "at": services.clock.now().isoformat(),
        "with_past": known[measure].unit is Unit.OF_EXPECTED,
    }
    return desk.programme_answer(desk.HEAT, asked, desk.heat_of, asker, services)

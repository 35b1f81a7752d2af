"""Problems and the actions that are about them: which is which, and what an action is opened on.

A problem is found anew each day and kept nowhere; an action is about a series and months, and the
problem seen there today is its own. No figure of a problem is told here, and none is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tiig.desk.actions import ActionLine
from tiig.desk.problems import LOOKED_BACK, item_label, problems_in
from tiig.desk.quality_words import quality_months
from tiig.desk.series import OF_RECEIPT, in_force
from tiig.model.errors import TiigError
from tiig.model.months import Month, Period
from tiig.model.problems import Problem, ProblemKind, Shape
from tiig.model.programme_errors import PROBLEM_UNKNOWN
from tiig.model.rebases import Series
from tiig.model.submission import SiteMonth
from tiig.services import Services

VOLUME, _TIMELINESS = OF_RECEIPT
_OF_MONTHS = {
    ProblemKind.ABSENT: _TIMELINESS,
    ProblemKind.LATE_JOINER: _TIMELINESS,
    ProblemKind.CODING: "usable",
}
"""What is measured of kinds that have no measure of their own; of others the rows.

Codes that nobody understands any more make assault records unusable; rows that are filtered out
are missing from the volume.
"""


@dataclass(frozen=True)
class Found:
    """What an action from a problem is about, and its finding in words without a figure."""

    series: Series
    months: Period
    finding: str


@dataclass(frozen=True)
class ActionProblem:
    """An action, and how the problem that it is about stands today: none may be found."""

    action: ActionLine
    problem: Problem | None


def problems_today(services: Services) -> list[Problem]:
    """Return every problem as it stands today; none where nothing is in force."""
    pairs = services.catalogue.pairs()
    if not pairs:
        return []
    period = quality_months(None, None, None, services, back=LOOKED_BACK)
    within = [one for one in pairs if one.month in period]
    return problems_in(within, period, services, at=services.clock.now())


def found_in(problem: str, services: Services) -> Found:
    """Return what an action from a problem is about; PROBLEM_UNKNOWN."""
    for one in problems_today(services):
        if one.id == problem.strip().lower():
            return Found(
                series_of(one, services), months_of(one, services), finding_of(one, services)
            )
    raise TiigError(PROBLEM_UNKNOWN)


def with_problems(lines: Iterable[ActionLine], services: Services) -> tuple[ActionProblem, ...]:
    """Return actions beside the problem of the same series and months, the latest of them."""
    today = problems_today(services)
    by_series: dict[Series, list[Problem]] = {}
    for one in today:
        by_series.setdefault(series_of(one, services), []).append(one)
    return tuple(
        ActionProblem(
            line, _latest(line, by_series.get(Series(line.site, line.item, line.measure)))
        )
        for line in lines
    )


def series_of(problem: Problem, services: Services) -> Series:
    """Return what is measured of a problem: the declared measure, or whole months received."""
    declared = services.standard.quality_measures.get(problem.measure)
    watched = not problem.item or problem.item in services.standard.quality_items
    if declared is not None and watched:
        return Series(problem.site, problem.item, problem.measure)
    return Series(problem.site, "", _OF_MONTHS.get(problem.kind, VOLUME))


def finding_of(problem: Problem, services: Services) -> str:
    """Say what was found: `Weapon or method: field lost since 2026-04`; no figure is kept so."""
    label = item_label(problem.item, services)
    told = f"{label}: {problem.kind}" if label else str(problem.kind).capitalize()
    little = ", little by little," if problem.shape is Shape.DRIFT else ""
    return f"{told}{little} since {problem.first}"


def months_of(problem: Problem, services: Services) -> Period:
    """Return the last months on end that are in force; all of them where months are missing."""
    if problem.kind is ProblemKind.ABSENT:
        return Period(problem.first, problem.last)
    there = in_force(services)
    kept: list[Month] = []
    for month in reversed(tuple(Period(problem.first, problem.last))):
        if SiteMonth(problem.site, month) in there:
            kept.append(month)
        elif kept:
            break
    return Period(kept[-1], kept[0]) if kept else Period(problem.first, problem.last)


def _latest(line: ActionLine, problems: Sequence[Problem] | None) -> Problem | None:
    about = Period.parse(line.months)
    seen = (one for one in problems or () if one.first <= about.last and about.first <= one.last)
    return max(seen, key=lambda one: (one.last, one.first, one.id), default=None)

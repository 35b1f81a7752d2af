"""Actions and problems side by side: an action drawn up from a problem, and how it stands today."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk
from tiig.desk import ActionLine, ActionProblem
from tiig.model.asker import Asker
from tiig.model.ports import Progress
from tiig.services import Services


@dataclass(frozen=True)
class ActionDraft:
    """What a problem fills in of an action: where, what is measured, months, and a sentence."""

    problem: str
    site: str
    item: str
    measure: str
    month: str
    finding: str


def draft_action(
    problem: str, *, asker: Asker, services: Services, progress: Progress
) -> ActionDraft:
    """Draw an action up from a problem by its id; nothing is entered. PROBLEM_UNKNOWN."""
    desk.check_ours(asker, services)
    progress.step("looking at every month")
    found = desk.found_in(problem, services)
    return ActionDraft(problem, *found.series, str(found.months), found.finding)


def actions_beside_problems(
    lines: tuple[ActionLine, ...], *, asker: Asker, services: Services, progress: Progress
) -> tuple[ActionProblem, ...]:
    """Return listed actions with the problem that each is about, as it stands today."""
    desk.check_ours(asker, services)
    progress.step("looking at every month")
    return desk.with_problems(lines, services)

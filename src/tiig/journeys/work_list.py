"""The work list of the programme: what would unlock most, and what is no longer as it was.

Each line is a finding that an action can be opened about, beside the actions that are open.
"""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.ports import Progress
from tiig.model.problems import ProblemLine, Problems, ProblemState
from tiig.model.unlock import RepairGain, SiteUnlock, Unlock
from tiig.services import Services

MONTHS_BACK = 12
WHOLE = 100
_FIRST = (ProblemState.NEW, ProblemState.RECURRING, ProblemState.PERSISTING, ProblemState.RESOLVED)


@dataclass(frozen=True)
class WorkListRequest:
    """A department as a person writes it: with one, each of its repairs is told.

    With `resolved` also problems that are over.
    """

    site: str | None = None
    resolved: bool = False


@dataclass(frozen=True)
class Repair:
    """What to ask of a department; without a `finding` no single part would bring anything."""

    site: SiteUnlock
    gain: RepairGain
    finding: desk.Finding | None


@dataclass(frozen=True)
class WorkList:
    """Repairs, the largest gain first; problems, the new ones first; both with their answers."""

    unlock: ClearedProgramme[Unlock]
    repairs: tuple[Repair, ...]
    problems: ClearedProgramme[Problems]
    found: tuple[tuple[ProblemLine, desk.Finding], ...]
    sites: tuple[tuple[str, str], ...]


def work_list(
    request: WorkListRequest, *, asker: Asker, services: Services, progress: Progress
) -> WorkList:
    """Return the list; two exact answers for the team's own programme, each in the ledger."""
    desk.check_ours(asker, services)
    site = None if request.site is None else desk.site_named(request.site, services)
    progress.step("counting")
    unlock = desk.programme_answer(
        desk.UNLOCK, _unlock_asked(site, services), desk.unlock_of, asker, services
    )
    progress.step("looking at every month")
    problems = desk.programme_answer(
        desk.PROBLEMS, _problems_asked(site, request, services), desk.problems_of, asker, services
    )
    findings = desk.Findings(services)
    lines = sorted(
        problems.told.lines, key=lambda one: (_FIRST.index(one.problem.state), -one.problem.rows)
    )
    return WorkList(
        unlock=unlock,
        repairs=_repairs(unlock.told, findings, every=site is not None),
        problems=problems,
        found=tuple((line, findings.of_problem(line.problem)) for line in lines),
        sites=tuple(desk.site_names(services).items()),
    )


def _unlock_asked(site: str | None, services: Services) -> dict[str, object]:
    period = desk.quality_months(None, None, None, services, back=MONTHS_BACK)
    return {"department": site, "period": str(period), "repairs": [], "to_share": WHOLE}


def _problems_asked(
    site: str | None, request: WorkListRequest, services: Services
) -> dict[str, object]:
    period = desk.quality_months(None, None, None, services, back=desk.LOOKED_BACK)
    return {
        "period": str(period),
        "department": site,
        "item": None,
        "resolved": request.resolved,
        "at": services.clock.now().isoformat(),
    }


def _repairs(told: Unlock, findings: desk.Findings, *, every: bool) -> tuple[Repair, ...]:
    return tuple(
        Repair(site, gain, findings.of_gain(site.site, gain, told.period) if gain.only else None)
        for site in told.sites
        for gain in (site.gains if every else site.gains[:1])
    )

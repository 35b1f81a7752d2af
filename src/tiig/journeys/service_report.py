"""The service report of some months: what came in, how good it was, what went out and led to."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.ports import Progress
from tiig.publish.paper import Paper, Status
from tiig.publish.papers import service_report as composed
from tiig.services import Services

MONTHS = 12


@dataclass(frozen=True)
class ServiceRequest:
    """Months as a person writes them: the last twelve unless named."""

    first: str | None = None
    last: str | None = None
    preset: str | None = None
    author: str | None = None
    final: bool = False


def service_report(
    request: ServiceRequest, *, asker: Asker, services: Services, progress: Progress
) -> tuple[str, Paper]:
    """Return the report and the end of its file name."""
    author = desk.author_of(request.author, asker.person, services.clock.now())
    period = desk.quality_months(None, request.first, request.last, services, back=MONTHS)
    progress.step("counting")
    service = desk.service_of(period, asker, services, preset=request.preset)
    progress.step("composing")
    paper = composed(
        service,
        author=author,
        made_on=services.clock.now().date(),
        status=Status.FINAL if request.final else Status.DRAFT,
    )
    return f"{period.first}-to-{period.last}", paper

"""Count: any breakdown of declared items, as known at any time, protected for an audience."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.cleared import Cleared
from tiig.model.ports import Progress
from tiig.services import Services


@dataclass(frozen=True)
class CountRequest:
    """A question as a person writes it; without a preset the answer is for the public."""

    by: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    measure: str = "attendances"
    rate: str | None = None
    preset: str | None = None
    geography: str | None = None
    as_known_at: str | None = None
    hold: tuple[str, ...] = ()


def count(
    request: CountRequest, *, asker: Asker, services: Services, progress: Progress
) -> Cleared:
    """Answer one question through the desk."""
    question = desk.question_of(
        services.standard,
        by=request.by,
        where=request.where,
        measure=request.measure,
        rate=request.rate,
        geography=request.geography,
        as_known_at=request.as_known_at,
        hold=request.hold,
    )
    progress.step("counting")
    return desk.answer(asker, [question], services, preset=request.preset)[0]

"""What came after the actions of the quality programme, beside departments without one."""

from __future__ import annotations

from dataclasses import dataclass

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.effects import ActionEffect
from tiig.model.ports import Progress
from tiig.services import Services


@dataclass(frozen=True)
class EffectsRequest:
    """One action by its id, or (None) every one of which something was done."""

    action: str | None = None


def quality_effects(
    request: EffectsRequest, *, asker: Asker, services: Services, progress: Progress
) -> ClearedProgramme[tuple[ActionEffect, ...]]:
    """Return the effects, measured by the rule of control charts; for the team alone."""
    desk.check_ours(asker, services)
    asked = desk.effects_asked(request.action, services)
    progress.step("comparing before and after")
    return desk.programme_answer(desk.EFFECTS, asked, desk.action_effects, asker, services)

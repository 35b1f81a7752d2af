"""What came after one action, month by month: a chart of before and after to paste."""

from __future__ import annotations

from tiig import desk
from tiig.model.asker import Asker
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.effects import EffectPicture
from tiig.model.ports import Progress
from tiig.services import Services


def quality_effect_picture(
    action: str, *, asker: Asker, services: Services, progress: Progress
) -> ClearedProgramme[EffectPicture]:
    """Return the months of an effect; exact, for the team's own programme alone.

    ACTION_UNKNOWN, ACTION_UNMEASURED.
    """
    desk.check_ours(asker, services)
    asked = desk.effects_asked(action, services)
    progress.step("comparing before and after")
    return desk.programme_answer(
        desk.EFFECT_PICTURE, asked, desk.effect_picture_of, asker, services
    )

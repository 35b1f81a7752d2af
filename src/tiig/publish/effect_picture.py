"""The before and after of an action as a file to paste, with its words for who cannot see it."""

from __future__ import annotations

from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.effects import EffectPicture
from tiig.publish.exhibit_files import Around, exhibit_lines
from tiig.publish.exhibits.effect import effect_exhibit, effect_text
from tiig.publish.marks import SYNTHETIC
from tiig.publish.picture_files import picture_bytes


def effect_picture(answer: ClearedProgramme[EffectPicture], kind: str) -> tuple[bytes, str]:
    """Return the picture as `.png` or `.svg`, and all that it says in words."""
    exhibit = effect_exhibit(answer)
    around = Around(
        page="Effect of an action",
        marks=(*((f"{SYNTHETIC}.",) if answer.synthetic else ()), answer.preset_mark),
        preset=answer.preset,
        preset_mark=answer.preset_mark,
        given=answer.given,
    )
    words = "\n".join((*exhibit_lines(exhibit, around), "", effect_text(exhibit)))
    return picture_bytes(exhibit, around, words, kind), words

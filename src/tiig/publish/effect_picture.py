"""The before and after of an action as a file to paste, with its words for who cannot see it."""

from __future__ import annotations

from datetime import date

from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.effects import ActionEffect, EffectPicture
from tiig.publish.effects_table import effect_sentences
from tiig.publish.exhibit_files import Around, exhibit_lines
from tiig.publish.exhibits.effect import effect_exhibit, effect_text
from tiig.publish.marks import SYNTHETIC
from tiig.publish.paper import Paper, Section, Status, Text
from tiig.publish.picture_files import picture_bytes


def effect_paper(answer: ClearedProgramme[EffectPicture], *, author: str, made_on: date) -> Paper:
    """Return picture, alternative text and table as a paper to copy from, in Word or print."""
    exhibit = effect_exhibit(answer)
    effect = answer.told.told
    return Paper(
        title=f"{effect.site_name}: before and after the {effect.kind}",
        subtitle="The department's own exact figures, for the team and the department",
        sections=(Section("before-after", "Before and after", (exhibit, Text(_said(effect)))),),
        author=author,
        status=Status.FINAL,
        made_on=made_on,
        preset=answer.preset,
        marks=(*((f"{SYNTHETIC}.",) if answer.synthetic else ()), answer.preset_mark),
        lineage=(
            answer.given.sentence,
            f"Lineage: {answer.manifest}. Release: {answer.release}.",
            "The release can be worked out again: tiig release verify ID.",
        ),
        keywords=("effect", effect.site_name, effect.measure_label),
        given=answer.given,
        for_release=False,
    )


def _said(effect: ActionEffect) -> tuple[str, ...]:
    return (" ".join(effect_sentences(effect)),)


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

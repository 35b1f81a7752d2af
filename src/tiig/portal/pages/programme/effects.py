"""What came after actions, beside departments without one, and after which kind of them."""

from __future__ import annotations

from functools import partial

from starlette.responses import Response

from tiig.journeys.quality_effect_picture import quality_effect_picture
from tiig.journeys.quality_effects import EffectsRequest, quality_effects
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.effects import EffectPicture
from tiig.portal.pages.exhibits import exhibit_page
from tiig.portal.pages.programme.worklist import PATH as LIST
from tiig.portal.sheets import Sheet
from tiig.portal.visit import Page, Visit
from tiig.publish.effects_table import (
    EFFECTS_HEADER,
    NOTE,
    OTHERS_HEADER,
    effect_sentences,
    effects_rows,
    kinds_table,
    others_rows,
)
from tiig.publish.exhibit_files import Around
from tiig.publish.exhibits.effect import effect_exhibit
from tiig.publish.marks import SYNTHETIC
from tiig.publish.paper import Section

PATH = f"{LIST}/effects"


def draw(visit: Visit) -> Response:
    """Draw the effects of every action of which something was done, or of one."""
    if visit.asked("action") is not None:
        return _one(visit)
    found = visit.ask(partial(quality_effects, EffectsRequest()))
    return visit.our_page(
        "programme_effects.html",
        found=found,
        actions=[one.action for one in found.told],
        header=EFFECTS_HEADER[1:],
        rows=[row[1:] for row in effects_rows(found.told)],
        kinds=kinds_table(found.told),
        note=NOTE,
    )


def sheet_of(visit: Visit) -> Sheet:
    """Ask for the picture of one action, for its files."""
    return _sheet(_picture(visit))


def _one(visit: Visit) -> Response:
    found = _picture(visit)
    effect = found.told.told
    return visit.our_page(
        "programme_effect.html",
        found=found,
        effect=effect,
        sentences=list(effect_sentences(effect)),
        sheet=visit.kept.keep(_sheet(found)),
        header=OTHERS_HEADER,
        rows=others_rows(effect),
        note=NOTE,
    )


def _picture(visit: Visit) -> ClearedProgramme[EffectPicture]:
    return visit.ask(partial(quality_effect_picture, visit.asked("action") or ""))


def _sheet(found: ClearedProgramme[EffectPicture]) -> Sheet:
    effect = found.told.told
    return Sheet(
        path=PATH,
        query=(("action", effect.action),),
        sections=(Section("before-after", "Before and after", (effect_exhibit(found),)),),
        around=Around(
            page=f"Effect of an action, {effect.site_name}",
            marks=(SYNTHETIC,) if found.synthetic else (),
            preset=found.preset,
            preset_mark=found.preset_mark,
            given=found.given,
        ),
        stem=f"effect-{effect.site}-{effect.item or 'months'}-{effect.measure}",
    )


PAGES = (Page(PATH, draw), exhibit_page(PATH, sheet_of))

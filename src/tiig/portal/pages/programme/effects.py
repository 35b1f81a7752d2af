"""What came after actions, beside departments without one, and after which kind of them."""

from __future__ import annotations

from functools import partial

from starlette.responses import Response

from tiig.journeys.quality_effects import EffectsRequest, quality_effects
from tiig.portal.pages.programme.worklist import PATH as LIST
from tiig.portal.visit import Page, Visit
from tiig.publish.effects_table import (
    EFFECTS_HEADER,
    KINDS_HEADER,
    NOTE,
    OTHERS_HEADER,
    effect_sentences,
    effects_rows,
    kinds_rows,
    others_rows,
)

PATH = f"{LIST}/effects"


def draw(visit: Visit) -> Response:
    """Draw the effects of every action of which something was done, or of one."""
    action = visit.asked("action")
    found = visit.ask(partial(quality_effects, EffectsRequest(action)))
    tables = (
        [("One action each", EFFECTS_HEADER[1:], [row[1:] for row in effects_rows(found.told)], 99),
         ("By what was done", KINDS_HEADER, kinds_rows(found.told), 1)]
        if action is None
        else [("Departments without such an action", OTHERS_HEADER, others_rows(one), 1)
              for one in found.told]
    )  # fmt: skip
    return visit.our_page(
        "programme_effects.html",
        found=found,
        action=action,
        actions=[one.action for one in found.told],
        tables=tables,
        sentences=[line for one in found.told for line in effect_sentences(one)] if action else [],
        note=NOTE,
    )


PAGES = (Page(PATH, draw),)

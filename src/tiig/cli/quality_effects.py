"""`tiig quality actions effects`."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Because, Workspace, ask, show_json, show_lines, show_table
from tiig.journeys.quality_effects import EffectsRequest, quality_effects
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


def effects(
    action: Annotated[str | None, typer.Argument(help="One action; all of them unless.")] = None,
    *,
    because: Because = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Show what came after actions, and after which kind of them, beside other departments."""
    request = EffectsRequest(action)
    found = ask(partial(quality_effects, request), workspace=workspace, because=because)
    if as_json:
        show_json(found)
        return
    if action is None:
        show_table(EFFECTS_HEADER, effects_rows(found.told))
        show_lines([""])
        show_table(KINDS_HEADER, kinds_rows(found.told), numbers_from=1)
    for one in found.told if action is not None else ():
        show_lines([*effect_sentences(one), ""])
        show_table(OTHERS_HEADER, others_rows(one))
    show_lines(["", NOTE, f"{found.preset_mark} Release {found.release}."])

"""`tiig quality actions effects`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Because, Workspace, ask, show_json, show_lines, show_table
from tiig.cli.outputs import check_output, write_output, write_text
from tiig.cli.quality_answer import mark
from tiig.journeys.quality_effect_picture import quality_effect_picture
from tiig.journeys.quality_effects import EffectsRequest, quality_effects
from tiig.model.asker import Asker
from tiig.model.cleared_programme import ClearedProgramme
from tiig.model.effects import EffectPicture
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.ports import Progress
from tiig.publish.effect_picture import effect_paper, effect_picture
from tiig.publish.effects_table import (
    EFFECTS_HEADER,
    NOTE,
    OTHERS_HEADER,
    effect_sentences,
    effects_rows,
    kinds_table,
    others_rows,
)
from tiig.publish.paper_files import write_paper
from tiig.services import Services

PICTURES = (".png", ".svg")
WORD = ".docx"


def effects(
    action: Annotated[str | None, typer.Argument(help="One action; all of them unless.")] = None,
    *,
    because: Because = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="Draw one action's months: FILE.png, .svg, or .docx with its table.",
        ),
    ] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Show what came after actions, and after which kind of them, beside other departments."""
    check_output(output, (*PICTURES, WORD))
    if output is not None:
        if action is None:
            raise TiigError(BAD_ARGUMENT, what="a picture is of one action: name its id")
        asked = partial(_drawn, action, output)
        drawn, files = ask(asked, workspace=workspace, because=because, quiet=as_json)
        if as_json:
            show_json({**drawn.as_json(), "files": files})
            return
        show_lines([*effect_sentences(drawn.told.told), "", *(f"Wrote {path}" for path in files)])
        show_lines([NOTE, mark(drawn)])
        return
    request = EffectsRequest(action)
    found = ask(partial(quality_effects, request), workspace=workspace, because=because)
    if as_json:
        show_json(found)
        return
    if action is None:
        show_table(EFFECTS_HEADER, effects_rows(found.told))
        show_lines([""])
        show_table(*kinds_table(found.told), numbers_from=1)
    for one in found.told if action is not None else ():
        show_lines([*effect_sentences(one), ""])
        show_table(OTHERS_HEADER, others_rows(one))
    show_lines(["", NOTE, mark(found)])


def _drawn(
    action: str, output: Path, *, asker: Asker, services: Services, progress: Progress
) -> tuple[ClearedProgramme[EffectPicture], list[str]]:
    drawn = quality_effect_picture(action, asker=asker, services=services, progress=progress)
    if output.suffix != WORD:
        return drawn, _draw(drawn, output)
    paper = effect_paper(drawn, author=asker.person, made_on=services.clock.now().date())
    files = write_paper(paper, output.parent, output.stem, (WORD.removeprefix("."),))
    return drawn, [str(path) for path in files]


def _draw(drawn: ClearedProgramme[EffectPicture], output: Path) -> list[str]:
    """Write the picture, and beside it what it says in words; both are their owner's alone."""
    picture, words = effect_picture(drawn, output.suffix)
    beside = output.with_suffix(".txt")
    write_output(output, lambda part: part.write_bytes(picture), private=True)
    write_text(beside, words, private=True)
    return [str(output), str(beside)]

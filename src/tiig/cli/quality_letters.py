"""`tiig quality letter`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Because, Workspace, ask, show_json, show_lines
from tiig.cli.papers import check_folder, make_folder
from tiig.cli.quality_options import Folder
from tiig.journeys.quality_letters import LettersRequest, quality_letters
from tiig.model.asker import Asker
from tiig.model.letter import Letter
from tiig.model.ports import Progress
from tiig.publish.letters import lead_pages, reception_page, write_technical
from tiig.publish.paper import Paper
from tiig.publish.press import Presses
from tiig.services import Services

KINDS = ("pdf", "docx")
_BOTH = 2


def letter(  # noqa: PLR0913 - the options of the command
    site: Annotated[
        str | None, typer.Argument(help="The department, by code or name; or --all.")
    ] = None,
    *,
    folder: Folder,
    every: Annotated[
        bool, typer.Option("--all", help="Every department whose month is there in full.")
    ] = False,
    month: Annotated[
        str | None, typer.Option("--month", help="The month; the newest unless named.")
    ] = None,
    author: Annotated[
        str | None, typer.Option("--author", help="Whose name stands on it; else yours.")
    ] = None,
    because: Because = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Write to departments: half a page for staff, two for the lead, a sheet for informatics."""
    request = LettersRequest(site, every, month)

    def written(asker: Asker, services: Services, progress: Progress) -> list[Path]:
        letters = quality_letters(request, asker=asker, services=services, progress=progress)
        make_folder(folder)
        made_on = services.clock.now().date()
        papers = [
            paper
            for one in letters
            for paper in _papers(one, author or asker.person, made_on=made_on)
        ]
        files = [_technical(one, folder, made_on) for one in letters]
        for place, made in enumerate(presses.write(papers, folder), start=1):
            progress.step("writing files", place, len(papers))
            files += made
        return sorted(files)

    check_folder(folder)
    with Presses(KINDS, presses=_BOTH if every else 1) as presses:
        files = ask(written, workspace=workspace, because=because, quiet=as_json)
    if as_json:
        show_json({"files": [str(path) for path in files]})
    else:
        show_lines([f"Wrote {path}" for path in files])


def _papers(one: Letter, author: str, *, made_on: date) -> tuple[tuple[str, Paper], ...]:
    stem = _stem(one)
    return (
        (f"{stem}-staff", reception_page(one, author=author, made_on=made_on)),
        (f"{stem}-lead", lead_pages(one, author=author, made_on=made_on)),
    )


def _technical(one: Letter, folder: Path, made_on: date) -> Path:
    path = folder / f"{_stem(one)}-technical.xlsx"
    write_technical(one, path, made_on=made_on)
    return path


def _stem(one: Letter) -> str:
    return f"letter-{one.site}-{one.month}"

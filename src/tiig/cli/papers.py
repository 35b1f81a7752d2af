"""`tiig bulletin` and `tiig profile`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import (
    Agreement,
    AsJson,
    Because,
    Workspace,
    ask,
    show_json,
    show_lines,
    to_output,
)
from tiig.journeys.bulletin import BulletinRequest, bulletins
from tiig.journeys.profile import ProfileRequest, problem_profile
from tiig.model.asker import Asker
from tiig.model.errors import BAD_ARGUMENT, OUTPUT_UNWRITABLE, TiigError
from tiig.model.ports import Progress
from tiig.publish.noted import with_notes
from tiig.publish.notes_file import notes_path
from tiig.publish.paper import Paper
from tiig.publish.paper_files import WRITERS
from tiig.publish.press import Presses
from tiig.services import Services

BULLETIN_KINDS = ("pdf", "docx", "xlsx")
PROFILE_KINDS = ("pdf", "docx", "html")
_BOTH = 2
Preset = Annotated[
    str | None,
    typer.Option("--preset", help="Disclosure preset; that of the agreement, or public."),
]
Author = Annotated[
    str | None, typer.Option("--author", help="Whose name stands on it; else yours.")
]
Final = Annotated[bool, typer.Option("--final", help="Final; a draft unless said.")]
NotesRead = Annotated[
    bool, typer.Option("--notes-read", help="The notes were read again beside these figures.")
]
Areas = Annotated[
    list[str] | None, typer.Option("--area", help="A local authority by name or code; repeatable.")
]
Area = Annotated[
    str | None, typer.Option("--area", help="A local authority by name or code; else the region.")
]


def bulletin(  # noqa: PLR0913 - the options of the command
    *,
    folder: Annotated[Path, typer.Option("--output", "-o", help="The folder to write into.")],
    month: Annotated[
        str | None, typer.Option("--month", help="The month; the newest unless named.")
    ] = None,
    area: Areas = None,
    all_areas: Annotated[
        bool, typer.Option("--all-areas", help="Every authority, and the whole region.")
    ] = False,
    preset: Preset = None,
    author: Author = None,
    final: Final = False,
    notes_read: NotesRead = False,
    agreement: Agreement = None,
    because: Because = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Write the month in two pages, as PDF, Word and workbook with the same figures."""
    request = BulletinRequest(
        month=month,
        areas=tuple(area or ()),
        all_areas=all_areas,
        preset=preset,
        author=author,
        final=final,
    )

    def written(asker: Asker, services: Services, progress: Progress) -> list[Path]:
        papers = bulletins(request, asker=asker, services=services, progress=progress)
        make_folder(folder)
        named = [
            _noted(paper, folder, f"bulletin-{stem}", read_again=notes_read)
            for stem, paper in papers
        ]
        files: list[Path] = []
        for place, made in enumerate(presses.write(named, folder), start=1):
            progress.step("writing bulletins", place, len(papers))
            files += made
        return files

    check_folder(folder)
    several = all_areas or len(area or ()) > 1
    with Presses(BULLETIN_KINDS, presses=_BOTH if several else 1) as presses:
        files = ask(
            written, workspace=workspace, because=because, agreement=agreement, quiet=as_json
        )
    _say(files, as_json=as_json)


def profile(  # noqa: PLR0913 - the options of the command
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="A folder, or one file: .pdf, .docx, .html.")
    ],
    theme: Annotated[str, typer.Option("--theme", help="violence, knife, self-harm ...")] = (
        "violence"
    ),
    area: Area = None,
    begin: Annotated[
        str | None,
        typer.Option(
            "--from", help="The first month looked at; a year before the end unless named."
        ),
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", help="The last month; the newest unless named.")
    ] = None,
    preset: Preset = None,
    author: Author = None,
    final: Final = False,
    notes_read: NotesRead = False,
    agreement: Agreement = None,
    because: Because = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Write a themed problem profile of an area as PDF, Word and page."""
    kind = output.suffix.removeprefix(".")
    if kind and kind not in WRITERS:
        raise TiigError(BAD_ARGUMENT, what=f"a profile is written as {', '.join(WRITERS)}")
    request = ProfileRequest(
        theme=theme, area=area, begin=begin, to=to, preset=preset, author=author, final=final
    )
    folder = output.parent if kind else output
    check_folder(folder)

    def written(asker: Asker, services: Services, progress: Progress) -> list[Path]:
        stem, paper = problem_profile(request, asker=asker, services=services, progress=progress)
        make_folder(folder)
        named_so = output.stem if kind else f"profile-{stem}"
        named = _noted(paper, folder, named_so, read_again=notes_read)
        progress.step("writing")
        return [path for made in presses.write([named], folder) for path in made]

    with Presses((kind,) if kind else PROFILE_KINDS, presses=1) as presses:
        files = ask(
            written, workspace=workspace, because=because, agreement=agreement, quiet=as_json
        )
    _say(files, as_json=as_json)


def check_folder(folder: Path) -> None:
    """Refuse a folder that cannot be made before anything is counted; make nothing yet."""
    there = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        raise TiigError(OUTPUT_UNWRITABLE)


def make_folder(folder: Path) -> None:
    """Make the folder of the papers once there is something to write."""
    with to_output():
        folder.mkdir(parents=True, exist_ok=True)


def _noted(paper: Paper, folder: Path, stem: str, *, read_again: bool) -> tuple[str, Paper]:
    """Put the author's notes into a paper, and say on the screen which figures moved since."""
    path = notes_path(folder, stem)
    noted = with_notes(paper, path, read_again=read_again)
    if noted.moved:
        sys.stderr.write(
            f"Figures have changed since {path} was written: {noted.moved}.\n"
            "      Read the notes again, and then run the same with --notes-read.\n"
        )
    return stem, noted.paper


def _say(files: list[Path], *, as_json: bool) -> None:
    if as_json:
        show_json({"files": [str(path) for path in files]})
    else:
        show_lines([f"Wrote {path}" for path in files])

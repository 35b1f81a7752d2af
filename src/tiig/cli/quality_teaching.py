"""`tiig quality poster` and `tiig quality training`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Journey, Workspace, ask, show_json, show_lines
from tiig.cli.papers import Author, check_folder, make_folder
from tiig.cli.quality_options import Folder
from tiig.journeys.quality_teaching import TeachingRequest, teaching_page, teaching_poster
from tiig.publish.paper import Paper
from tiig.publish.paper_files import write_paper

POSTER_KINDS = ("pdf", "docx")
PAGE_KINDS = ("pdf", "docx", "html")


def poster(
    *,
    folder: Folder,
    author: Author = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Write a poster for the staff room: three questions, what to write, what not."""
    asked = partial(teaching_poster, TeachingRequest(author))
    _write(asked, "poster", POSTER_KINDS, folder, workspace=workspace, as_json=as_json)


def training(
    *,
    folder: Folder,
    author: Author = None,
    seed: Annotated[int, typer.Option("--seed", help="Another seed, other exercises.")] = 1,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Write a training page with exercises from synthetic records, and their answers."""
    asked = partial(teaching_page, TeachingRequest(author, seed))
    _write(asked, "training", PAGE_KINDS, folder, workspace=workspace, as_json=as_json)


def _write(  # noqa: PLR0913 - what is written, as what, and where
    asked: Journey[Paper],
    stem: str,
    kinds: Sequence[str],
    folder: Path,
    *,
    workspace: Path | None,
    as_json: bool,
) -> None:
    check_folder(folder)
    paper = ask(asked, workspace=workspace, quiet=as_json)
    make_folder(folder)
    files = write_paper(paper, folder, stem, kinds)
    if as_json:
        show_json({"files": [str(path) for path in files]})
    else:
        show_lines([f"Wrote {path}" for path in files])

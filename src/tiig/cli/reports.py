"""`tiig report service`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import Agreement, AsJson, Because, Workspace, ask, show_json, show_lines
from tiig.cli.papers import Author, Final, Preset, check_folder, make_folder
from tiig.journeys.service_report import ServiceRequest, service_report
from tiig.model.asker import Asker
from tiig.model.errors import BAD_ARGUMENT, TiigError
from tiig.model.ports import Progress
from tiig.publish.paper_files import WRITERS, write_paper
from tiig.services import Services

KINDS = ("pdf", "docx")

app = typer.Typer(
    help="Write reports on the service itself, for who pays for it.", no_args_is_help=True
)


@app.callback()
def reports() -> None:
    """Write reports on the service itself, for who pays for it."""


@app.command()
def service(  # noqa: PLR0913 - the options of the command
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="A folder, or a file: .pdf, .docx, .xlsx, .html.")
    ],
    first: Annotated[
        str | None, typer.Option("--from", help="The first month; a year before the last unless.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", help="The last month; the newest unless named.")
    ] = None,
    preset: Preset = None,
    author: Author = None,
    final: Final = False,
    agreement: Agreement = None,
    because: Because = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Write what came in, how good it was, what went out and led to: a page, and details."""
    kind = output.suffix.removeprefix(".")
    if kind and kind not in WRITERS:
        raise TiigError(BAD_ARGUMENT, what=f"a report is written as {', '.join(WRITERS)}")
    folder = output.parent if kind else output
    check_folder(folder)
    request = ServiceRequest(first, last, preset, author, final)

    def written(asker: Asker, services: Services, progress: Progress) -> tuple[Path, ...]:
        stem, paper = service_report(request, asker=asker, services=services, progress=progress)
        make_folder(folder)
        progress.step("writing")
        named = output.stem if kind else f"service-{stem}"
        return write_paper(paper, folder, named, (kind,) if kind else KINDS)

    files = ask(written, workspace=workspace, because=because, agreement=agreement, quiet=as_json)
    if as_json:
        show_json({"files": [str(path) for path in files]})
    else:
        show_lines([f"Wrote {path}" for path in files])

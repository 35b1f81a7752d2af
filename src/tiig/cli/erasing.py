"""`tiig erase`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tiig.cli.door import AsJson, Workspace, ask, show_json, show_lines
from tiig.cli.outputs import check_output, write_text
from tiig.journeys.erase import EraseRequest, Erasure
from tiig.journeys.erase import erase as journey
from tiig.kit.plain import as_plain
from tiig.model.erasure import Erasable
from tiig.model.errors import BAD_ARGUMENT, TiigError

Person = Annotated[
    Path | None, typer.Option("--person", help="A file: one person number or pseudonym a line.")
]
Attendance = Annotated[
    Path | None,
    typer.Option("--attendance", help="A file: one attendance number or pseudonym a line."),
]
Again = Annotated[
    Path | None,
    typer.Option("--again", help="A report of an earlier erasure: after a backup was restored."),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write the report: FILE.json, for --again; keep it."),
]
Sender = Annotated[
    str | None,
    typer.Option("--sender", help="Whose own numbers the file lists; without it, pseudonyms."),
]
Site = Annotated[
    str | None, typer.Option("--site", help="The site that gave the attendance numbers.")
]
Why = Annotated[str, typer.Option("--because", help="Why; it is kept, and must name nobody.")]


def erase(  # noqa: PLR0913 - the options of the command
    *,
    person: Person = None,
    attendance: Attendance = None,
    again: Again = None,
    because: Why,
    sender: Sender = None,
    site: Site = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count the rows.")] = False,
    output: Output = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Erase people or attendances by a list in a file, and keep their rows out from now on."""
    kind, path = _list(person, attendance, again)
    check_output(output, (".json",))  # the report is needed after a restore
    request = EraseRequest(str(path), kind, because, sender, site, dry_run)
    found = ask(partial(journey, request), workspace=workspace, quiet=as_json)
    if output is not None:
        write_text(output, json.dumps(as_plain(found), indent=2) + "\n", private=True)
    if as_json:
        show_json(found)
        return
    show_lines(_lines(found))
    if output is not None:
        show_lines([f"Written to {output}."])


def _list(
    person: Path | None, attendance: Path | None, again: Path | None
) -> tuple[Erasable | None, Path]:
    """Return what is listed, and where; nothing of it is ever given on the command line."""
    lists = {Erasable.PERSON: person, Erasable.ATTENDANCE: attendance, None: again}
    given = [(kind, path) for kind, path in lists.items() if path is not None]
    if len(given) != 1:
        what = "Name one file: --person FILE, --attendance FILE or --again FILE"
        raise TiigError(BAD_ARGUMENT, what=what)
    return given[0]


def _lines(found: Erasure) -> Iterator[str]:
    done = "Would be erased" if found.dry_run else f"Erasure {found.id}"
    yield f"{done}: {found.rows} rows."
    for line in found.lines:
        yield f"  {line.rows} of {line.site} {line.month} ({line.submission}, {line.sender})"
    if found.unknown:
        yield (
            f"Listed without a stored row: {found.unknown}; they are kept out all the same, but "
            "not of packages that a hospital prepared: their numbers are under its own key."
        )
    if not found.dry_run:
        yield f"Destroyed: {found.packs} packs as they were, {found.originals} originals."
        if found.undone:
            yield f"Ordered and not yet destroyed: {found.undone}; the next command goes on."
        yield "Keep the report (-o). A list names people: destroy it."

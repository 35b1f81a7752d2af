"""What every command shares: opening the workspace, progress, and showing an answer."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Protocol, TypeVar

import typer
from rich.console import Console
from rich.status import Status
from rich.table import Table

from tiig.kit.plain import as_plain
from tiig.model.asker import Asker
from tiig.model.errors import OUTPUT_UNWRITABLE, TiigError
from tiig.model.ports import Progress
from tiig.services import Services

Answer = TypeVar("Answer")
Told_co = TypeVar("Told_co", covariant=True)
_FULL = {errno.ENOSPC, errno.EDQUOT}

Workspace = Annotated[
    Path | None,
    typer.Option(
        "--workspace", help="The workspace folder; else TIIG_WORKSPACE, else this folder."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]
Because = Annotated[str | None, typer.Option("--because", help="The purpose; it is audited.")]


Agreement = Annotated[
    str | None, typer.Option("--agreement", help="The recipient's agreement it is given under.")
]


class Spoken:
    """Progress on standard error: a live line on a terminal, silence elsewhere."""

    def __init__(self, status: Status | None) -> None:
        self._status = status

    def step(self, what: str, done: int | None = None, out_of: int | None = None) -> None:
        """Show the step."""
        if self._status is None:
            return
        count = "" if done is None else f" {done:,}" + ("" if out_of is None else f" of {out_of:,}")
        self._status.update(f"{what}{count}")


@contextmanager
def to_output() -> Iterator[None]:
    """Say OUTPUT_UNWRITABLE where nothing can be written at the place that -o names."""
    try:
        yield
    except OSError as fault:
        if fault.errno in _FULL:
            raise
        raise TiigError(OUTPUT_UNWRITABLE) from None


@contextmanager
def spoken(*, quiet: bool) -> Iterator[Progress]:
    """Give a progress that speaks on a terminal only."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield Spoken(None)
        return
    with console.status("starting") as status:
        yield Spoken(status)


class Journey(Protocol[Told_co]):
    """What a person asks for, with all that has to be said; who asks, and of what, is open."""

    def __call__(self, *, asker: Asker, services: Services, progress: Progress) -> Told_co:
        """Carry it out."""


def ask(
    journey: Journey[Answer],
    *,
    workspace: Path | None,
    because: str | None = None,
    agreement: str | None = None,
    quiet: bool = False,
) -> Answer:
    """Open the workspace and carry out one journey for the person at this machine."""
    # Here, since `tiig prepare` shares this door at a hospital that has no store.
    from tiig.wiring import local_asker, open_services, read_settings

    settings = read_settings(workspace)
    asker = local_asker(settings, purpose=because, agreement=agreement)
    with open_services(settings) as services, spoken(quiet=quiet) as progress:
        return journey(asker=asker, services=services, progress=progress)


def show_json(answer: object) -> None:
    """Print an answer as JSON on standard output."""
    sys.stdout.write(json.dumps(as_plain(answer), ensure_ascii=False, indent=2) + "\n")


def show_lines(lines: Iterator[str] | Sequence[str]) -> None:
    """Print sentences, a line each."""
    for line in lines:
        sys.stdout.write(f"{line}\n")


def printable(text: str) -> str:
    """Return a text as a terminal may show it: what a sender wrote moves no cursor."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else " " if sign.isspace() else "?" for sign in text)


def show_table(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, numbers_from: int | None = None
) -> None:
    """Print a table; columns from `numbers_from` on are aligned right."""
    table = Table(show_edge=False, pad_edge=False)
    for place, name in enumerate(header):
        right = numbers_from is not None and place >= numbers_from
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(printable, row))
    width = None if sys.stdout.isatty() else 200
    Console(width=width, highlight=False, markup=False, emoji=False).print(table)

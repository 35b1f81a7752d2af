"""How commands of the quality programme answer: asked once, written as a file, and shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from tiig.cli.door import Journey, ask, show_json, show_lines, show_table
from tiig.cli.table_files import check_table_file, write_table_file
from tiig.model.cleared_programme import ClearedProgramme

Answer = TypeVar("Answer")
Told = TypeVar("Told")


@dataclass(frozen=True)
class Asking:
    """Who asks, of which workspace, and in which form the answer is wanted."""

    workspace: Path | None
    because: str | None
    as_json: bool
    output: Path | None = None
    agreement: str | None = None

    def ask(self, journey: Journey[Answer]) -> Answer:
        """Carry out the journey."""
        return ask(
            journey,
            workspace=self.workspace,
            because=self.because,
            agreement=self.agreement,
            quiet=self.as_json,
        )


@dataclass(frozen=True)
class Files(Generic[Answer]):
    """The files that an answer may be written as; its owner's alone, unless `for_release`."""

    csv: Callable[[Answer], str]
    workbook: Callable[[Answer, Path], None]
    for_release: Callable[[Answer], bool] = lambda _: False


@dataclass(frozen=True)
class Grid:
    """A table on the screen; columns from `numbers_from` on are aligned right."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers_from: int | None = None


def written(journey: Journey[Answer], files: Files[Answer], asking: Asking) -> Answer:
    """Ask, and write the file that is wanted; one that cannot be written is refused before."""
    check_table_file(asking.output)
    found = asking.ask(journey)
    if asking.output is not None:
        write(found, files, asking.output)
    return found


def write(found: Answer, files: Files[Answer], output: Path) -> None:
    """Write an answer as the kind of file that the name ends with."""
    write_table_file(
        output,
        lambda: files.csv(found),
        lambda path: files.workbook(found, path),
        private=not files.for_release(found),
    )


def told(answer: object, screen: Iterable[str | Grid], asking: Asking) -> None:
    """Print an answer as JSON; or the lines and tables of a screen, and where it was written."""
    if asking.as_json:
        show_json(answer)
        return
    for piece in tuple(screen):  # whole before its first line is printed
        if isinstance(piece, Grid):
            show_table(piece.header, piece.rows, numbers_from=piece.numbers_from)
        else:
            show_lines([piece])
    if asking.output is not None:
        show_lines([f"Written to {asking.output}."])


def mark(found: ClearedProgramme[Told]) -> str:
    """Return the line by which an exact answer is known, and found in the ledger."""
    return f"{found.preset_mark} Release {found.release}."

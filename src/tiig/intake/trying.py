"""Open a file that no profile describes: try layouts through the gate until one accounts for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tiig import receive
from tiig.intake.parcel import label_of, missing
from tiig.model.errors import TiigError
from tiig.model.profile import FileFormat, FileLayout
from tiig.translate import suggesting

_HEAD, _TAIL = 1 << 18, 1 << 14
_ROWS = 50_000
_MOST_ROWS = 2_000_000
_MOST_TRIES = 40


@dataclass(frozen=True)
class Tried:
    """A file that was read: its layout, header, some batches of rows, and how many rows it has."""

    layout: FileLayout
    header: tuple[str, ...]
    batches: tuple[Any, ...]
    rows: int
    date_system: int
    preamble: tuple[tuple[str | None, ...], ...]


def tried(path: Path) -> Tried:
    """Return the first layout that accounts for every line; the gate's own fault if none does."""
    if not path.is_file():
        raise missing(path)
    label = label_of(path.name)
    best: TiigError | None = None
    for number, layout in enumerate(_layouts(path), start=1):
        if number > _MOST_TRIES:
            break
        try:
            return _read(path, layout, label)
        except TiigError as fault:
            best = best or fault
    if best is None:
        message = "a file has at least one layout to try"
        raise RuntimeError(message)
    raise best


def _read(path: Path, layout: FileLayout, label: str) -> Tried:
    batches, rows = [], 0
    with receive.open_file(path, layout, label=label) as opened:
        for batch in opened.batches(_ROWS):
            rows += batch.height
            if rows <= _MOST_ROWS:
                batches.append(batch)
        return Tried(
            layout, opened.header, tuple(batches), rows, opened.date_system or 1900,
            opened.preamble,
        )  # fmt: skip


def _layouts(path: Path) -> Iterator[FileLayout]:
    head, tail = _ends(path)
    if not receive.is_archive(head):
        yield from suggesting.layouts_of(head, tail)
        return
    try:
        strays, asides = receive.look_anyhow(path, FileLayout(format=FileFormat.XLSX))
        yield from suggesting.sheet_layouts(strays, asides)
    except TiigError:  # an archive that holds no workbook
        _, asides = receive.look_anyhow(path, FileLayout())
        yield from suggesting.layouts_of_lines(asides)


def _ends(path: Path) -> tuple[bytes, bytes]:
    """Return the first and the last bytes of a file; FILE_MISSING where it cannot be read."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
            stream.seek(max(0, path.stat().st_size - _TAIL))
            return head, stream.read(_TAIL)
    except OSError:
        raise missing(path) from None

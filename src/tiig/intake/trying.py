"""Open a file that no profile describes: try layouts through the gate until one accounts for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tiig import receive
from tiig.intake.parcel import label_of, missing
from tiig.model.errors import BAD_ARGUMENT, FILE_DAMAGED, TiigError, Where
from tiig.model.file_errors import FILE_KIND
from tiig.model.profile import ANY_PATH, FileFormat, FileLayout
from tiig.translate import suggesting

_HEAD, _TAIL = 1 << 18, 1 << 14
_ROWS = 50_000
_MOST_TRIES = 40


@dataclass(frozen=True, eq=False)
class Outline:
    """What XML is made of: its elements, and the one that is taken for a record."""

    elements: tuple[suggesting.Element, ...]
    records: suggesting.Records


@dataclass(frozen=True, eq=False)
class Tried:
    """A file that was read: its layout and header, and a sample of its rows.

    `outline` is that of XML.
    """

    path: Path
    layout: FileLayout
    header: tuple[str, ...]
    sample: suggesting.Sample
    date_system: int
    preamble: tuple[tuple[str | None, ...], ...]
    outline: Outline | None = None

    def batches(self) -> Iterator[Any]:
        """Yield all rows; a file that is larger than its sample is read once more."""
        if self.sample.whole:
            yield self.sample.raw
            return
        label, rows = label_of(self.path.name), 0
        with receive.open_file(self.path, self.layout, label=label) as opened:
            for batch in opened.batches(_ROWS):
                rows += batch.height
                yield batch
        if rows != self.sample.rows:
            what = "it changed while it was read"
            raise TiigError(FILE_DAMAGED, Where(file=label), what=what)


def tried(path: Path, record: str | None = None) -> Tried:
    """Return the first layout that accounts for every line; the gate's own fault if none does.

    `record` names the element of XML that is one row.
    """
    if not path.is_file():
        raise missing(path)
    label = label_of(path.name)
    outline = _outline(path, record, label)
    if outline is not None:
        return _read(path, _xml_layout(outline.records), label, outline)
    if record is not None:
        raise TiigError(BAD_ARGUMENT, what="a record is named for XML only")
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


def _outline(path: Path, record: str | None, label: str) -> Outline | None:
    """Return the elements of XML, packed or not; None for a file of another kind."""
    head, _ = _ends(path)
    if not (receive.is_archive(head) or receive.is_markup(head)):
        return None
    try:
        with receive.open_outline(path, label=label) as opened:
            elements = suggesting.elements_in(opened.batches())
    except TiigError as fault:
        if fault.kind is FILE_KIND:
            return None
        raise
    return Outline(elements, suggesting.records_of(elements, record, Where(file=label)))


def _xml_layout(records: suggesting.Records) -> FileLayout:
    paths = (ANY_PATH, *(one.name for one in records.aside))
    return FileLayout(format=FileFormat.XML, record=records.path.lstrip("/"), paths=paths)


def _read(path: Path, layout: FileLayout, label: str, outline: Outline | None = None) -> Tried:
    sample = suggesting.Sample()
    with receive.open_file(path, layout, label=label) as opened:
        for batch in opened.batches(_ROWS):
            sample.add(batch)
        return Tried(
            path, layout, opened.header, sample, opened.date_system or 1900, opened.preamble,
            outline,
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

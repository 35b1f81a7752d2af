"""What must hold of any bytes: refused with an error of the catalogue, or read as another reads."""

from __future__ import annotations

import gzip
import io
import time
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from unittest.mock import patch
from xml.etree import ElementTree as ET

import polars as pl
from tests.fuzz import reference, reference_book
from tests.fuzz.mutations import Case, members_of

from tiig.model.errors import Family, TiigError, Where
from tiig.model.identified import RawRows
from tiig.model.profile import ANY_PATH, FileFormat, FileLayout
from tiig.receive import package, plain_walk, spreadsheet
from tiig.receive.here import Here
from tiig.receive.limits import USUAL, Limits
from tiig.receive.package import Package
from tiig.receive.plain_grid import plain_grid
from tiig.receive.readers import reader_of
from tiig.receive.source import Held
from tiig.receive.tally import Tally
from tiig.receive.ways import Way, opened_by
from tiig.translate import suggesting

SLOWEST = 2.0
"""Seconds of processor time that a small file may take."""
_NOT_ITS_RULES = ("-kind", "archive-", "file-damaged", "file-too-large", "counts-disagree")
"""Refusals that the reference reader has no rule for: of kinds, of archives, of limits."""
_FORMATS = {"xml": FileFormat.XML, "workbook": FileFormat.XLSX}


@dataclass(frozen=True)
class Taken:
    """What was read: names, rows with their numbers, and the account."""

    names: tuple[str, ...]
    rows: list[tuple[object, ...]]
    tally: Tally


@dataclass(frozen=True)
class Judged:
    """What became of a case, and what is wrong with that (empty: nothing)."""

    outcome: str
    wrong: str
    seconds: float


def judge(case: Case) -> Judged:
    """Read a case here and by the reference, and compare."""
    began = time.process_time()
    try:
        if case.kind == "xml":
            with suppress(TiigError):
                outlined(case)
        taken, error = take(case), ""
    except TiigError as fault:
        taken, error = None, fault.kind.id
        wrong = "" if fault.kind.family is Family.FILE else f"family {fault.kind.family.name}"
    except Exception as fault:  # noqa: BLE001 - that none is let through is what is tested
        seconds = time.process_time() - began
        return Judged("crash", f"{type(fault).__name__}: {fault}"[:200], seconds)
    seconds = time.process_time() - began
    if taken is not None:
        wrong = account(taken) or differs(case, taken)
    elif not wrong:
        wrong = needless(case, error)
    if not wrong and seconds > SLOWEST:
        wrong = "slow"
    return Judged(error or "taken", wrong, seconds)


def layout_of(case: Case) -> FileLayout:
    """Return what the profile says of a case."""
    return FileLayout(
        format=_FORMATS.get(case.kind, FileFormat.CSV),
        quoted_line_breaks=case.breaks,
        footer_rows=case.footer if case.kind in {"text", "archive"} else 0,
        sheet="Rows" if case.kind == "workbook" else None,
        record="Extract/Visit" if case.kind == "xml" else "",
    )


def take(case: Case) -> Taken:
    """Read a case to its end, through gate and reader."""
    where = Where()
    limits = Limits(chunk=case.chunk if case.kind == "text" else 1 << 20, record=1 << 16)
    handle = Held(io.BytesIO(case.data), where, largest=limits.file)
    opened = Here(reader_of(handle, layout_of(case), limits, where), handle)
    rows = [
        tuple(row.values()) for batch in opened.frames(3) for row in batch.to_pylist()
    ]  # fmt: skip
    list(opened.strays())
    for _ in opened.asides():
        pass
    return Taken(opened.told.header, rows, opened.tally)


def outlined(case: Case) -> None:
    """Find the record of XML that nobody has described, and read its rows as suggestions do."""
    where, limits = Where(), Limits(record=1 << 16)
    handle = Held(io.BytesIO(case.data), where, largest=limits.file)
    outline = opened_by(Way.OUTLINE, handle, FileLayout(format=FileFormat.XML), limits, where)
    told = [RawRows(pl.DataFrame(batch)) for batch in outline.frames(1000)]
    elements = suggesting.elements_in(told)
    records = suggesting.records_of(elements, None, where)
    paths = (ANY_PATH, *(one.name for one in records.aside))
    layout = FileLayout(format=FileFormat.XML, record=records.path.lstrip("/"), paths=paths)
    opened = Here(reader_of(handle, layout, limits, where), handle)
    read = sum(batch.num_rows for batch in opened.frames(1000))
    names = suggesting.called(opened.told.header, elements, records).names
    if not opened.tally.agrees(read) or len(set(names.values())) < len(names):
        message = "what suggestions read of it does not agree"
        raise AssertionError(message)


def account(taken: Taken) -> str:
    """Say what is wrong with an account."""
    tally, numbers = taken.tally, [int(str(row[0])) for row in taken.rows]
    placed = sorted([*numbers, *(one.row for one in tally.ignored)])
    if not tally.agrees(len(taken.rows)):
        return "the account does not close"
    if placed != sorted(set(placed)) or len(placed) != tally.records:
        return "a row is not read or ignored exactly once"
    return ""


def differs(case: Case, taken: Taken) -> str:
    """Say where the reference reads something else."""
    try:
        if case.kind == "xml":
            return differs_from_xml(case.data, taken)
        if case.kind == "workbook":
            return differs_from_book(case, taken)
        data = unpacked(case.data) if case.kind == "archive" else case.data
        told = reference.read(data, dialect_of(case))
    except reference.RefusedError:
        # A file without a row is refused one step later, by who opens files.
        return "taken against the rules" if taken.rows else ""
    tally = taken.tally
    facts = (told.names, told.rows, told.lines, told.quoted_breaks, told.records, told.ignored)
    ours = (
        taken.names, taken.rows, tally.physical_lines, tally.quoted_breaks, tally.records,
        sorted(one.row for one in tally.ignored),
    )  # fmt: skip
    names = ("names", "rows", "lines", "quoted breaks", "records", "ignored")
    return next(
        (f"{name} differ" for name, a, b in zip(names, facts, ours, strict=True) if a != b), ""
    )


def differs_from_xml(data: bytes, taken: Taken) -> str:
    """Hold records against the standard library's reader: how many, and what each says in all."""
    try:
        root = ET.fromstring(data)  # noqa: S314 - what would be dangerous was refused before
    except ET.ParseError:
        return "taken though not well-formed"
    told = [
        words(element.itertext()) for element in root if element.tag.rpartition("}")[2] == "Visit"
    ]
    if len(told) != taken.tally.records:
        return "records differ"
    ours = [words(str(cell) for cell in row[1:] if cell) for row in taken.rows]
    # What stands outside the records is a column of its own, and in every row.
    outside = any(name.startswith("/") for name in taken.names)
    plain = not outside and not any(element.attrib for element in root.iter())
    if plain and sorted(filter(None, told)) != sorted(ours):
        return "words of a record differ"
    return ""


def differs_from_book(case: Case, taken: Taken) -> str:
    """Hold a plain sheet against calamine alone, and against the standard library's XML."""
    book = Package(case.data, USUAL, Where())
    name, part = book.sheet_part(layout_of(case).sheet)
    if plain_grid(book, name, part, USUAL) is None:
        return ""
    try:
        with patch.object(spreadsheet, "plain_grid", lambda *_: None):
            if take(case) != taken:
                return "read otherwise by calamine"
        with patch.object(package, "_STEP", 150), patch.object(plain_walk, "_AT_ONCE", 300):
            if take(case) != taken:
                return "read otherwise in small pieces"
    except TiigError as fault:
        return f"taken as plain, refused else: {fault.kind.id}"
    try:
        header, *rows = reference_book.read(case.data, part).items()
    except (ET.ParseError, KeyError, ValueError, IndexError) as fault:
        return f"taken as plain, {type(fault).__name__} in the reference"
    columns = range(min(header[1]), max(header[1]) + 1)
    told = [(row, *(cells.get(column) for column in columns)) for row, cells in rows]
    return "" if told == taken.rows else "rows differ"


def words(texts: object) -> str:
    """Return the letters of texts, in order of the alphabet: columns may stand in another order.

    Without the sign that the reader puts between pieces of text around elements.
    """
    return "".join(sorted("".join("".join(texts).replace("¦", "").split())))  # type: ignore[arg-type]


def dialect_of(case: Case) -> reference.Dialect:
    """Return what the reference is told of a case."""
    return reference.Dialect(breaks=case.breaks, footer=case.footer)


def unpacked(data: bytes) -> bytes:
    """Unpack an archive that was taken, by the standard library."""
    if data.startswith(b"\x1f\x8b"):
        try:
            return gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            raise reference.RefusedError from None
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    files = [inner for name, inner in members_of(data) if not name.endswith("/")]
    return files[0]


def needless(case: Case, error: str) -> str:
    """Say where delimited text was refused that breaks no rule."""
    known = any(part in error for part in _NOT_ITS_RULES)
    if case.kind != "text" or known:
        return ""
    try:
        reference.read(case.data, dialect_of(case))
    except reference.RefusedError:
        return ""
    return f"refused without need: {error}"

"""The manifest of the corpus: one line a file, with what must become of it and why."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial
from importlib import import_module
from pathlib import Path

from tests.corpus.makers.base import Sample, canary_of

MANIFEST = Path(__file__).with_name("manifest.csv")
FAMILIES = (
    "encodings",
    "structure",
    "dates",
    "values",
    "identifiers",
    "injection",
    "workbooks",
    "archives",
    "xml_files",
    "file_names",
    "sequences",
)
Maker = Callable[[str], Sample]


@dataclass(frozen=True)
class Line:
    """What one file is, what must become of it, and why that is right.

    `outcome` names the fate of each file that is sent, in order; `error` is the refusal's id;
    `counts` reads `60 = 59 + 1 + 0` for read = stored + set aside + ignored; `set_aside` and
    `findings` name rules with rows; `states` counts items that are not given in stored rows;
    `scrubbed` names columns with the rows from which an identifier was taken; `in_force` is
    what stands at the end. `fault` says what TIIG does wrong with it, where it does.
    """

    id: str
    family: str
    awkward: str
    maker: str
    outcome: str
    error: str
    counts: str
    set_aside: str
    findings: str
    states: str
    scrubbed: str
    in_force: str
    why: str
    fault: str


def lines() -> tuple[Line, ...]:
    """Return every line, in the order of the file."""
    with MANIFEST.open(encoding="utf-8", newline="") as text:
        return tuple(Line(**row) for row in csv.DictReader(text))


def columns() -> list[str]:
    """Return the names of the columns."""
    return [field.name for field in fields(Line)]


def makers(family: str) -> dict[str, partial[Sample]]:
    """Return the makers of a family, by the id of the file that each makes."""
    made: dict[str, partial[Sample]] = import_module(f"tests.corpus.makers.{family}").FILES
    return made


def maker_name(maker: partial[Sample]) -> str:
    """Return what the manifest calls a maker."""
    return f"{maker.func.__module__.rpartition('.')[2]}.{maker.func.__name__}"


def made(line: Line) -> Sample:
    """Make the file, or the files, of a line."""
    return makers(line.family)[line.id](canary_of(line.id))

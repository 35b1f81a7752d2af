"""The words for the three parts of a usable record, which every paper of the programme shares."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tiig.model.letter import PARTS
from tiig.publish.paper import Cell, Exhibit, Grid


@dataclass(frozen=True)
class PartWords:
    """How one part is asked for, why, and what is written or not; all examples are invented."""

    label: str
    short: str
    question: str
    ask: str
    why: str
    write: tuple[str, ...]
    instead: tuple[str, ...]


def part_words(part: str) -> PartWords:
    """Return the words for a part."""
    told = _words()[part]
    return PartWords(
        label=told["label"],
        short=told["short"],
        question=told["question"],
        ask=told["ask"],
        why=told["why"],
        write=tuple(told["write"]),
        instead=tuple(told["instead"]),
    )


def never_written() -> tuple[str, ...]:
    """Return what nobody is to write, in sentences."""
    return tuple(_words()["never"]["write"])


def examples(parts: tuple[str, ...] = PARTS, *, named: bool = True) -> Exhibit:
    """Show what to write and what not, a row an example; `named` adds the part."""
    rows = []
    for part in parts:
        words = part_words(part)
        for write, instead in zip(words.write, words.instead, strict=True):
            label = (Cell(words.label.capitalize()),) if named else ()
            rows.append((*label, Cell(write), Cell(instead)))
    columns = ("Write", "Not")
    return Exhibit(
        id="examples",
        title="What to write, and what not",
        summary="A table of invented examples: what helps, and what does not.",
        grid=Grid(("Of", *columns) if named else columns, tuple(rows), words=True),
    )


def shortened(text: str, longest: int) -> str:
    """Return a text, cut with a sign where it is longer than so many letters."""
    return text if len(text) <= longest else f"{text[:longest].rstrip()} …"


@cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("tiig.publish.letters") / "words.toml").read_text("utf-8"))

"""What a reader tells of a file, believed only as far as its shape goes.

A reader has met hostile bytes: the parent takes from it names of columns, cells above the
header, counts and row numbers, each within its bounds, and sentences and places from closed
lists. What is anything else is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from tiig.model.errors import Family, Kind, TiigError, Where
from tiig.model.every_error import every_kind
from tiig.model.profile import FileLayout
from tiig.model.reading_errors import READER_BROKEN, READER_STOPPED
from tiig.model.rows import ROW
from tiig.receive.sayings import PLACES, SAYINGS, SOME_PLACE, is_path, pattern_of
from tiig.receive.source import ENCODING_NAMES
from tiig.receive.tally import IgnoredRun, Reason, Tally

LAST_ROW = 2**32 - 1
_LARGEST = 2**63
_MOST_ROWS = 100
_PATHS = "columns"
"""The one fact that names elements of the file itself."""
_REFUSING = frozenset({Family.FILE, Family.PROFILE})


class UnbelievableError(Exception):
    """What was told does not have its shape."""


@dataclass(frozen=True)
class Told:
    """What is known of a file when its header was read; `kept` says which limits are enforced."""

    header: tuple[str, ...]
    sheet: str | None
    date_system: int | None
    preamble: tuple[tuple[str | None, ...], ...]
    kept: Mapping[str, bool] = field(default_factory=dict)


def told_of(words: Mapping[str, Any], kept: Mapping[str, Any]) -> Told:
    """Read what a reader tells of a file that it has opened."""
    header, preamble = words.get("header"), words.get("preamble")
    sheet, date_system = words.get("sheet"), words.get("date_system")
    _believe(_is_texts(header) and len(set(header)) == len(header) and ROW not in header)
    _believe(isinstance(preamble, list) and all(map(_is_cells, preamble)))
    _believe(sheet is None or isinstance(sheet, str))
    _believe(date_system in {None, 1900, 1904})
    _believe(all(isinstance(held, bool) for held in kept.values()))
    return Told(
        tuple(header or ()), sheet, date_system, tuple(map(tuple, preamble or ())), dict(kept)
    )


def tally_of(words: Mapping[str, Any]) -> tuple[Tally, list[str]]:
    """Read the account of a whole file, and its footer."""
    names = (
        "physical_lines",
        "preamble_lines",
        "header_lines",
        "quoted_breaks",
        "records",
        "hidden",
    )
    counts = {name: words.get(name) for name in names}
    marks, numbered = words.get("marks"), words.get("numbered")
    _believe((marks is None or _is_count(marks)) and isinstance(numbered, bool))
    runs, footer = words.get("ignored_runs"), words.get("footer")
    _believe(all(_is_count(count) for count in counts.values()))
    _believe(isinstance(runs, list) and _is_texts(footer))
    ignored = tuple(map(_run, runs or ()))
    tally = Tally(**counts, ignored_runs=ignored, marks=marks, numbered=bool(numbered))  # type: ignore[arg-type]
    return tally, list(footer or ())


def heading_of(words: Mapping[str, Any]) -> tuple[str, tuple[str | None, ...], int]:
    """Read place, first row and number of columns of rows that stand aside."""
    place, header, columns = words.get("place"), words.get("header"), words.get("columns")
    _believe(isinstance(place, str) and _is_cells(header) and _is_count(columns))
    return place_of(str(place)), tuple(header or ()), int(columns or 0)


def place_of(place: str) -> str:
    """Return a place that may be named, else that it is somewhere."""
    return place if pattern_of(place) in PLACES else SOME_PLACE


def fault_of(words: Mapping[str, Any], layout: FileLayout, where: Where) -> TiigError:
    """Return the error that a reader tells; where it tells none that exists, that it broke."""
    name = words.get("kind")
    if name == "memory":
        return TiigError(READER_STOPPED, where, what="memory")
    kind = every_kind().get(str(name))
    facts, rows, sheet = words.get("facts"), words.get("rows"), words.get("sheet")
    believed = (
        kind is not None
        and kind.family in _REFUSING
        and isinstance(facts, dict)
        and isinstance(rows, list)
        and len(rows) <= _MOST_ROWS
        and all(map(_is_count, rows))
        and sheet in {None, layout.sheet}
    )
    if kind is None or not believed:
        return TiigError(READER_BROKEN, where)
    needed = {name: (facts or {}).get(name) for name in _facts_of(kind)}
    known = {ROW, layout.encoding, layout.record, *ENCODING_NAMES}
    if not all(_is_fact(name, fact, known) for name, fact in needed.items()):
        return TiigError(READER_BROKEN, where)
    place = Where(file=where.file, sheet=sheet, rows=tuple(rows or ()))
    return TiigError(kind, place, **needed)


def _facts_of(kind: Kind) -> set[str]:
    return set(re.findall(r"\{(\w+)", kind.sentence + kind.advice))


def _is_fact(name: str, fact: object, known: set[str]) -> bool:
    if not isinstance(fact, str):
        return _is_count(fact)
    return fact in known or pattern_of(fact) in SAYINGS or (name == _PATHS and is_path(fact))


def _run(told: object) -> IgnoredRun:
    if isinstance(told, list) and len(told) == 3:  # noqa: PLR2004 - first, last, reason
        first, last, reason = told
        if _is_count(first) and _is_count(last) and first <= last <= LAST_ROW:
            for known in Reason:
                if known.value == reason:
                    return IgnoredRun(first, last, known)
    raise UnbelievableError


def _is_count(value: object) -> TypeGuard[int]:
    return type(value) is int and 0 <= value < _LARGEST


def _is_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _is_cells(value: object) -> TypeGuard[Sequence[str | None]]:
    return isinstance(value, list) and all(text is None or isinstance(text, str) for text in value)


def _believe(condition: object) -> None:
    if not condition:
        raise UnbelievableError

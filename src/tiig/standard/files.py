"""Read the standard's TOML and CSV files, packaged and overlaid, row by row.

A row knows its file and line, so that every fault can name both. Refuses what is missing,
unknown or of the wrong kind; never lets a library's traceback through.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NoReturn

from tiig.model.errors import STANDARD_INVALID, TiigError, Where

_TOML_LINE = re.compile(r"line (\d+)")


def refuse(what: str, *, file: str, line: int = 0) -> NoReturn:
    """Raise STANDARD_INVALID for a fault in one of the standard's files."""
    raise TiigError(STANDARD_INVALID, Where(file=file, rows=(line,) if line else ()), what=what)


@dataclass(frozen=True)
class Row:
    """One table of a TOML file or one line of a CSV file, and where it stands."""

    file: str
    line: int
    key: str
    cells: Mapping[str, object]

    def refuse(self, what: str) -> NoReturn:
        """Raise STANDARD_INVALID at this row."""
        refuse(f"{self.key}: {what}", file=self.file, line=self.line)

    def only(self, known: frozenset[str]) -> None:
        """Refuse a key that the standard does not have."""
        unknown = sorted(set(self.cells) - known)
        if unknown:
            self.refuse(f"unknown key {', '.join(unknown)}")

    def text(self, name: str) -> str:
        """Return a text that must be there."""
        return self.maybe(name) or self.refuse(f"{name} is missing")

    def maybe(self, name: str) -> str | None:
        """Return a text, or None where it is absent or empty."""
        value = self.cells.get(name)
        if value is None or value == "":
            return None
        return value.strip() if isinstance(value, str) else self.refuse(f"{name} is not a text")

    def flag(self, name: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self.cells.get(name, default)
        return value if isinstance(value, bool) else self.refuse(f"{name} is not true or false")

    def whole(self, name: str) -> int | None:
        """Return a whole number, also one written as text, or None where it is absent."""
        value = self.cells.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str) and value.strip().isdecimal():
            return int(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return self.refuse(f"{name} is not a whole number")

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list of texts; in a CSV cell they are parted by `|`."""
        value = self.cells.get(name)
        if value is None or value == "":
            return ()
        if isinstance(value, str):
            return tuple(word.strip() for word in value.split("|") if word.strip())
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return tuple(value)
        return self.refuse(f"{name} is not a list of texts")

    def day(self, name: str) -> date | None:
        """Return a day (TOML date, or CCYY-MM-DD), or None where it is absent."""
        value = self.cells.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            return self.refuse(f"{name} is not a day like 2026-06-30")

    def tables(self, name: str) -> tuple[Row, ...]:
        """Return a list of inline tables, each as a row of its own."""
        value = self.cells.get(name)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
            return tuple(Row(self.file, self.line, self.key, entry) for entry in value)
        return self.refuse(f"{name} is not a list of tables")


def packaged() -> Traversable:
    """Return the folder of the files that come with the package."""
    return files("tiig.standard")


def tables(name: str, overlay: Path | None) -> dict[str, Row]:
    """Read a TOML file: one row per top-level table, the overlay's replacing or added."""
    found = _tables_of(packaged() / name, name)
    if overlay is not None and (overlay / name).is_file():
        found |= _tables_of(overlay / name, f"overlay/{name}")
    return found


def lines(name: str, key: Sequence[str], overlay: Path | None) -> dict[str, Row]:
    """Read a CSV file: one row per line, keyed by columns, the overlay's replacing or added."""
    found: dict[str, Row] = {}
    if (packaged() / name).is_file():
        found |= _lines_of(packaged() / name, name, key)
    if overlay is not None and (overlay / name).is_file():
        found |= _lines_of(overlay / name, f"overlay/{name}", key)
    return found


def names(folder: str, overlay: Path | None) -> tuple[str, ...]:
    """List the CSV files of a folder, packaged and overlaid, without their ending."""
    found = {entry.name for entry in (packaged() / folder).iterdir()}
    if overlay is not None and (overlay / folder).is_dir():
        found |= {entry.name for entry in (overlay / folder).iterdir()}
    return tuple(sorted(name[:-4] for name in found if name.endswith(".csv")))


def _read(source: Traversable, name: str) -> str:
    try:
        return source.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        refuse("not written in UTF-8", file=name)
    except OSError:
        refuse("cannot be read", file=name)


def _tables_of(source: Traversable, name: str) -> dict[str, Row]:
    text = _read(source, name)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _TOML_LINE.search(str(error))
        refuse("not TOML", file=name, line=int(line[1]) if line else 0)
    heads = {
        line.strip()[1:-1].strip('"'): number
        for number, line in enumerate(text.splitlines(), start=1)
        if line.startswith("[") and line.strip().endswith("]")
    }
    found = {}
    for key, table in content.items():
        if not isinstance(table, dict):
            refuse(f"{key} stands outside any table", file=name)
        found[key] = Row(name, heads.get(key, 0), key, table)
    return found


def _lines_of(source: Traversable, name: str, key: Sequence[str]) -> dict[str, Row]:
    reader = csv.reader(io.StringIO(_read(source, name), newline=""), strict=True)
    found: dict[str, Row] = {}
    try:
        header = next(reader, [])
        absent = [column for column in key if column not in header]
        if absent:
            refuse(f"columns missing: {', '.join(absent)}", file=name, line=1)
        for cells in filter(None, reader):
            if len(cells) != len(header):
                refuse(
                    f"has {len(cells)} cells, not {len(header)}", file=name, line=reader.line_num
                )
            entry = dict(zip(header, cells, strict=True))
            row_key = " ".join(filter(None, (entry[column].strip() for column in key)))
            if row_key in found:
                refuse(f"{row_key} stands twice", file=name, line=reader.line_num)
            found[row_key] = Row(name, reader.line_num, row_key, dict(entry))
    except csv.Error:
        refuse("not CSV", file=name, line=reader.line_num)
    return found

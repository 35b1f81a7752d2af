"""Read TOML tables strictly: every fault names its key, none is passed over."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NoReturn, TypeVar

from tiig.model.errors import PROFILE_INVALID, Kind, TiigError

_Choice = TypeVar("_Choice", bound=StrEnum)
_LINE = re.compile(r"at line (\d+)")


def refuse(path: str, what: str, kind: Kind = PROFILE_INVALID) -> NoReturn:
    """Raise an error of a kind whose sentence asks for `what`, for a key."""
    raise TiigError(kind, what=f"{path}: {what}" if path else what)


def parsed(text: str, kind: Kind = PROFILE_INVALID) -> dict[str, object]:
    """Parse TOML; a fault of grammar names its line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
    except RecursionError:
        refuse("", "lists or tables stand in one another too deep", kind)
    refuse("", f"not TOML, line {line[1]}" if line else "not TOML, at its end", kind)


@dataclass(frozen=True)
class Table:
    """One table of the file, the path that leads to it, and the kind of error of its faults."""

    path: str
    cells: Mapping[str, object]
    kind: Kind = PROFILE_INVALID

    def only(self, known: frozenset[str]) -> None:
        """Refuse keys that such a table does not have."""
        for key in self.cells:
            if key not in known:
                self.refuse(key, f"no such key; it may be one of {', '.join(sorted(known))}")

    def refuse(self, key: str, what: str) -> NoReturn:
        """Raise an error for a key of this table."""
        refuse(f"{self.path}.{key}" if self.path else key, what, self.kind)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text that must not be empty."""
        value = self.cells.get(key, default)
        if value is None:
            self.refuse(key, "is missing")
        if not isinstance(value, str) or not value.strip():
            self.refuse(key, "must be a text")
        return value.strip()

    def maybe(self, key: str) -> str | None:
        """Return a text, or None where the key is not given."""
        return self.text(key) if key in self.cells else None

    def character(self, key: str, default: str, *, empty: bool = False) -> str:
        """Return a single character, or nothing where that is allowed."""
        value = self.cells.get(key, default)
        if not isinstance(value, str) or len(value) > 1 or not (value or empty):
            self.refuse(key, "must be one character" + (" or empty" if empty else ""))
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self.cells.get(key, default)
        if not isinstance(value, bool):
            self.refuse(key, "must be true or false")
        return value

    def whole(self, key: str, default: int | None, *, least: int) -> int:
        """Return a whole number of at least `least`."""
        value = self.cells.get(key, default)
        if value is None:
            self.refuse(key, "is missing")
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            self.refuse(key, f"must be a whole number from {least}")
        return value

    def share(self, key: str, default: float) -> float:
        """Return a share from 0 to 1."""
        value = self.cells.get(key, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
            self.refuse(key, "must be a share from 0 to 1")
        return float(value)

    def day(self, key: str) -> date | None:
        """Return a day, or None where the key is not given."""
        value = self.cells.get(key)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            self.refuse(key, "must be a day, written 2026-06-30 without quotation marks")
        return value

    def choice(self, key: str, kind: type[_Choice], default: _Choice | None = None) -> _Choice:
        """Return one of a few words."""
        value = self.text(key, default)
        if value not in set(kind):
            self.refuse(key, f"must be one of {', '.join(kind)}")
        return kind(value)

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of texts without repeats."""
        value = self.cells.get(key, [])
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            self.refuse(key, "must be a list of texts")
        words = tuple(word.strip() for word in value)
        if len(set(words)) != len(words):
            self.refuse(key, "names something twice")
        return words

    def table(self, key: str) -> Table:
        """Return a table, empty where it is not given."""
        value = self.cells.get(key, {})
        if not isinstance(value, dict):
            self.refuse(key, "must be a table")
        return Table(f"{self.path}.{key}" if self.path else key, value, self.kind)

    def tables(self, key: str) -> Iterator[Table]:
        """Yield the tables of a `[[list]]`, each called by its own name or place."""
        value = self.cells.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self.refuse(key, f"must be written as [[{key}]]")
        for place, entry in enumerate(value, start=1):
            name = entry.get("name") or entry.get("item")
            known = name.strip() if isinstance(name, str) else f"#{place}"
            yield Table(f"{key}[{known}]", entry, self.kind)

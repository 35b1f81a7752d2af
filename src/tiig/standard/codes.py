"""Code sets: dated lists of permitted codes and the category each one means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property


class Verified(StrEnum):
    """How sure a code is; only the first two are ever used to map a value.

    `code-only`: code and meaning were read in a source, its exact wording was not.
    `partial`, `candidate` and `no` are kept for people to check, and map nothing.
    """

    YES = "yes"
    CODE_ONLY = "code-only"
    PARTIAL = "partial"
    CANDIDATE = "candidate"
    NO = "no"

    @property
    def maps(self) -> bool:
        """Whether an entry may map a value without a person."""
        return self in {Verified.YES, Verified.CODE_ONLY}


def normalised(text: str) -> str:
    """Return how words are compared: trimmed, white space collapsed, case folded."""
    return " ".join(text.split()).casefold()


@dataclass(frozen=True)
class CodeEntry:
    """One code of a scheme, the node it means, and since when."""

    code: str
    scheme: str
    node: str
    term: str
    verified: Verified
    valid_from: date | None
    valid_to: date | None
    source: str

    def maps_on(self, on: date | None) -> bool:
        """Tell whether the entry may map a value on a day; without a day, at any time."""
        return self.verified.maps and (
            on is None
            or (
                (self.valid_from is None or self.valid_from <= on)
                and (self.valid_to is None or on <= self.valid_to)
            )
        )


@dataclass(frozen=True, eq=False)
class CodeSet:
    """A dated list of codes; `version` is a digest of its entries."""

    id: str
    entries: tuple[CodeEntry, ...]
    version: str

    @cached_property
    def _by_code(self) -> dict[str, list[CodeEntry]]:
        found: dict[str, list[CodeEntry]] = {}
        for entry in self.entries:
            found.setdefault(normalised(entry.code), []).append(entry)
        return found

    def node_for(self, code: str, on: date | None = None) -> str | None:
        """Return the node that a verified code means on a day; None where none is known."""
        return _newest(self._by_code.get(normalised(code), []), on)


def _newest(entries: list[CodeEntry], on: date | None) -> str | None:
    """Return the node of the newest entry; an undated one speaks only before the dated ones."""
    starts = [entry.valid_from for entry in entries if entry.valid_from is not None]
    dated_by_then = on is not None and any(start <= on for start in starts)
    valid = [
        entry
        for entry in entries
        if entry.maps_on(on) and (entry.valid_from is not None or not dated_by_then)
    ]
    latest = max(valid, key=lambda entry: entry.valid_from or date.min, default=None)
    return latest.node if latest else None

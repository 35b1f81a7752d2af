"""An author's notes for a paper: text by section, and what the paper showed when it was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SECTIONS = ("summary", "interpretation", "recommendations")
"""The sections that an author may write, in the order in which they stand."""


@dataclass(frozen=True)
class NoteText:
    """Paragraphs, or the items of a list."""

    paragraphs: tuple[str, ...]
    bullets: bool = False


@dataclass(frozen=True)
class Notes:
    """What an author wrote, by section; `seen` is the digest of the figures written about."""

    sections: Mapping[str, tuple[NoteText, ...]] = field(default_factory=dict)
    seen: str | None = None

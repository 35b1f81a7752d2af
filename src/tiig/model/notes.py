"""An author's notes for a paper: text by section."""

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
    """What an author wrote, by section."""

    sections: Mapping[str, tuple[NoteText, ...]] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """How many characters it has."""
        return sum(
            len(one) for text in self.sections.values() for t in text for one in t.paragraphs
        )

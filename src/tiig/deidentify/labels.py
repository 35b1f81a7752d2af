"""Texts that people write about data: what identifiers they hold."""

from __future__ import annotations

from tiig.deidentify.spans import identifiers


def kinds_in(text: str) -> tuple[str, ...]:
    """Return the kinds of identifier that a text shows by itself, sorted."""
    return tuple(sorted({span.kind for span in identifiers(text)}))

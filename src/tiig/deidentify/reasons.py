"""A text that a person wrote on purpose - a reason, a purpose - before it is kept for good."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from tiig.deidentify.spans import identifiers

_IDS: Final = re.compile(
    r"(?<![0-9a-z])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[0-9]*[a-f])[0-9a-f]{12,128})"
    r"(?![0-9a-z])"
)
"""Ids and digests of the house, whose digits may look like a telephone's."""


@lru_cache(maxsize=2_000)
def kinds_in(text: str) -> tuple[str, ...]:
    """Return the kinds of direct identifiers that a text shows, sorted."""
    return tuple(sorted({span.kind for span in identifiers(_IDS.sub("id", text))}))

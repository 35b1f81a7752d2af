"""Agreements and profiles are kept and shown word for word: nobody may stand in them."""

from __future__ import annotations

from collections.abc import Collection

from tiig import deidentify
from tiig.model.document_errors import DOCUMENT_IDENTIFIES
from tiig.model.errors import TiigError

CODES = frozenset({"codes", "values", "defaults"})
"""Keys of a profile that hold a sender's own values."""


def check_document(text: str, keys: Collection[str]) -> None:
    """Refuse a text with a number or address of a person; DOCUMENT_IDENTIFIES names the line."""
    for found in deidentify.identifying_lines(text, keys=keys, codes=CODES):
        kinds = ", ".join(kind.replace("_", " ") for kind in found.kinds)
        place = f"line {found.line}" + (f", {found.key}" if found.key else "")
        raise TiigError(DOCUMENT_IDENTIFIES, place=place, kinds=kinds)

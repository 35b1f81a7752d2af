"""Local numbers before they become keyed ids."""

from __future__ import annotations

import polars as pl

from tiig.kit.keyed import ID_LENGTH, keyed
from tiig.model.states import NULL_WORDS

__all__ = ["ID_LENGTH", "keyed", "normalised_number"]


def normalised_number(column: str) -> pl.Expr:
    """Return a local number without white space and letter case; null-like words are none."""
    tidy = pl.col(column).cast(pl.String).str.replace_all(r"\s", "").str.to_lowercase()
    return pl.when(~tidy.is_in(list(NULL_WORDS))).then(tidy)

"""Free text without the people in it: identifiers and names go, place words stay."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import polars as pl

from tiig.deidentify.relations import ACTS, AGENTS, NAMED, RELATIONS, SAYS
from tiig.deidentify.spans import without_identifiers
from tiig.deidentify.suspicion import suspicious
from tiig.deidentify.vocabulary import listed

_SIGNS: Final = r"[\"\u201c(=\u00c0-\u024f]|\b[A-Z]\.? ?[A-Z]|['\u2019]s\b"
"""Signs that let a text name somebody though no word of the lists stands in it."""


def scrub(texts: pl.Series) -> pl.Series:
    """Return the texts with every identifier, person and full date as `[removed]`.

    Same length, order and name; nulls stay null. Each distinct text is read once.
    """
    frame = texts.cast(pl.String).alias("text").to_frame()
    distinct = frame.drop_nulls().unique()
    marks = suspicious(pl.col("text"), dates=True) | _may_name(pl.col("text"))
    dirty = distinct.filter(marks)["text"].to_list()
    clean = {"text": dirty, "clean": [without_identifiers(text) for text in dirty]}
    known = pl.DataFrame(clean, schema={"text": pl.String, "clean": pl.String})
    joined = frame.join(known, on="text", how="left", maintain_order="left")
    return joined.select(pl.coalesce("clean", "text")).to_series().alias(texts.name)


def _may_name(text: pl.Expr) -> pl.Expr:
    """Say which texts deserve to be read word by word: few place texts speak of people."""
    words = text.str.to_lowercase().str.extract_all(r"\p{L}+")
    telling = words.list.eval(pl.element().is_in(list(_telling()))).list.any()
    return telling.fill_null(value=False) | text.str.contains(_SIGNS)


@lru_cache(maxsize=1)
def _telling() -> frozenset[str]:
    """Return the words without which nobody is named but by a sign."""
    return frozenset(
        {
            *listed("first_names"),
            *RELATIONS,
            *AGENTS,
            *NAMED,
            *SAYS,
            *ACTS,
            "known",
            "goes",
            "to",
            "b",
        }
    )

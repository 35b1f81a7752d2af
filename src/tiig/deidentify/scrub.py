"""Free text without the people in it: identifiers go, place words stay."""

from __future__ import annotations

import polars as pl

from tiig.deidentify.spans import without_identifiers
from tiig.deidentify.suspicion import suspicious


def scrub(texts: pl.Series) -> pl.Series:
    """Return the texts with every detected identifier and full date as `[removed]`.

    Same length, order and name; nulls stay null.
    """
    frame = texts.cast(pl.String).alias("text").to_frame()
    marked = frame.select(suspicious(pl.col("text"), dates=True)).to_series().fill_null(value=False)
    dirty = frame.filter(marked)["text"].unique().to_list()
    clean = {"text": dirty, "clean": [without_identifiers(text) for text in dirty]}
    known = pl.DataFrame(clean, schema={"text": pl.String, "clean": pl.String})
    joined = frame.join(known, on="text", how="left", maintain_order="left")
    return joined.select(pl.coalesce("clean", "text")).to_series().alias(texts.name)
